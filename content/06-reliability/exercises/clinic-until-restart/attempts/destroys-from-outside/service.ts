import net from 'node:net'
import { params } from './params.ts'

/** Asks a service that answers a line with a line. At most `params.most` questions are asked at once, the others wait. */
export class Service {
  readonly #host: string
  readonly #port: number
  readonly #waiting: (() => void)[] = []
  #busy = 0

  constructor(host: string, port: number) {
    this.#host = host
    this.#port = port
  }

  /** The answer. Rejects if it isn't there `params.answerMs` after the question got its turn. */
  async ask(question: string): Promise<string> {
    await this.#turn()
    const socket = net.connect(this.#port, this.#host)
    return within(params.answerMs, this.#exchange(socket, question), () => socket.destroy())
  }

  async #exchange(socket: net.Socket, question: string): Promise<string> {
    try {
      socket.setEncoding('utf8')
      socket.write(`${question}\n`)
      let heard = ''
      for await (const chunk of socket) {
        heard += chunk
        const end = heard.indexOf('\n')
        if (end !== -1) return heard.slice(0, end)
      }
      throw new Error('closed without an answer')
    } finally {
      socket.destroy()
      this.#done()
    }
  }

  async #turn(): Promise<void> {
    if (this.#busy < params.most) this.#busy++
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  /** The place goes to the question that has waited longest. */
  #done(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#busy--
  }
}

async function within<T>(ms: number, work: Promise<T>, giveUp: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${ms} ms`))
      giveUp()
    }, ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
