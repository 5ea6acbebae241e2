import net from 'node:net'
import { params } from './params.ts'

/** Asks the questions over one connection, and gives the answers in the same order. */
export function ask(host: string, port: number, questions: string[]): Promise<string[]> {
  if (questions.length === 0) return Promise.resolve([])
  return new Promise((resolve, reject) => {
    const replies: string[] = []
    let rest = ''
    let greeted = params.greeting.length === 0
    let done = false

    const socket = net.connect(port, host)

    const timer = setTimeout(() => {
      fail(Object.assign(new Error('deadline exceeded'), { code: 'DEADLINE' }))
    }, params.deadline)

    function fail(error: Error) {
      if (done) return
      done = true
      clearTimeout(timer)
      socket.destroy()
      reject(Object.assign(error, { replies }))
    }

    function succeed() {
      done = true
      clearTimeout(timer)
      resolve(replies)
      socket.end()
      socket.destroySoon()
    }

    socket.on('connect', () => {
      for (const question of questions) socket.write(question + '\n')
    })

    socket.on('data', (text) => {
      rest += text.toString()
      let index: number
      while (!done && (index = rest.indexOf(params.end)) !== -1) {
        const answer = rest.slice(0, index)
        rest = rest.slice(index + params.end.length)
        if (!greeted) greeted = true
        else replies.push(answer)
        if (replies.length === questions.length) succeed()
      }
    })
    socket.on('end', () => fail(Object.assign(new Error('end of file'), { code: 'EOF' })))
    socket.on('error', fail)
  })
}
