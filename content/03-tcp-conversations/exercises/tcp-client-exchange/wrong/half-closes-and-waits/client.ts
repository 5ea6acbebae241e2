import net from 'node:net'
import { params } from './params.ts'

/** Asks the questions over one connection, and gives the answers in the same order. */
export function ask(host: string, port: number, questions: string[]): Promise<string[]> {
  if (questions.length === 0) return Promise.resolve([])
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, host)
    let text = ''
    const replies = () => text.split(params.end).slice(params.greeting ? 1 : 0, -1)
    const fail = (code: string) => reject(Object.assign(new Error(code), { code, replies: replies() }))
    const deadline = setTimeout(() => fail('DEADLINE'), params.deadline)
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('end', () => {
      clearTimeout(deadline)
      if (replies().length === questions.length) resolve(replies())
      else fail('EOF')
    })
    socket.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.name))
    socket.end(questions.map((question) => `${question}\n`).join(''))
  })
}
