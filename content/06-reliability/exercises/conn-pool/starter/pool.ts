export interface PoolOptions {
  host: string
  port: number
  max: number
  idleMs?: number
  maxLifeMs?: number
  acquireMs?: number
  connectMs?: number
}

/** A connection to a server that answers each line with a line. */
export class Connection {
  ask(line: string): Promise<string> {
    return Promise.reject(new Error(`nobody sends ${JSON.stringify(line)} yet`))
  }
}

export class Pool {
  readonly #options: PoolOptions

  constructor(options: PoolOptions) {
    this.#options = options
  }

  acquire(): Promise<Connection> {
    // Your turn: which connections are unused, which are in use, which are being opened, and who waits?
    return Promise.reject(new Error(`nothing connects to ${this.#options.host} yet`))
  }

  release(connection: Connection, { broken = false }: { broken?: boolean } = {}): void {
    console.log('released', connection, broken)
  }

  async use<T>(task: (connection: Connection) => Promise<T>): Promise<T> {
    return task(await this.acquire())
  }

  async drain(): Promise<void> {}
}
