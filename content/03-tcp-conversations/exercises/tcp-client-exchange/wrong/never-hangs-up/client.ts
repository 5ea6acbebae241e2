import net from 'node:net'
import { params } from './params.ts'

/** Not every question was answered. */
class ExchangeError extends Error {
  readonly code: string
  /** The answers that did come. */
  readonly replies: string[]

  constructor(message: string, code: string, replies: string[]) {
    super(message)
    this.code = code
    this.replies = replies
  }
}

const END = Buffer.from(params.end)

/** Asks the questions over one connection, and gives the answers in the same order. */
export function ask(host: string, port: number, questions: string[]): Promise<string[]> {
  if (questions.length === 0) return Promise.resolve([])
  return new Promise((resolve, reject) => {
    const replies: string[] = []
    let greeted = params.greeting === ''
    let rest: Buffer = Buffer.alloc(0) // received, but no whole answer yet

    const socket = net.connect(port, host)
    const deadline = setTimeout(() => fail('the server took too long', 'DEADLINE'), params.deadline)

    const fail = (message: string, code: string) => {
      clearTimeout(deadline)
      socket.destroy()
      reject(new ExchangeError(message, code, replies))
    }

    const take = (text: string) => {
      if (greeted) replies.push(text)
      greeted = true
    }

    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk])
      for (let end = rest.indexOf(END); end >= 0 && replies.length < questions.length; end = rest.indexOf(END)) {
        take(rest.toString('utf8', 0, end))
        rest = rest.subarray(end + END.length)
      }
      if (replies.length < questions.length) return
      clearTimeout(deadline)
      resolve(replies)
    })
    // After the last answer these change nothing: a promise is settled once.
    socket.on('end', () => fail('the server ended the connection', 'EOF'))
    socket.on('error', (error: NodeJS.ErrnoException) => fail(error.message, error.code ?? error.name))

    for (const question of questions) socket.write(`${question}\n`) // queued until the connection is there
  })
}
