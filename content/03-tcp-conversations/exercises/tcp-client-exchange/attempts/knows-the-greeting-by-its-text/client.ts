import net from 'node:net'
import { params } from './params.ts'

/** One conversation: it collects bytes until the last answer is there, or until something ends it. */
class Conversation {
  readonly replies: string[] = []
  readonly #wanted: number
  readonly #socket: net.Socket
  readonly #timer: NodeJS.Timeout
  readonly #settle: { resolve: (replies: string[]) => void; reject: (error: Error) => void }
  #chunks: Buffer[] = []
  #isOver = false

  constructor(
    host: string,
    port: number,
    questions: string[],
    settle: { resolve: (replies: string[]) => void; reject: (error: Error) => void },
  ) {
    this.#wanted = questions.length
    this.#settle = settle
    this.#socket = net.connect(port, host)
    this.#timer = setTimeout(() => this.#fail(Object.assign(new Error('too late'), { code: 'DEADLINE' })), params.deadline)
    this.#socket
      .on('data', (chunk) => this.#take(chunk as Buffer))
      .on('end', () => this.#fail(Object.assign(new Error('the server has closed the connection'), { code: 'EOF' })))
      .on('error', (error) => this.#fail(error))
      .write(questions.map((question) => question + '\n').join(''))
  }

  #take(chunk: Buffer): void {
    const mark = params.end.charCodeAt(0)
    let from = 0
    for (let at = chunk.indexOf(mark); at >= 0 && !this.#isOver; at = chunk.indexOf(mark, from)) {
      this.#chunks.push(chunk.subarray(from, at))
      this.#answer(Buffer.concat(this.#chunks).toString())
      this.#chunks = []
      from = at + 1
    }
    this.#chunks.push(chunk.subarray(from))
  }

  #answer(text: string): void {
    if (text === params.greeting) return
    this.replies.push(text)
    if (this.replies.length < this.#wanted) return
    this.#finish()
    this.#settle.resolve(this.replies)
    this.#socket.end(() => this.#socket.destroy())
  }

  #fail(error: Error): void {
    if (this.#isOver) return
    this.#finish()
    this.#socket.destroy()
    this.#settle.reject(Object.assign(error, { replies: this.replies }))
  }

  #finish(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
  }
}

/** Asks the questions over one connection, and gives the answers in the same order. */
export function ask(host: string, port: number, questions: string[]): Promise<string[]> {
  if (questions.length === 0) return Promise.resolve([])
  return new Promise((resolve, reject) => void new Conversation(host, port, questions, { resolve, reject }))
}
