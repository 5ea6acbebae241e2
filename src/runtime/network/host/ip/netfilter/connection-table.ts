import type { IpAddress } from '../../../address/index.ts'
import { type Nanoseconds, type Scheduler, SECOND } from '../../../clock.ts'
import type { TrackedConnection } from './connection.ts'
import type { Direction } from './tcp-tracking.ts'
import { keyOf, type Tuple } from './tuple.ts'

export interface Found {
  readonly connection: TrackedConnection
  readonly direction: Direction
}

/** Linux's nf_conntrack_max on a machine with 1 to 4 GB of memory. */
const MAXIMUM = 65_536
/** A full table is searched for expired entries at most this often: each search looks at all of them. */
const SWEEP_INTERVAL = SECOND

/**
 * Connections by the tuples of both of their directions. Lookups ignore and remove expired entries; `add` sweeps the others out as the
 * table grows. A full table makes room as Linux does (early_drop in nf_conntrack_core.c): an entry that isn't assured yet goes. Linux
 * searches eight buckets of its hash table for one; here it is the oldest.
 */
export class ConnectionTable {
  readonly #scheduler: Scheduler
  readonly #maximum: number
  readonly #found = new Map<string, Found>()
  readonly #connections = new Set<TrackedConnection>()
  readonly #bySender = new Map<string, Set<TrackedConnection>>()
  /** Oldest first. May still hold connections that have become assured since. */
  readonly #droppable = new Set<TrackedConnection>()
  #sweepAbove = 64
  #sweptAt: Nanoseconds = -SWEEP_INTERVAL

  /** Told which connections were added, changed or removed; it looks at them later. */
  readonly #onChange: (connection: TrackedConnection) => void

  constructor(
    scheduler: Scheduler,
    { maximum = MAXIMUM, onChange = () => {} }: { maximum?: number; onChange?: (of: TrackedConnection) => void } = {},
  ) {
    this.#scheduler = scheduler
    this.#maximum = maximum
    this.#onChange = onChange
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

  /** Returns false if another connection has one of its tuples, or if the table is full of assured connections. */
  add(connection: TrackedConnection): boolean {
    if (this.find(connection.original) ?? this.find(connection.reply)) return false
    if (this.#connections.size >= this.#sweepAbove) this.#sweep()
    if (this.#connections.size >= this.#maximum && !this.#makeRoom()) return false
    this.#connections.add(connection)
    this.#onChange(connection)
    const sender = senderOf(connection.original)
    const siblings = this.#bySender.get(sender)
    if (siblings === undefined) this.#bySender.set(sender, new Set([connection]))
    else siblings.add(connection)
    if (!connection.isAssured) this.#droppable.add(connection)
    this.#found.set(keyOf(connection.original), { connection, direction: 'original' })
    this.#found.set(keyOf(connection.reply), { connection, direction: 'reply' })
    return true
  }

  has(connection: TrackedConnection): boolean {
    return this.#connections.has(connection)
  }

  remove(connection: TrackedConnection): void {
    if (!this.#connections.delete(connection)) return
    this.#onChange(connection)
    this.#droppable.delete(connection)
    const sender = senderOf(connection.original)
    const siblings = this.#bySender.get(sender)
    siblings?.delete(connection)
    if (siblings?.size === 0) this.#bySender.delete(sender)
    this.#found.delete(keyOf(connection.original))
    this.#found.delete(keyOf(connection.reply))
  }

  /** Connections in the order in which they began. */
  live(): TrackedConnection[] {
    return [...this.#connections].filter((connection) => this.isLive(connection))
  }

  /** Those that this address began with this protocol. The cost doesn't depend on the connections of others. */
  liveFrom(address: IpAddress, protocol: number): TrackedConnection[] {
    return [...(this.#bySender.get(`${protocol} ${address}`) ?? [])].filter((connection) => this.isLive(connection))
  }

  get now(): Nanoseconds {
    return this.#scheduler.now
  }

  /** Entries in memory, expired ones included. */
  get size(): number {
    return this.#connections.size
  }

  #sweep(): void {
    for (const connection of this.#connections) if (!this.isLive(connection)) this.remove(connection)
    this.#sweepAbove = Math.max(64, 2 * this.#connections.size)
    this.#sweptAt = this.now
  }

  #makeRoom(): boolean {
    if (this.now >= this.#sweptAt + SWEEP_INTERVAL) this.#sweep()
    return this.#connections.size < this.#maximum || this.#dropEarly()
  }

  #dropEarly(): boolean {
    for (const connection of this.#droppable) {
      this.#droppable.delete(connection)
      if (connection.isAssured) continue
      this.remove(connection)
      return true
    }
    return false
  }
}

const senderOf = ({ protocol, source }: Tuple) => `${protocol} ${source.address}`
