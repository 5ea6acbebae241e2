interface Connection {
  close(): void
}
interface Waiter {
  resolve(connection: Connection): void
  reject(error: Error): void
}

/** The heart of a pool, with two places left open. */
export class Heart {
  readonly idle: Connection[] = [] // the one used last is the last
  readonly inUse = new Set<Connection>()
  readonly waiters: Waiter[] = []
  opening = 0

  constructor(max: number, open: () => Promise<Connection>) {
    this.#max = max
    this.#openOne = open
  }
  readonly #max: number
  readonly #openOne: () => Promise<Connection>

  /** Called whenever something has changed: gives out what there is, and opens what is missing. */
  async serve(): Promise<void> {
    while (this.waiters.length > 0 && this.idle.length > 0) {
      const connection = this.idle.pop()!
      this.inUse.add(connection)
      this.waiters.shift()!.resolve(connection)
    }
    if (this.waiters.length <= this.opening || this.idle.length + this.inUse.size + this.opening >= this.#max) return
    this.opening++
    const connection = await this.#openOne() // … and when this fails?
    this.opening--
    this.idle.push(connection) // … what can happen to it from now on, and who notices?
    await this.serve()
  }
}
