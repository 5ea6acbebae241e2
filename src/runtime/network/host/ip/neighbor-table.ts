/**
 * Entries of a host's neighbor cache, both families: how long they are trusted, and which are removed when there are many
 * (arp(7), `gc_thresh1` to `3`).
 */
import { addressFamily, type Family, type IpAddress, type MacAddress, ZERO_MAC } from '../../address/index.ts'
import type { PacketCause } from '../../capture/index.ts'
import { type Nanoseconds, type Scheduler, SECOND } from '../../clock.ts'
import type { RandomStream } from '../../random.ts'
import type { NeighborState } from '../rows.ts'
import { Timer } from '../timer.ts'
import type { NetworkInterface } from './network-interface.ts'
import type { NeighborSettings, NeighborTableSettings } from './settings.ts'

/** Steps between the shortest and the longest time that an answer is trusted: whole seconds with Linux's default. */
const REACHABLE_STEPS = 30
/** Interval of Linux's periodic collection (neigh_periodic_work). */
const COLLECTION_INTERVAL = 15 * SECOND
/** Entries that changed within this time survive a forced collection; for as long after one, more than gc_thresh2 are allowed (neigh_forced_gc). */
const GRACE = 5 * SECOND
const NEVER = Number.NEGATIVE_INFINITY

/** Frame without an Ethernet header yet, and its cause. */
export interface WaitingFrame {
  readonly frame: Uint8Array
  readonly cause: PacketCause | null
}

export interface Neighbor {
  readonly address: IpAddress
  readonly family: Family
  readonly device: NetworkInterface
  readonly settings: NeighborSettings
  readonly state: NeighborState
  mac: MacAddress
  probes: number
  confirmedAt: Nanoseconds
  /** Time of the last use while not REACHABLE. */
  usedAt: Nanoseconds
  /** Time of the last change of state. */
  readonly updatedAt: Nanoseconds
  /** Time when `onChange` last reported it as confirmed. */
  toldAt: Nanoseconds
  /** Source address of requests. */
  source: IpAddress
  readonly waiting: WaitingFrame[]
  readonly timer: Timer
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

export interface NeighborTableOptions {
  scheduler: Scheduler
  random: RandomStream
  limits: Readonly<Record<Family, NeighborTableSettings>>
  /** Called when an entry's timer expires. */
  onTimer: (entry: Neighbor) => void
  /** Called when an entry is removed. */
  onGone: (entry: Neighbor) => void
}

export class NeighborTable {
  readonly #options: NeighborTableOptions
  /** In order of creation. */
  readonly #entries = new Set<Neighbor>()
  readonly #byAddress = new Map<NetworkInterface, Map<IpAddress, Neighbor>>()
  #lastFound: Neighbor | undefined
  #drawnSteps: number | null = null
  /** Per family: collectable entries, time of the last forced collection, and timer of the periodic one. */
  readonly #collectable = { 4: 0, 6: 0 }
  readonly #madeRoomAt = { 4: NEVER, 6: NEVER }
  readonly #collections: Readonly<Record<Family, Timer>>

  constructor(options: NeighborTableOptions) {
    this.#options = options
    const timer = (family: Family) => new Timer(options.scheduler, () => this.#collect(family))
    this.#collections = { 4: timer(4), 6: timer(6) }
  }

  [Symbol.iterator](): Iterator<Neighbor> {
    return this.#entries.values()
  }

  has(entry: Neighbor): boolean {
    return this.#entries.has(entry)
  }

  /** Returns an entry; most often it is the one found last. */
  find(device: NetworkInterface, address: IpAddress): Neighbor | undefined {
    const last = this.#lastFound
    if (last !== undefined && last.device === device && last.address === address) return last
    const found = this.#byAddress.get(device)?.get(address)
    this.#lastFound = found
    return found
  }

  /** Adds an entry; null when there is no room for one. `permanent`: it is exempt from the limits. */
  add(device: NetworkInterface, address: IpAddress, permanent = false): Neighbor | null {
    const family = addressFamily(address)
    if (!permanent && !this.#hasRoom(family)) return null
    const entry: Neighbor = {
      address,
      family,
      device,
      settings: device.settings.neighbors[family],
      state: permanent ? 'PERMANENT' : 'FAILED',
      mac: ZERO_MAC,
      probes: 0,
      source: '0.0.0.0',
      waiting: [],
      confirmedAt: NEVER,
      usedAt: this.#now,
      updatedAt: this.#now,
      toldAt: 0,
      timer: new Timer(this.#options.scheduler, () => this.#options.onTimer(entry)),
    }
    this.#entries.add(entry)
    const ofDevice = this.#byAddress.get(device)
    if (ofDevice === undefined) this.#byAddress.set(device, new Map([[address, entry]]))
    else ofDevice.set(address, entry)
    if (!permanent) this.#count(family, 1)
    return entry
  }

  set(entry: Neighbor, state: NeighborState, at = this.#now): void {
    if (entry.state === state) return
    if (state === 'PERMANENT') this.#count(entry.family, -1)
    const writable: Writable<Neighbor> = entry
    writable.state = state
    writable.updatedAt = at
  }

  remove(entry: Neighbor): void {
    entry.timer.stop()
    this.#entries.delete(entry)
    this.#byAddress.get(entry.device)?.delete(entry.address)
    this.#lastFound = undefined
    if (entry.state !== 'PERMANENT') this.#count(entry.family, -1)
    this.#options.onGone(entry)
  }

  /**
   * Returns when a REACHABLE entry becomes STALE. Linux draws the time between 0.5 and 1.5 times the base, so that a
   * network's hosts don't ask in step.
   */
  staleAt({ confirmedAt, settings: { reachableTime } }: Neighbor): Nanoseconds {
    this.#drawnSteps ??= this.#options.random.below(REACHABLE_STEPS)
    return confirmedAt + Math.floor(reachableTime / 2 + (this.#drawnSteps * reachableTime) / REACHABLE_STEPS)
  }

  /** Returns the entry's state now. No timer fires when an entry becomes STALE, so this updates it. */
  stateOf(entry: Neighbor): NeighborState {
    if (entry.state === 'REACHABLE') {
      const staleAt = this.staleAt(entry)
      if (this.#now >= staleAt) this.set(entry, 'STALE', staleAt)
    }
    return entry.state
  }

  get #now(): Nanoseconds {
    return this.#options.scheduler.now
  }

  #count(family: Family, more: 1 | -1): void {
    this.#collectable[family] += more
    const timer = this.#collections[family]
    if (more === 1 && !timer.armed && this.#collectable[family] >= this.#options.limits[family].threshold1)
      timer.armAt((Math.floor(this.#now / COLLECTION_INTERVAL) + 1) * COLLECTION_INTERVAL)
  }

  /** Returns whether there is room for one more, after a forced collection if there are many (Linux's neigh_alloc, neigh_forced_gc). */
  #hasRoom(family: Family): boolean {
    const { threshold2, threshold3 } = this.#options.limits[family]
    const count = this.#collectable[family]
    if (count < threshold2 || (count < threshold3 && this.#now - this.#madeRoomAt[family] <= GRACE)) return true
    this.#madeRoomAt[family] = this.#now
    const removed = this.#removeWhere(
      family,
      count - threshold2,
      ({ state, updatedAt }) => state === 'FAILED' || this.#now - updatedAt > GRACE,
    )
    return removed > 0 || count < threshold3
  }

  /** Removes entries unused for long while there are at least gc_thresh1 (Linux's neigh_periodic_work). */
  #collect(family: Family): void {
    const isLeft = () => this.#collectable[family] >= this.#options.limits[family].threshold1
    if (!isLeft()) return
    this.#removeWhere(
      family,
      Number.POSITIVE_INFINITY,
      ({ state, usedAt, confirmedAt, settings }) =>
        state === 'FAILED' || this.#now - Math.max(usedAt, confirmedAt) >= settings.staleTime,
    )
    if (isLeft()) this.#collections[family].arm(COLLECTION_INTERVAL)
  }

  /** Removes the oldest first, except entries with a pending timer: in Linux it holds a reference. */
  #removeWhere(family: Family, most: number, isGarbage: (entry: Neighbor) => boolean): number {
    let removed = 0
    for (const entry of this.#entries) {
      if (removed >= most) break
      if (entry.family !== family) continue
      const state = this.stateOf(entry)
      if ((state !== 'STALE' && state !== 'FAILED') || !isGarbage(entry)) continue
      this.remove(entry)
      removed++
    }
    return removed
  }
}
