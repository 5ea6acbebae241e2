import net from 'node:net'
import { params } from './params.ts'

export function ask(host: string, port: number, questions: string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const replies: string[] = []
    let rest: Buffer = Buffer.alloc(0)

    const socket = net.connect(port, host)
    const deadline = setTimeout(() => fail('the server took too long', 'DEADLINE'), params.deadline)

    const fail = (message: string, code: string) => {
      // End what still runs and what is open. The error that you reject with has `code` and `replies`.
      reject(new Error(`${code}: ${message}`))
    }

    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk])
      // While there is an end in `rest`: take the text before it, keep what follows.
      if (replies.length < questions.length) return
      clearTimeout(deadline)
      socket.end() // … and if the server never ends its side?
      resolve(replies)
    })
    socket.on('end', () => fail('the server ended the connection', 'EOF'))
    socket.on('error', (error: NodeJS.ErrnoException) => fail(error.message, error.code ?? error.name))

    for (const question of questions) socket.write(`${question}\n`)
  })
}
