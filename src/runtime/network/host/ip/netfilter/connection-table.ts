import type { Nanoseconds, Scheduler } from '../../../clock.ts'
import type { TrackedConnection } from './connection.ts'
import type { Direction } from './tcp-tracking.ts'
import { keyOf, type Tuple } from './tuple.ts'

export interface Found {
  readonly connection: TrackedConnection
  readonly direction: Direction
}

/** Connections by the tuples of both of their directions. What has expired is gone for whoever asks, and swept out as the table grows. */
export class ConnectionTable {
  readonly #scheduler: Scheduler
  readonly #found = new Map<string, Found>()
  readonly #connections = new Set<TrackedConnection>()
  #sweepAbove = 64

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler
  }

  find(tuple: Tuple): Found | null {
    const found = this.#found.get(keyOf(tuple))
    if (found === undefined) return null
    if (this.isLive(found.connection)) return found
    this.remove(found.connection)
    return null
  }

  isLive({ expiresAt }: TrackedConnection): boolean {
    return expiresAt > this.#scheduler.now
  }

  /** False, and not added, where another connection has one of its tuples. */
  add(connection: TrackedConnection): boolean {
    if (this.find(connection.original) ?? this.find(connection.reply)) return false
    if (this.#connections.size >= this.#sweepAbove) this.#sweep()
    this.#connections.add(connection)
    this.#found.set(keyOf(connection.original), { connection, direction: 'original' })
    this.#found.set(keyOf(connection.reply), { connection, direction: 'reply' })
    return true
  }

  has(connection: TrackedConnection): boolean {
    return this.#connections.has(connection)
  }

  remove(connection: TrackedConnection): void {
    if (!this.#connections.delete(connection)) return
    this.#found.delete(keyOf(connection.original))
    this.#found.delete(keyOf(connection.reply))
  }

  /** In the order in which they began. */
  live(): TrackedConnection[] {
    return [...this.#connections].filter((connection) => this.isLive(connection))
  }

  get now(): Nanoseconds {
    return this.#scheduler.now
  }

  #sweep(): void {
    for (const connection of this.#connections) if (!this.isLive(connection)) this.remove(connection)
    this.#sweepAbove = Math.max(64, 2 * this.#connections.size)
  }
}
