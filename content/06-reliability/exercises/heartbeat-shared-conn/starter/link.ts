import net from 'node:net'

export interface LinkOptions {
  host: string
  port: number
  quietMs: number
  pongMs: number
}

export class Link {
  readonly #socket: net.Socket
  readonly #questions: PromiseWithResolvers<string>[] = [] // not answered yet, in the order in which they were asked
  readonly #closed = Promise.withResolvers<string>()
  #received = ''

  constructor({ host, port, quietMs, pongMs }: LinkOptions) {
    console.log(`to do: ping after ${quietMs} ms of silence, and give up ${pongMs} ms later`)
    this.#socket = net.connect(port, host)
    this.#socket.setEncoding('utf8')
    this.#socket.on('error', () => {}) // 'close' follows
    this.#socket.on('data', (chunk: string) => this.#receive(chunk))
    this.#socket.on('close', () => this.#closed.resolve('ended'))
  }

  ask(line: string): Promise<string> {
    const question = Promise.withResolvers<string>()
    this.#questions.push(question)
    this.#socket.write(`${line}\n`)
    return question.promise
  }

  rtt(): number | null {
    return null
  }

  whenClosed(): Promise<string> {
    return this.#closed.promise
  }

  close(): void {
    this.#socket.destroy()
  }

  #receive(chunk: string): void {
    const lines = (this.#received + chunk).split('\n')
    this.#received = lines.pop()!
    for (const line of lines) this.#questions.shift()?.resolve(line)
  }
}
