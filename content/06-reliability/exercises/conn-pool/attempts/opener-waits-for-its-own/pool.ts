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

type Settler<T> = { resolve: (value: T) => void; reject: (error: Error) => void }

export class Connection {
  socket: net.Socket
  alive = true
  lentOut = false
  expired = false
  parkedAt = 0
  idle?: NodeJS.Timeout
  life?: NodeJS.Timeout
  pending: Settler<string>[] = []
  buffer = ''

  constructor(socket: net.Socket) {
    this.socket = socket
    socket.setEncoding('utf8')
  }

  ask(line: string): Promise<string> {
    if (!this.alive) return Promise.reject(new Error('connection is gone'))
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    this.pending.push({ resolve, reject })
    this.socket.write(line + '\n')
    return promise
  }
}

export class Pool {
  readonly host: string
  readonly port: number
  readonly max: number
  readonly idleMs: number
  readonly maxLifeMs: number
  readonly acquireMs: number
  readonly connectMs: number

  idle: Connection[] = []
  busy = new Set<Connection>()
  count = 0 // open ones and those being opened
  waiting: Settler<Connection>[] = []
  closing: Promise<void>[] = []
  draining = false
  onReturn: () => void = () => {}

  constructor(o: PoolOptions) {
    this.host = o.host
    this.port = o.port
    this.max = o.max
    this.idleMs = o.idleMs ?? 30_000
    this.maxLifeMs = o.maxLifeMs ?? 0
    this.acquireMs = o.acquireMs ?? 5_000
    this.connectMs = o.connectMs ?? 3_000
  }

  async acquire(): Promise<Connection> {
    if (this.draining) throw new Error('pool is draining')
    let candidate: Connection | undefined
    while ((candidate = this.idle.pop())) {
      if (performance.now() - candidate.parkedAt <= this.idleMs) return this.lend(candidate)
      this.close(candidate)
    }
    if (this.count < this.max) {
      const fresh = await this.within(this.open())
      return this.lend(fresh)
    }
    const turn = Promise.withResolvers<Connection>()
    this.waiting.push(turn)
    try {
      return await this.within(turn.promise)
    } finally {
      const at = this.waiting.indexOf(turn)
      if (at >= 0) this.waiting.splice(at, 1)
    }
  }

  release(connection: Connection, { broken = false }: { broken?: boolean } = {}): void {
    if (!this.busy.delete(connection)) throw new Error('not in use')
    connection.lentOut = false
    if (broken || connection.expired || this.draining || connection.pending.length > 0) this.close(connection)
    if (connection.alive) this.park(connection)
    this.onReturn()
  }

  async use<T>(task: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await this.acquire()
    let ok = false
    try {
      const value = await task(connection)
      ok = true
      return value
    } finally {
      this.release(connection, { broken: !ok })
    }
  }

  async drain(): Promise<void> {
    this.draining = true
    for (const turn of this.waiting.splice(0)) turn.reject(new Error('pool is draining'))
    for (const connection of this.idle.splice(0)) this.close(connection)
    while (this.busy.size > 0) await new Promise<void>((resolve) => (this.onReturn = resolve))
    await Promise.all(this.closing)
  }

  private lend(connection: Connection): Connection {
    clearTimeout(connection.idle)
    connection.lentOut = true
    this.busy.add(connection)
    return connection
  }

  private park(connection: Connection): void {
    const turn = this.waiting.shift()
    if (turn) return turn.resolve(this.lend(connection))
    connection.parkedAt = performance.now()
    connection.idle = setTimeout(() => this.close(connection), this.idleMs)
    this.idle.push(connection)
  }

  private within(promise: Promise<Connection>): Promise<Connection> {
    let timer: NodeJS.Timeout
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const error = new Error('acquire took too long')
        error.name = 'TimeoutError'
        reject(error)
      }, this.acquireMs)
    })
    promise.then(
      (connection) => {
        // came too late: nobody waits for it any more
        if (lapsed && !connection.lentOut) this.park(connection)
      },
      () => {},
    )
    let lapsed = false
    late.catch(() => (lapsed = true))
    return Promise.race([promise, late]).finally(() => clearTimeout(timer))
  }

  private open(): Promise<Connection> {
    this.count++
    return new Promise((resolve, reject) => {
      const socket = net.connect(this.port, this.host)
      const timer = setTimeout(() => {
        const error = Object.assign(new Error('connect took too long'), { code: 'ETIMEDOUT' })
        socket.destroy(error)
      }, this.connectMs)
      const failed = (error: Error) => {
        clearTimeout(timer)
        this.count--
        reject(error)
        this.more()
      }
      socket.once('error', failed)
      socket.once('connect', () => {
        clearTimeout(timer)
        socket.off('error', failed)
        const connection = new Connection(socket)
        socket.on('data', (text) => this.hear(connection, String(text)))
        socket.on('end', () => this.close(connection))
        socket.on('error', () => this.close(connection))
        socket.on('close', () => this.close(connection))
        if (this.maxLifeMs > 0) {
          connection.life = setTimeout(
            () => {
              connection.expired = true
              if (!connection.lentOut) this.close(connection)
            },
            this.maxLifeMs * (0.9 + Math.random() * 0.2),
          )
        }
        resolve(connection)
      })
    })
  }

  private hear(connection: Connection, text: string): void {
    connection.buffer += text
    let cut: number
    while ((cut = connection.buffer.indexOf('\n')) >= 0) {
      const line = connection.buffer.slice(0, cut)
      connection.buffer = connection.buffer.slice(cut + 1)
      const question = connection.pending.shift()
      if (!question || !connection.lentOut) return this.close(connection)
      question.resolve(line)
    }
  }

  private close(connection: Connection): void {
    if (!connection.alive) return
    connection.alive = false
    clearTimeout(connection.idle)
    clearTimeout(connection.life)
    this.count--
    const at = this.idle.indexOf(connection)
    if (at >= 0) this.idle.splice(at, 1)
    for (const question of connection.pending.splice(0)) question.reject(new Error('connection is lost'))
    this.closing.push(new Promise((resolve) => connection.socket.once('close', () => resolve())))
    connection.socket.destroy()
    this.more()
  }

  /** A place is free: open a connection for the next waiter. */
  private more(): void {
    if (this.draining || this.waiting.length === 0 || this.count >= this.max) return
    this.open().then(
      (connection) => this.park(connection),
      (error: Error) => this.waiting.shift()?.reject(error),
    )
  }
}
