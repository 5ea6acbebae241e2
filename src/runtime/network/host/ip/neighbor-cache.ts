/**
 * The neighbor cache of both families: what waits for a neighbor's address, and what others tell of neighbors. How neighbors ask and answer is up to ARP and
 * to neighbor discovery.
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
  /** How many entries of each family there may be. */
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

  /** Sends a frame whose first 14 bytes are free to a neighbor, at once or when its address is known; it is lost when there is no room for another neighbor. */
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

  /** Whether there is an entry, in whatever state. */
  knows(device: NetworkInterface, address: IpAddress): boolean {
    return this.#table.find(device, address) !== undefined
  }

  /** A neighbor asked for us, and told its address with that: whether it hears us too is open. */
  hear(device: NetworkInterface, address: IpAddress, mac: MacAddress): void {
    this.#learn(device, address, mac, false)
  }

  /** A neighbor answered us: it is there. */
  confirmAs(device: NetworkInterface, address: IpAddress, mac: MacAddress): void {
    this.#learn(device, address, mac, true)
  }

  /** What is known of a neighbor's address; null while it is being asked for, or is not there. */
  macOf(device: NetworkInterface, address: IpAddress): MacAddress | null {
    const mac = this.#table.find(device, address)?.mac
    return mac === undefined || mac === ZERO_MAC ? null : mac
  }

  /** Whether its address is being asked for. */
  isAskedFor(device: NetworkInterface, address: IpAddress): boolean {
    return this.#table.find(device, address)?.state === 'INCOMPLETE'
  }

  /** What was known has become doubtful: used still, but asked for again (RFC 4861 7.2.5). */
  doubt(device: NetworkInterface, address: IpAddress): void {
    const entry = this.#table.find(device, address)
    if (entry?.state !== 'REACHABLE') return
    entry.timer.stop()
    this.#detection.change(entry, 'STALE')
  }

  /**
   * A higher protocol made progress with this neighbor: it is there (RFC 1122 2.3.2.1, Linux's dst_confirm). What is REACHABLE stays so for longer, and
   * what is in DELAY will be when that ends.
   */
  confirm(device: NetworkInterface, address: IpAddress): void {
    const entry = this.#table.find(device, address)
    if (entry === undefined || entry.mac === ZERO_MAC || entry.state === 'PERMANENT') return
    const { now } = this.#options.scheduler
    const isReachable = this.#table.stateOf(entry) === 'REACHABLE'
    entry.confirmedAt = now
    // With every acknowledgment: nobody need hear of it more than once a second.
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

  /** An entry that `onChange` told of; null when it is there no longer. */
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

  /** `confirmed`: it answered us, so it hears us too; otherwise we only know its address. */
  #learn(device: NetworkInterface, address: IpAddress, mac: MacAddress, confirmed: boolean): void {
    const entry = this.#table.find(device, address) ?? this.#table.add(device, address)
    if (entry === null || entry.state === 'PERMANENT') return
    const changed = entry.mac !== mac
    const isNew = changed || entry.state === 'INCOMPLETE' || entry.state === 'FAILED'
    entry.mac = mac
    if (confirmed) {
      // To the kernel an answer is a use as well (`ip -s neigh` beside it).
      entry.usedAt = this.#options.scheduler.now
      entry.confirmedAt = this.#options.scheduler.now
      this.#detection.reach(entry)
    } else if (isNew) {
      // What was found of another address says nothing of this one.
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
