import { EventEmitter, once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { StringDecoder } from 'node:string_decoder'

export interface LinkOptions {
  host: string
  port: number
  quietMs: number
  pongMs: number
}

/** Looks at the time of the last sign of life, again and again, instead of restarting timers. */
export class Link {
  readonly #socket: Socket
  readonly #events = new EventEmitter()
  readonly #decoder = new StringDecoder('utf8')
  readonly #open = new Map<number, (error: Error | null, line: string) => void>()
  readonly #options: LinkOptions
  #first = 0
  #next = 0
  #buffer = ''
  #heardAt = 0
  #ping = { number: 0, at: 0, isOpen: false, isAnswered: true }
  #roundTrip: number | null = null
  #alarm: NodeJS.Timeout | undefined
  #reason = ''

  constructor(options: LinkOptions) {
    this.#options = options
    this.#socket = connect({ port: options.port, host: options.host, noDelay: true })
    this.#socket
      .on('connect', () => {
        this.#heardAt = performance.now()
        this.#look()
      })
      .on('data', (bytes) => this.#hear(bytes))
      .on('end', () => this.#finish('ended'))
      .on('error', () => this.#finish('ended'))
      .on('close', () => this.#finish('ended'))
  }

  async ask(line: string): Promise<string> {
    if (this.#reason) throw new Error(this.#reason)
    const answer = new Promise<string>((resolve, reject) => {
      this.#open.set(this.#next++, (error, text) => (error ? reject(error) : resolve(text)))
    })
    this.#socket.write(line + '\n')
    return answer
  }

  rtt(): number | null {
    return this.#roundTrip
  }

  async whenClosed(): Promise<string> {
    if (!this.#reason) await once(this.#events, 'over')
    return this.#reason
  }

  close(): void {
    this.#finish('closed')
  }

  #look(): void {
    if (this.#reason) return
    const now = performance.now()
    const { quietMs, pongMs } = this.#options
    const due = this.#ping.isOpen ? this.#ping.at + pongMs : this.#heardAt + quietMs
    if (now >= due && this.#ping.isOpen) return this.#finish('dead')
    if (now >= due) {
      this.#ping = { number: this.#ping.number + 1, at: now, isOpen: true, isAnswered: false }
      this.#socket.write(`ping ${this.#ping.number}\n`)
      return this.#look()
    }
    clearTimeout(this.#alarm)
    this.#alarm = setTimeout(() => this.#look(), due - now)
  }

  #hear(bytes: Buffer): void {
    if (this.#reason) return
    this.#heardAt = performance.now()
    this.#ping.isOpen = false
    this.#look()
    this.#buffer += this.#decoder.write(bytes)
    let from = 0
    for (let at = this.#buffer.indexOf('\n'); at >= 0 && !this.#reason; at = this.#buffer.indexOf('\n', from)) {
      if (at - from > 65_536) return this.#finish('spoiled')
      this.#line(this.#buffer.slice(from, at))
      from = at + 1
    }
    this.#buffer = this.#buffer.slice(from)
    if (this.#buffer.length > 65_536) this.#finish('spoiled')
  }

  #line(line: string): void {
    if (/^pong \d+$/.test(line)) {
      if (line !== `pong ${this.#ping.number}` || this.#ping.isAnswered) return
      this.#ping.isAnswered = true
      this.#roundTrip = performance.now() - this.#ping.at
      return
    }
    const settle = this.#open.get(this.#first)
    if (!settle) return this.#finish('spoiled')
    this.#open.delete(this.#first++)
    settle(null, line)
  }

  #finish(reason: string): void {
    if (this.#reason) return
    this.#reason = reason
    clearTimeout(this.#alarm)
    this.#socket.destroy()
    for (const settle of this.#open.values()) settle(new Error(reason), '')
    this.#open.clear()
    this.#events.emit('over')
  }
}
