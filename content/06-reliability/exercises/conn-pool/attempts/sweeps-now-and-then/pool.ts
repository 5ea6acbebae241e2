import net from 'node:net'

export interface PoolOptions {
  host: string
  port: number
  max: number
  idleMs?: number
  maxLifeMs?: number
  acquireMs?: number
  connectMs?: number
}

interface Asked {
  resolve: (answer: string) => void
  reject: (error: Error) => void
}

interface Waiter {
  resolve: (connection: Connection) => void
  reject: (error: Error) => void
  timer: NodeJS.Timeout
}

/** A connection to a server that answers each line with a line. */
export class Connection {
  readonly socket: net.Socket
  readonly whenGone: () => void
  inUse = false
  gone = false
  tooOld = false
  unusedSince = 0
  lifeTimer: NodeJS.Timeout | undefined
  #asked: Asked[] = []
  #rest = ''

  constructor(socket: net.Socket, whenGone: (connection: Connection) => void) {
    this.socket = socket
    this.whenGone = () => whenGone(this)
    socket.setEncoding('utf8')
    socket.on('data', (text) => this.#read(String(text)))
    socket.on('end', () => this.kill(new Error('the server closed the connection')))
    socket.on('error', (error) => this.kill(error))
    socket.on('close', () => this.kill(new Error('the connection is closed')))
  }

  /** Nobody waits for an answer on it, and no half line has arrived. */
  get isClean(): boolean {
    return this.#asked.length === 0 && this.#rest === ''
  }

  ask(line: string): Promise<string> {
    if (this.gone) return Promise.reject(new Error('the connection is closed'))
    if (line.includes('\n')) return Promise.reject(new Error('that is more than one line'))
    return new Promise((resolve, reject) => {
      this.#asked.push({ resolve, reject })
      this.socket.write(`${line}\n`)
    })
  }

  kill(error: Error): void {
    if (this.gone) return
    this.gone = true
    clearTimeout(this.lifeTimer)
    this.socket.destroy()
    for (const asked of this.#asked.splice(0)) asked.reject(error)
    this.whenGone()
  }

  #read(text: string): void {
    if (this.gone) return
    if (!this.inUse) return this.kill(new Error('bytes that nobody asked for'))
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop()!
    for (const line of lines) {
      const asked = this.#asked.shift()
      if (!asked) return this.kill(new Error('a line that nobody asked for'))
      asked.resolve(line)
    }
  }
}

export class Pool {
  readonly #options: Required<PoolOptions>
  readonly #unused: Connection[] = [] // the most recently used one is the last
  readonly #used = new Set<Connection>() // until they are released, even if they are gone
  readonly #opening = new Set<net.Socket>()
  readonly #sockets = new Set<net.Socket>() // until they are really closed
  readonly #waiters: Waiter[] = []
  readonly #broom: NodeJS.Timeout
  #places = 0
  #drained: Promise<void> | undefined
  #whenDrained: (() => void) | undefined

  constructor(options: PoolOptions) {
    const { idleMs = 30_000, maxLifeMs = Infinity, acquireMs = 5_000, connectMs = 3_000 } = options
    this.#options = { ...options, idleMs, maxLifeMs, acquireMs, connectMs }
    // One broom for all of them.
    this.#broom = setInterval(() => {
      const now = performance.now()
      for (const connection of [...this.#unused]) {
        if (now - connection.unusedSince >= idleMs) connection.kill(new Error('unused for too long'))
      }
    }, idleMs)
  }

  acquire(): Promise<Connection> {
    if (this.#drained) return Promise.reject(new Error('the pool is drained'))
    for (let connection = this.#unused.at(-1); connection; connection = this.#unused.at(-1)) {
      this.#unused.pop()
      return Promise.resolve(this.#lend(connection))
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1)
        const error = new Error(`no connection within ${this.#options.acquireMs} ms`)
        error.name = 'TimeoutError'
        reject(error)
      }, this.#options.acquireMs)
      const waiter: Waiter = { resolve, reject, timer }
      this.#waiters.push(waiter)
      if (this.#places < this.#options.max) this.#open()
    })
  }

  release(connection: Connection, { broken = false }: { broken?: boolean } = {}): void {
    if (!this.#used.delete(connection)) throw new Error('this connection is not in use')
    connection.inUse = false
    if (broken || this.#drained || connection.tooOld || !connection.isClean) {
      connection.kill(new Error('the connection was given up'))
    }
    if (!connection.gone) this.#offer(connection)
    this.#checkDrained()
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
    if (!this.#drained) {
      clearInterval(this.#broom)
      this.#drained = new Promise((resolve) => (this.#whenDrained = resolve))
      for (const waiter of this.#waiters.splice(0)) {
        clearTimeout(waiter.timer)
        waiter.reject(new Error('the pool is drained'))
      }
      for (const socket of this.#opening) socket.destroy()
      for (const connection of [...this.#unused]) connection.kill(new Error('the pool is drained'))
      this.#checkDrained()
    }
    return this.#drained
  }

  #checkDrained(): void {
    if (this.#used.size === 0 && this.#sockets.size === 0) this.#whenDrained?.()
  }

  #lend(connection: Connection): Connection {
    connection.inUse = true
    this.#used.add(connection)
    return connection
  }

  /** Gives a connection that nobody uses to the longest waiter, or keeps it. */
  #offer(connection: Connection): void {
    const waiter = this.#waiters.shift()
    if (waiter) {
      clearTimeout(waiter.timer)
      waiter.resolve(this.#lend(connection))
      return
    }
    connection.unusedSince = performance.now()
    this.#unused.push(connection)
  }

  #open(): void {
    const { host, port, connectMs, maxLifeMs } = this.#options
    const socket = net.connect({ host, port, noDelay: true })
    this.#places++
    this.#opening.add(socket)
    this.#sockets.add(socket)
    let failure: Error = new Error('the connection could not be opened')
    const timer = setTimeout(() => {
      socket.destroy(Object.assign(new Error(`not connected within ${connectMs} ms`), { code: 'ETIMEDOUT' }))
    }, connectMs)
    const onError = (error: Error) => {
      failure = error
    }
    const onClose = () => {
      clearTimeout(timer)
      this.#opening.delete(socket)
      this.#sockets.delete(socket)
      this.#places--
      const waiter = this.#waiters.shift()
      if (waiter) {
        clearTimeout(waiter.timer)
        waiter.reject(failure)
      }
      this.#openForWaiters()
      this.#checkDrained()
    }
    socket.on('error', onError)
    socket.on('close', onClose)
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.off('error', onError)
      socket.off('close', onClose)
      this.#opening.delete(socket)
      socket.on('close', () => {
        this.#sockets.delete(socket)
        this.#checkDrained()
      })
      const connection = new Connection(socket, (gone) => this.#forget(gone))
      connection.lifeTimer = later(maxLifeMs * (0.9 + 0.2 * Math.random()), () => {
        connection.tooOld = true
        if (!connection.inUse) connection.kill(new Error('the connection is too old'))
      })
      this.#offer(connection)
    })
  }

  #forget(connection: Connection): void {
    const index = this.#unused.indexOf(connection)
    if (index >= 0) this.#unused.splice(index, 1)
    this.#places--
    this.#openForWaiters()
  }

  #openForWaiters(): void {
    if (this.#drained) return
    while (this.#places < this.#options.max && this.#opening.size < this.#waiters.length) this.#open()
  }
}

/** A timer, unless the time is longer than a timer can be. */
function later(ms: number, run: () => void): NodeJS.Timeout | undefined {
  return ms < 2 ** 31 ? setTimeout(run, ms) : undefined
}
