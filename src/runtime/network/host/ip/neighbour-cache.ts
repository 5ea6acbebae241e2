/**
 * The neighbour cache of both families (RFC 1122 2.3.2, RFC 4861 7.3), with Linux's states and, unless the interface's settings say otherwise, times: three requests a second apart, then
 * "host unreachable" for what waited; an entry is trusted for about 30 s (REACHABLE), and a used one that is older (STALE) is asked again, by unicast (PROBE), unless
 * somebody above finds within 5 s that it is there (DELAY). How neighbours ask and answer is up to ARP and to neighbour discovery.
 */
import { type Family, type IpAddress, type MacAddress, ZERO_MAC } from '../../address/index.ts'
import { type Scheduler, SECOND } from '../../clock.ts'
import type { RandomStream } from '../../random.ts'
import { writeEthernetHeader } from '../../wire/index.ts'
import type { Attribution } from '../host-options.ts'
import type { NeighbourRow } from '../rows.ts'
import type { NeighbourDetail } from '../table-watch.ts'
import { type Neighbour, NeighbourTable } from './neighbour-table.ts'
import type { NetworkInterface } from './network-interface.ts'
import type { NeighbourTableSettings } from './settings.ts'

/** About what Linux's unres_qlen_bytes holds. */
const QUEUE_LIMIT = 101

/** How neighbours are asked for: ARP, or neighbour discovery. */
export interface NeighbourProtocol {
  /** Of the packets that go to its neighbours. */
  readonly etherType: number
  /**
   * Asks everybody on the link for a neighbour's address, or itself whether `mac` is still true. `source`: of the packet that
   * waits, whose address to ask with if it is ours.
   */
  ask(device: NetworkInterface, address: IpAddress, source: IpAddress, mac: MacAddress | null): void
}

export interface NeighbourOptions {
  scheduler: Scheduler
  random: RandomStream
  attribution: Attribution
  /** How many entries of each family there may be. */
  limits: Readonly<Record<Family, NeighbourTableSettings>>
  /** Who asks for the neighbours of each family. */
  protocols: Readonly<Record<Family, NeighbourProtocol>>
  /** An entry is new, gone, or differs from what it was. */
  onChange: (entry: object) => void
  /** These frames (14 bytes of room, then the IP packet) could not be delivered to that neighbour. */
  onUnreachable: (address: IpAddress, frames: readonly Uint8Array[]) => void
}

export class NeighbourCache {
  readonly #options: NeighbourOptions
  readonly #table: NeighbourTable

  constructor(options: NeighbourOptions) {
    this.#options = options
    const { scheduler, random, limits, onChange } = options
    this.#table = new NeighbourTable({
      ...{ scheduler, random, limits, onGone: onChange },
      onTimer: (entry) => this.#onTimer(entry),
    })
  }

  /** Sends a frame whose first 14 bytes are free to a neighbour, at once or when its address is known; it is lost when there is no room for another neighbour. */
  send(device: NetworkInterface, address: IpAddress, source: IpAddress, frame: Uint8Array): void {
    const entry = this.#table.find(device, address) ?? this.#table.add(device, address)
    if (entry === null) return
    const state = this.#table.stateOf(entry)
    if (state !== 'REACHABLE') entry.usedAt = this.#options.scheduler.now
    if (state === 'INCOMPLETE' || state === 'FAILED') {
      entry.waiting.push({ frame, cause: this.#options.attribution.cause })
      if (entry.waiting.length > QUEUE_LIMIT) entry.waiting.shift()
      if (state === 'FAILED') this.#startResolving(entry, source)
      return
    }
    if (state === 'STALE') this.#delay(entry)
    writeEthernetHeader(frame, 0, entry.mac, device.mac, this.#options.protocols[entry.family].etherType)
    device.transmit(frame)
  }

  /** Whether there is an entry, in whatever state. */
  knows(device: NetworkInterface, address: IpAddress): boolean {
    return this.#table.find(device, address) !== undefined
  }

  /** A neighbour asked for us, and told its address with that: whether it hears us too is open. */
  hear(device: NetworkInterface, address: IpAddress, mac: MacAddress): void {
    this.#learn(device, address, mac, false)
  }

  /** A neighbour answered us: it is there. */
  confirmAs(device: NetworkInterface, address: IpAddress, mac: MacAddress): void {
    this.#learn(device, address, mac, true)
  }

  /** What is known of a neighbour's address; null while it is being asked for, or is not there. */
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
    this.#change(entry, 'STALE')
  }

  /**
   * A higher protocol made progress with this neighbour: it is there (RFC 1122 2.3.2.1, Linux's dst_confirm). What is REACHABLE stays so for longer, and
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

  addPermanent(device: NetworkInterface, address: IpAddress, mac: MacAddress): void {
    const entry = this.#table.find(device, address) ?? this.#table.add(device, address, true)!
    entry.mac = mac
    entry.timer.stop()
    this.#change(entry, 'PERMANENT')
    this.#flush(entry)
  }

  /** Forgets what was learned on an interface that went down. */
  forget(device: NetworkInterface): void {
    for (const entry of this.#table) if (entry.device === device) this.#table.remove(entry)
  }

  rows(): NeighbourRow[] {
    return Array.from(this.#table, (entry) => this.#row(entry))
  }

  /** An entry that `onChange` told of; null when it is there no longer. */
  detail(told: object): NeighbourDetail | null {
    const entry = told as Neighbour
    if (!this.#table.has(entry)) return null
    const row = this.#row(entry)
    return { row, staleAt: row.state === 'REACHABLE' ? this.#table.staleAt(entry) : null }
  }

  #row(entry: Neighbour): NeighbourRow {
    const row: NeighbourRow = { ip: entry.address, dev: entry.device.name, state: this.#table.stateOf(entry) }
    if (entry.mac !== ZERO_MAC) row.mac = entry.mac
    return row
  }

  #tell(entry: Neighbour): void {
    entry.toldAt = this.#options.scheduler.now
    this.#options.onChange(entry)
  }

  #change(entry: Neighbour, state: NeighbourRow['state']): void {
    this.#table.set(entry, state)
    this.#options.onChange(entry)
  }

  #startResolving(entry: Neighbour, source: IpAddress): void {
    this.#table.set(entry, 'INCOMPLETE')
    entry.mac = ZERO_MAC
    entry.source = source
    entry.probes = 0
    this.#ask(entry)
  }

  #ask(entry: Neighbour): void {
    entry.probes++
    this.#options.onChange(entry)
    entry.timer.arm(entry.settings.retransmissionTime)
    const { device, address, source, family } = entry
    this.#options.protocols[family].ask(device, address, source, entry.state === 'PROBE' ? entry.mac : null)
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
      this.#reach(entry)
    } else if (isNew) {
      // What was found of another address says nothing of this one.
      entry.confirmedAt = Number.NEGATIVE_INFINITY
      entry.timer.stop()
      this.#change(entry, 'STALE')
    } else this.#options.onChange(entry)
    this.#flush(entry)
  }

  /** Nothing needs to happen when that ends; only what was used less than `firstProbeDelay` before its end is in DELAY then, not STALE (Linux's neigh_timer_handler). */
  #reach(entry: Neighbour): void {
    const staleAt = this.#table.staleAt(entry)
    if (staleAt <= entry.usedAt + entry.settings.firstProbeDelay) entry.timer.armAt(staleAt)
    else entry.timer.stop()
    this.#change(entry, 'REACHABLE')
  }

  #delay(entry: Neighbour): void {
    entry.timer.arm(entry.settings.firstProbeDelay)
    this.#change(entry, 'DELAY')
  }

  #flush(entry: Neighbour): void {
    const { attribution } = this.#options
    const present = attribution.cause
    for (const { frame, cause } of entry.waiting.splice(0)) {
      attribution.cause = cause
      this.send(entry.device, entry.address, entry.source, frame)
    }
    attribution.cause = present
  }

  #onTimer(entry: Neighbour): void {
    const { now } = this.#options.scheduler
    const { firstProbeDelay, unicastProbes, multicastProbes } = entry.settings
    if (entry.state === 'REACHABLE' && now < this.#table.staleAt(entry)) {
      this.#reach(entry)
      return
    }
    if (entry.state === 'REACHABLE' || entry.state === 'STALE') {
      if (now <= entry.usedAt + firstProbeDelay) this.#delay(entry)
      return
    }
    if (entry.state === 'DELAY') {
      if (now <= entry.confirmedAt + firstProbeDelay) {
        this.#reach(entry)
        return
      }
      this.#table.set(entry, 'PROBE')
      entry.probes = 0
    }
    if (entry.probes < (entry.state === 'PROBE' ? unicastProbes : multicastProbes)) this.#ask(entry)
    else this.#fail(entry)
  }

  #fail(entry: Neighbour): void {
    entry.mac = ZERO_MAC
    this.#change(entry, 'FAILED')
    this.#options.onUnreachable(
      entry.address,
      entry.waiting.splice(0).map(({ frame }) => frame),
    )
  }
}
