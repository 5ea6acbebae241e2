import net from 'node:net'

const NEWLINE = 10
const MOST_RECEIVED = 2 ** 20 // bytes of an answer; no server may fill our memory
const LONGEST_TIMER = 2 ** 31 - 1 // milliseconds; Node runs a longer timer at once

export interface PoolOptions {
  host: string
  port: number
  max: number
  idleMs?: number
  maxLifeMs?: number
  acquireMs?: number
  connectMs?: number
}

type Waiter = Pick<PromiseWithResolvers<Connection>, 'resolve' | 'reject'>

/** A connection to a server that answers each line with a line. */
export class Connection {
  readonly #socket: net.Socket
  readonly #diesAt: number
  #received: Buffer = Buffer.alloc(0)
  readonly #questions: PromiseWithResolvers<string>[] = [] // not answered yet, in the order in which they were asked
  /** Set while nobody uses it: called when it ended, or received what nobody asked for. */
  onUnfit: (() => void) | null = null

  constructor(socket: net.Socket, lifeMs: number) {
    this.#socket = socket
    this.#diesAt = performance.now() + lifeMs
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.#receive(chunk))
    socket.on('end', () => this.onUnfit?.())
    socket.on('error', () => {}) // 'close' follows
    socket.on('close', () => {
      for (const question of this.#questions.splice(0)) question.reject(lostError())
      this.onUnfit?.()
    })
  }

  get remainingMs(): number {
    return this.#diesAt - performance.now()
  }

  /** Whether somebody else may use it: alive, and nothing in it that belongs to anybody. */
  get isFit(): boolean {
    const { readable, writable } = this.#socket
    return readable && writable && this.#received.length === 0 && this.#questions.length === 0
  }

  ask(line: string): Promise<string> {
    if (!this.#socket.writable) return Promise.reject(lostError())
    const question = Promise.withResolvers<string>()
    this.#questions.push(question)
    this.#socket.write(`${line}\n`)
    return question.promise
  }

  close(): void {
    this.#socket.destroy()
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk])
    for (let end = this.#received.indexOf(NEWLINE); end >= 0 && this.#questions.length > 0; ) {
      this.#questions.shift()!.resolve(this.#received.subarray(0, end).toString('utf8'))
      this.#received = this.#received.subarray(end + 1)
      end = this.#received.indexOf(NEWLINE)
    }
    const isStray = this.#received.length > 0 && this.#questions.length === 0
    if (!isStray && this.#received.length <= MOST_RECEIVED) return
    // The next question would get it for its answer.
    this.close()
    this.onUnfit?.()
  }
}

export class Pool {
  readonly #options: Required<PoolOptions>
  readonly #idle = new Map<Connection, { timer: NodeJS.Timeout; until: number }>() // the one used last is the last
  readonly #inUse = new Set<Connection>()
  readonly #waiters: Waiter[] = []
  #opening = 0
  #draining: PromiseWithResolvers<void> | null = null

  constructor(options: PoolOptions) {
    const { idleMs = 30_000, maxLifeMs = Number.POSITIVE_INFINITY, acquireMs = 5_000, connectMs = 3_000 } = options
    const timer = (ms: number) => Math.min(ms, LONGEST_TIMER)
    this.#options = {
      ...options,
      idleMs: timer(idleMs),
      maxLifeMs,
      acquireMs: timer(acquireMs),
      connectMs: timer(connectMs),
    }
  }

  acquire(): Promise<Connection> {
    if (this.#draining) return Promise.reject(new Error('the pool is closed'))
    const { promise, resolve, reject } = Promise.withResolvers<Connection>()
    const waiter = { resolve, reject }
    const timer = setTimeout(() => {
      this.#waiters.splice(this.#waiters.indexOf(waiter), 1)
      reject(timeoutError(`no connection was free within ${this.#options.acquireMs} ms`))
    }, this.#options.acquireMs)
    this.#waiters.push(waiter)
    this.#serve()
    return promise.finally(() => clearTimeout(timer))
  }

  release(connection: Connection, { broken = false }: { broken?: boolean } = {}): void {
    if (!this.#inUse.delete(connection)) throw new Error('this connection is not in use')
    const fit = !broken && connection.isFit && connection.remainingMs > 0 && !this.#draining
    if (fit) this.#keep(connection)
    else connection.close()
    this.#serve()
  }

  async use<T>(task: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await this.acquire()
    let broken = true
    try {
      const result = await task(connection)
      broken = false
      return result
    } finally {
      this.release(connection, { broken })
    }
  }

  drain(): Promise<void> {
    this.#draining ??= Promise.withResolvers()
    for (const waiter of this.#waiters.splice(0)) waiter.reject(new Error('the pool is closed'))
    for (const connection of this.#idle.keys()) this.#discard(connection)
    this.#serve()
    return this.#draining.promise
  }

  get #size(): number {
    return this.#idle.size + this.#inUse.size + this.#opening
  }

  /** Hands out idle connections, and opens missing ones. */
  #serve(): void {
    while (this.#waiters.length > 0 && this.#idle.size > 0) {
      const [connection, { until }] = [...this.#idle].at(-1)!
      this.#forget(connection)
      if (until <= performance.now()) {
        connection.close() // its timer is late: the program was busy
        continue
      }
      this.#inUse.add(connection)
      this.#waiters.shift()!.resolve(connection)
    }
    while (this.#waiters.length > this.#opening && this.#size < this.#options.max) this.#open()
    if (this.#size === 0) this.#draining?.resolve()
  }

  async #open(): Promise<void> {
    this.#opening++
    try {
      const socket = await connect(this.#options)
      const connection = new Connection(socket, this.#options.maxLifeMs * (0.9 + 0.2 * Math.random()))
      if (this.#draining) connection.close()
      else this.#keep(connection)
    } catch (error) {
      this.#waiters.shift()?.reject(error)
    }
    this.#opening--
    this.#serve()
  }

  #keep(connection: Connection): void {
    const ms = Math.min(this.#options.idleMs, connection.remainingMs)
    const timer = setTimeout(() => this.#discard(connection), ms)
    this.#idle.set(connection, { timer, until: performance.now() + ms })
    connection.onUnfit = () => this.#discard(connection)
  }

  #forget(connection: Connection): void {
    clearTimeout(this.#idle.get(connection)?.timer)
    this.#idle.delete(connection)
    connection.onUnfit = null
  }

  #discard(connection: Connection): void {
    this.#forget(connection)
    connection.close()
    this.#serve()
  }
}

function connect({ host, port, connectMs }: Required<PoolOptions>): Promise<net.Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<net.Socket>()
  const socket = net.connect(port, host, () => resolve(socket))
  const timer = setTimeout(() => socket.destroy(timeoutError(`no answer within ${connectMs} ms`)), connectMs)
  socket.once('error', reject)
  return promise.finally(() => clearTimeout(timer))
}

const lostError = () => new Error('the connection is lost')
const timeoutError = (message: string) => Object.assign(new Error(message), { name: 'TimeoutError', code: 'ETIMEDOUT' })
