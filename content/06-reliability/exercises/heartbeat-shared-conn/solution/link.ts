import net from 'node:net'

const LONGEST = 65_536 // characters of a line

export interface LinkOptions {
  host: string
  port: number
  quietMs: number
  pongMs: number
}

type Reason = 'dead' | 'ended' | 'spoiled' | 'closed'

export class Link {
  readonly #options: LinkOptions
  readonly #socket: net.Socket
  readonly #questions: PromiseWithResolvers<string>[] = [] // not answered yet, in the order in which they were asked
  readonly #closed = Promise.withResolvers<string>()
  #isOpen = true
  #received: string[] = [] // pieces of the line that has begun
  #length = 0 // of these
  #timer: NodeJS.Timeout | undefined
  #pings = 0
  #pingedAt: number | null = null // of the last ping, until its pong
  #rtt: number | null = null

  constructor(options: LinkOptions) {
    this.#options = options
    const socket = net.connect(options.port, options.host)
    socket.setNoDelay(true)
    socket.setEncoding('utf8')
    socket.on('error', () => {}) // 'close' follows
    socket.on('connect', () => this.#waitForSilence())
    socket.on('data', (chunk: string) => this.#receive(chunk))
    socket.on('end', () => this.#end('ended'))
    socket.on('close', () => this.#end('ended'))
    this.#socket = socket
  }

  ask(line: string): Promise<string> {
    if (!this.#isOpen) return Promise.reject(new Error('the connection is closed'))
    const question = Promise.withResolvers<string>()
    this.#questions.push(question)
    this.#socket.write(`${line}\n`)
    return question.promise
  }

  rtt(): number | null {
    return this.#rtt
  }

  whenClosed(): Promise<string> {
    return this.#closed.promise
  }

  close(): void {
    this.#end('closed')
  }

  #receive(chunk: string): void {
    if (!this.#isOpen) return
    this.#waitForSilence()
    const [end = '', ...lines] = chunk.split('\n')
    this.#grow(end)
    for (const next of lines) {
      if (!this.#isOpen) return
      const line = this.#received.join('')
      this.#received = []
      this.#length = 0
      this.#take(line)
      this.#grow(next)
    }
  }

  #grow(piece: string): void {
    this.#received.push(piece)
    this.#length += piece.length
    if (this.#length > LONGEST) this.#end('spoiled')
  }

  #take(line: string): void {
    const pong = /^pong (\d+)$/.exec(line)
    const question = pong ? undefined : this.#questions.shift()
    if (pong) this.#measure(Number(pong[1]))
    else if (question) question.resolve(line)
    else this.#end('spoiled')
  }

  #measure(ping: number): void {
    if (ping !== this.#pings || this.#pingedAt === null) return // late, repeated, or invented
    this.#rtt = performance.now() - this.#pingedAt
    this.#pingedAt = null
  }

  #waitForSilence(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#ping(), this.#options.quietMs)
  }

  #ping(): void {
    this.#pings++
    this.#pingedAt = performance.now()
    this.#socket.write(`ping ${this.#pings}\n`)
    this.#timer = setTimeout(() => this.#end('dead'), this.#options.pongMs)
  }

  #end(reason: Reason): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    clearTimeout(this.#timer)
    this.#socket.destroy()
    for (const question of this.#questions.splice(0)) question.reject(new Error(`the connection is ${reason}`))
    this.#closed.resolve(reason)
  }
}
