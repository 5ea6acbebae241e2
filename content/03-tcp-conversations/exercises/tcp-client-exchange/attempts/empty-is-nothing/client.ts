import net from 'node:net'
import { params } from './params.ts'

export function ask(host: string, port: number, questions: string[]): Promise<string[]> {
  if (questions.length === 0) return Promise.resolve([])
  return new Promise((resolve, reject) => {
    let text = ''
    let settled = false
    const wanted = questions.length
    const answers = () => {
      const pieces = text.split(params.end).slice(0, -1)
      if (params.greeting) pieces.shift()
      return pieces.map((p) => p.trim()).filter((p) => p !== '')
    }
    const socket = net.connect(port, host, () => {
      for (const q of questions) socket.write(q + '\n')
    })
    const fail = (code: string, error = new Error(code)) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      socket.destroy()
      reject(Object.assign(error, { code, replies: answers() }))
    }
    const timer = setTimeout(() => fail('DEADLINE'), params.deadline)
    socket.on('data', (chunk) => {
      if (settled) return
      text += chunk
      if (answers().length >= wanted) {
        settled = true
        clearTimeout(timer)
        socket.destroySoon()
        resolve(answers().slice(0, wanted))
      }
    })
    socket.on('end', () => fail('EOF'))
    socket.on('error', (e: NodeJS.ErrnoException) => fail(e.code!, e))
  })
}
