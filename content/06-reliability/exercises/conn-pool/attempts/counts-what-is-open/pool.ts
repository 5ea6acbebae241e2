import { EventEmitter } from 'node:events'
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

type State = 'opening' | 'unused' | 'used' | 'gone'

interface Waiter {
  deliver: (connection: Connection) => void
  fail: (error: Error) => void
}

function* linesOf(): Generator<string[], never, string> {
  let rest = ''
  let complete: string[] = []
  for (;;) {
    const lines: string[] = (rest + (yield complete)).split('\n')
    rest = lines.pop() ?? ''
    complete = lines
  }
}

/** One place of the pool: it opens its socket itself, and says `open`, `failed`, `gone` and `closed` when that happens. */
export class Connection extends EventEmitter {
  state: State = 'opening'
  touched = performance.now()
  retired = false
  lease = 0
  readonly #socket: net.Socket
  readonly #timers = new Map<string, NodeJS.Timeout>()
  readonly #lines = linesOf()
  readonly #questions: { answer: (line: string) => void; fail: (error: Error) => void }[] = []

  constructor(host: string, port: number, connectMs: number) {
    super()
    this.#lines.next()
    this.#socket = net.connect({ host, port })
    this.#socket.setEncoding('utf8')
    this.#socket
      .on('connect', () => {
        if (this.state !== 'opening') return
        this.stop('connect')
        this.state = 'unused'
        this.emit('open')
      })
      .on('data', (text) => this.#receive(String(text)))
      .on('end', () => this.close(new Error('the server has closed its side')))
      .on('error', (error) => this.close(error))
      .on('close', () => {
        this.close(new Error('closed'))
        this.emit('closed')
      })
    this.start('connect', connectMs, () => this.close(Object.assign(new Error('connecting took too long'), { code: 'ETIMEDOUT' })))
  }

  start(name: string, ms: number, then: () => void): void {
    this.stop(name)
    if (ms < 2_147_483_648) this.#timers.set(name, setTimeout(then, ms))
  }

  stop(name: string): void {
    clearTimeout(this.#timers.get(name))
    this.#timers.delete(name)
  }

  get isOwedAnswers(): boolean {
    return this.#questions.length > 0
  }

  ask(line: string): Promise<string> {
    if (this.state === 'gone') return Promise.reject(new Error('this connection is lost'))
    return new Promise((answer, fail) => {
      this.#questions.push({ answer, fail })
      this.#socket.write(line + '\n')
    })
  }

  close(error: Error): void {
    const before = this.state
    if (before === 'gone') return
    this.state = 'gone'
    for (const name of [...this.#timers.keys()]) this.stop(name)
    this.#socket.destroy()
    for (const question of this.#questions.splice(0)) question.fail(error)
    this.emit(before === 'opening' ? 'failed' : 'gone', error)
  }

  #receive(text: string): void {
    if (this.state === 'gone') return
    if (this.state === 'unused') return this.close(new Error('an answer came too late'))
    for (const line of this.#lines.next(text).value) {
      const question = this.#questions.shift()
      if (question) question.answer(line)
      else return this.close(new Error('nobody asked for this line'))
    }
  }
}

/** Everything that happens only changes states; `#settle` then brings waiters and connections together. */
export class Pool {
  readonly #options: PoolOptions
  readonly #places = new Set<Connection>()
  readonly #lent = new Set<Connection>()
  readonly #closing = new Set<Connection>()
  #opened = 0
  readonly #queue = new Map<symbol, Waiter>()
  #end: { promise: Promise<void>; resolve: () => void } | undefined

  constructor(options: PoolOptions) {
    this.#options = options
  }

  acquire(): Promise<Connection> {
    if (this.#end) return Promise.reject(new Error('this pool lends nothing any more'))
    const { acquireMs = 5_000, max } = this.#options
    return new Promise((resolve, reject) => {
      const key = Symbol('waiter')
      const timer = setTimeout(() => {
        this.#queue.delete(key)
        reject(Object.assign(new Error(`waited ${acquireMs} ms for a connection`), { name: 'TimeoutError' }))
      }, acquireMs)
      this.#queue.set(key, {
        deliver: (connection) => {
          clearTimeout(timer)
          resolve(connection)
        },
        fail: (error) => {
          clearTimeout(timer)
          reject(error)
        },
      })
      const before = this.#opened
      this.#settle()
      if (this.#queue.has(key) && this.#opened === before && this.#places.size < max) this.#open()
    })
  }

  release(connection: Connection, { broken = false }: { broken?: boolean } = {}): void {
    if (!this.#lent.delete(connection)) throw new Error('nobody uses this connection')
    if (broken || connection.retired || this.#end || connection.isOwedAnswers) connection.close(new Error('closed on release'))
    if (connection.state === 'used') this.#rest(connection)
    this.#settle()
  }

  async use<T>(task: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await this.acquire()
    const lease = connection.lease
    const giveBack = (broken: boolean) => {
      if (this.#lent.has(connection) && connection.lease === lease) this.release(connection, { broken })
    }
    return Promise.resolve(connection)
      .then(task)
      .then(
        (result) => {
          giveBack(false)
          return result
        },
        (error: unknown) => {
          giveBack(true)
          throw error
        },
      )
  }

  drain(): Promise<void> {
    if (!this.#end) {
      this.#end = Promise.withResolvers<void>()
      for (const waiter of this.#queue.values()) waiter.fail(new Error('this pool is being drained'))
      this.#queue.clear()
      for (const connection of [...this.#places]) if (!this.#lent.has(connection)) connection.close(new Error('drained'))
      this.#settle()
    }
    return this.#end.promise
  }

  #open(): void {
    const { host, port, connectMs = 3_000, maxLifeMs = Infinity } = this.#options
    const connection = new Connection(host, port, connectMs)
    this.#opened++
    this.#places.add(connection)
    this.#closing.add(connection)
    connection.on('open', () => {
      connection.start('life', maxLifeMs * (1 + (Math.random() - 0.5) / 5), () => {
        connection.retired = true
        if (connection.state === 'unused') connection.close(new Error('end of life'))
      })
      this.#rest(connection)
      this.#settle()
    })
    connection.on('failed', (error: Error) => {
      this.#places.delete(connection)
      for (const [key, waiter] of this.#queue) {
        this.#queue.delete(key)
        waiter.fail(error)
        break
      }
      this.#settle()
    })
    connection.on('gone', () => {
      this.#places.delete(connection)
      this.#settle()
    })
    connection.on('closed', () => {
      this.#closing.delete(connection)
      this.#settle()
    })
  }

  /** From now on nobody uses it. */
  #rest(connection: Connection): void {
    const { idleMs = 30_000 } = this.#options
    connection.state = 'unused'
    connection.touched = performance.now()
    connection.start('idle', idleMs, () => connection.close(new Error('idle')))
    this.#places.delete(connection) // the set is in the order of last use
    this.#places.add(connection)
  }

  #settle(): void {
    const { idleMs = 30_000, max } = this.#options
    for (const [key, waiter] of this.#queue) {
      const unused = [...this.#places].reverse().filter((connection) => connection.state === 'unused')
      const connection = unused.find((one) => performance.now() - one.touched <= idleMs)
      if (!connection) {
        for (const one of unused) one.close(new Error('idle'))
        break
      }
      this.#queue.delete(key)
      connection.stop('idle')
      connection.state = 'used'
      connection.lease++
      this.#lent.add(connection)
      waiter.deliver(connection)
    }
    const opening = () => [...this.#places].filter((connection) => connection.state === 'opening').length
    const open = [...this.#places].filter((connection) => connection.state !== 'opening').length
    for (let more = max - open; !this.#end && more > 0 && opening() < this.#queue.size; more--) this.#open()
    if (this.#end && this.#lent.size + this.#closing.size === 0) this.#end.resolve()
  }
}
