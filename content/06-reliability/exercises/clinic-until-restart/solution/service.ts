// The bug is called a timeout that doesn't cancel: `Promise.race` rejects for the caller, and the work behind it goes on.

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
    return this.#exchange(question)
  }

  async #exchange(question: string): Promise<string> {
    const socket = net.connect(this.#port, this.#host)
    const late = () => socket.destroy(new Error(`no answer within ${params.answerMs} ms`))
    const timer = setTimeout(late, params.answerMs)
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
      clearTimeout(timer)
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
