/**
 * Neighbor cache of both families: packets that wait for a neighbor's address, and what is learned about neighbors. ARP and
 * neighbor discovery send the requests and replies.
 */
import { type Family, type IpAddress, type MacAddress, ZERO_MAC } from '../../address/index.ts'
import { SECOND } from '../../clock.ts'
import type { RandomStream } from '../../random.ts'
import { writeEthernetHeader } from '../../wire/index.ts'
import type { NeighborRow } from '../rows.ts'
import type { NeighborDetail } from '../table-watch.ts'
import type { Attribution } from './host-interface.ts'
import { type DetectionOptions, NeighborDetection } from './neighbor-detection.ts'
import { type Neighbor, NeighborTable } from './neighbor-table.ts'
import type { NetworkInterface } from './network-interface.ts'
import type { NeighborTableSettings } from './settings.ts'

/** About what Linux's unres_qlen_bytes holds. */
const QUEUE_LIMIT = 101

export interface NeighborOptions extends DetectionOptions {
  random: RandomStream
  attribution: Attribution
  /** Limits of the number of entries, by family. */
  limits: Readonly<Record<Family, NeighborTableSettings>>
}

export class NeighborCache {
  readonly #options: NeighborOptions
  readonly #table: NeighborTable
  readonly #detection: NeighborDetection

  constructor(options: NeighborOptions) {
    this.#options = options
    const { scheduler, random, limits, onChange } = options
    this.#table = new NeighborTable({
      scheduler,
      random,
      limits,
      onGone: onChange,
      onTimer: (entry) => this.#onTimer(entry),
    })
    this.#detection = new NeighborDetection(this.#table, options)
  }

  /**
   * Sends a frame whose first 14 bytes are free to a neighbor, at once or when its address is known. The frame is lost if
   * there is no room for a new entry.
   */
  send(device: NetworkInterface, address: IpAddress, source: IpAddress, frame: Uint8Array): void {
    const entry = this.#table.find(device, address) ?? this.#table.add(device, address)
    if (entry === null) return
    const state = this.#table.stateOf(entry)
    if (state !== 'REACHABLE') entry.usedAt = this.#options.scheduler.now
    if (state === 'INCOMPLETE' || state === 'FAILED') {
      entry.waiting.push({ frame, cause: this.#options.attribution.cause })
      if (entry.waiting.length > QUEUE_LIMIT) entry.waiting.shift()
      if (state === 'FAILED') this.#detection.resolve(entry, source)
      return
    }
    if (state === 'STALE') this.#detection.delay(entry)
    writeEthernetHeader(frame, 0, entry.mac, device.mac, this.#options.protocols[entry.family].etherType)
    device.transmit(frame)
  }

  /** Returns whether there is an entry, in any state. */
  knows(device: NetworkInterface, address: IpAddress): boolean {
    return this.#table.find(device, address) !== undefined
  }

  /** Learns the address of a neighbor that asked for us; whether our packets reach it is unknown. */
  hear(device: NetworkInterface, address: IpAddress, mac: MacAddress): void {
    this.#learn(device, address, mac, false)
  }

  /** Learns the address of a neighbor that answered us: it is reachable. */
  confirmAs(device: NetworkInterface, address: IpAddress, mac: MacAddress): void {
    this.#learn(device, address, mac, true)
  }

  /** Returns a neighbor's address; null while it is being resolved, or unreachable. */
  macOf(device: NetworkInterface, address: IpAddress): MacAddress | null {
    const mac = this.#table.find(device, address)?.mac
    return mac === undefined || mac === ZERO_MAC ? null : mac
  }

  /** Returns whether its address is being resolved. */
  isAskedFor(device: NetworkInterface, address: IpAddress): boolean {
    return this.#table.find(device, address)?.state === 'INCOMPLETE'
  }

  /** Marks an entry as doubtful: still used, but verified (RFC 4861 7.2.5). */
  doubt(device: NetworkInterface, address: IpAddress): void {
    const entry = this.#table.find(device, address)
    if (entry?.state !== 'REACHABLE') return
    entry.timer.stop()
    this.#detection.change(entry, 'STALE')
  }

  /**
   * Confirms that a neighbor is reachable, because a higher protocol made progress with it (RFC 1122 2.3.2.1, Linux's
   * dst_confirm). A REACHABLE entry stays so for longer; one in DELAY becomes REACHABLE when DELAY ends.
   */
  confirm(device: NetworkInterface, address: IpAddress): void {
    const entry = this.#table.find(device, address)
    if (entry === undefined || entry.mac === ZERO_MAC || entry.state === 'PERMANENT') return
    const { now } = this.#options.scheduler
    const isReachable = this.#table.stateOf(entry) === 'REACHABLE'
    entry.confirmedAt = now
    // This happens with every acknowledgment: once a second is enough for watchers.
    if (isReachable && now - entry.toldAt >= SECOND) this.#tell(entry)
  }

  #onTimer(entry: Neighbor): void {
    const { attribution } = this.#options
    const present = attribution.cause
    attribution.cause = { timer: 'neighbor' }
    this.#detection.onTimer(entry)
    attribution.cause = present
  }

  addPermanent(device: NetworkInterface, address: IpAddress, mac: MacAddress): void {
    const entry = this.#table.find(device, address) ?? this.#table.add(device, address, true)!
    entry.mac = mac
    entry.timer.stop()
    this.#detection.change(entry, 'PERMANENT')
    this.#flush(entry)
  }

  /** Forgets what was learned on an interface that went down. */
  forget(device: NetworkInterface): void {
    for (const entry of this.#table) if (entry.device === device) this.#table.remove(entry)
  }

  rows(): NeighborRow[] {
    return Array.from(this.#table, (entry) => this.#row(entry))
  }

  /** Returns details of an entry passed to `onChange`; null when it is gone. */
  detail(told: object): NeighborDetail | null {
    const entry = told as Neighbor
    if (!this.#table.has(entry)) return null
    const row = this.#row(entry)
    return { row, staleAt: row.state === 'REACHABLE' ? this.#table.staleAt(entry) : null }
  }

  #row(entry: Neighbor): NeighborRow {
    const row: NeighborRow = { ip: entry.address, dev: entry.device.name, state: this.#table.stateOf(entry) }
    if (entry.mac !== ZERO_MAC) row.mac = entry.mac
    return row
  }

  #tell(entry: Neighbor): void {
    entry.toldAt = this.#options.scheduler.now
    this.#options.onChange(entry)
  }

  /** Stores a neighbor's address. `confirmed`: it answered us, so it is reachable; otherwise only its address is known. */
  #learn(device: NetworkInterface, address: IpAddress, mac: MacAddress, confirmed: boolean): void {
    const entry = this.#table.find(device, address) ?? this.#table.add(device, address)
    if (entry === null || entry.state === 'PERMANENT') return
    const changed = entry.mac !== mac
    const isNew = changed || entry.state === 'INCOMPLETE' || entry.state === 'FAILED'
    entry.mac = mac
    if (confirmed) {
      // The kernel counts an answer as a use too (observed with `ip -s neigh`).
      entry.usedAt = this.#options.scheduler.now
      entry.confirmedAt = this.#options.scheduler.now
      this.#detection.reach(entry)
    } else if (isNew) {
      // What is known about another address doesn't apply to this one.
      entry.confirmedAt = Number.NEGATIVE_INFINITY
      entry.timer.stop()
      this.#detection.change(entry, 'STALE')
    } else this.#options.onChange(entry)
    this.#flush(entry)
  }

  #flush(entry: Neighbor): void {
    const { attribution } = this.#options
    const present = attribution.cause
    for (const { frame, cause } of entry.waiting.splice(0)) {
      attribution.cause = cause
      this.send(entry.device, entry.address, entry.source, frame)
    }
    attribution.cause = present
  }
}
