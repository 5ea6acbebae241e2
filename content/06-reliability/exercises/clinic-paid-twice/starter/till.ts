import { randomUUID } from 'node:crypto'
import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { params } from './params.ts'

/** Takes payments through a payment service. */
export class Till {
  readonly #host: string
  readonly #port: number

  constructor(host: string, port: number) {
    this.#host = host
    this.#port = port
  }

  /** Returns the service's answer to one sale. Rejects after `params.tries` tries without an answer. */
  async pay(cents: number): Promise<string> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#ask(cents)
      } catch (error) {
        if (tries === params.tries) throw error
        await sleep(params.pauseMs)
      }
    }
  }

  /** One try, on its own connection. The service books a key once. */
  async #ask(cents: number): Promise<string> {
    const socket = net.connect(this.#port, this.#host)
    const late = () => socket.destroy(new Error(`no answer within ${params.answerMs} ms`))
    const timer = setTimeout(late, params.answerMs)
    try {
      socket.setEncoding('utf8')
      socket.write(`pay ${randomUUID()} ${cents}\n`)
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
    }
  }
}
