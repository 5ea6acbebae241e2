/**
 * The neighbour cache of both families (RFC 1122 2.3.2, RFC 4861 7.3), with Linux's states and, unless the interface's settings say otherwise, times: three requests a second apart, then
 * "host unreachable" for what waited; an entry is trusted for about 30 s, and a used one that is older is asked again, by unicast. How
 * neighbours ask and answer is up to ARP and to neighbour discovery.
 */
import { addressFamily, type Family, type IpAddress, type MacAddress, ZERO_MAC } from '../../address/index.ts'
import { type Nanoseconds, type Scheduler, SECOND } from '../../clock.ts'
import type { RandomStream } from '../../random.ts'
import { writeEthernetHeader } from '../../wire/index.ts'
import type { Attribution } from '../host-options.ts'
import type { NeighbourRow } from '../rows.ts'
import type { NeighbourDetail } from '../table-watch.ts'
import { Timer } from '../timer.ts'
import type { NetworkInterface } from './network-interface.ts'
import type { NeighbourSettings } from './settings.ts'

/** Steps between the least and the most time that an answer is trusted: whole seconds of Linux's default. */
const REACHABLE_STEPS = 30
/** About what Linux's unres_qlen_bytes holds. */
const QUEUE_LIMIT = 101

/** As Linux's NUD states; DELAY and PROBE show as STALE. */
type State = 'INCOMPLETE' | 'REACHABLE' | 'STALE' | 'DELAY' | 'PROBE' | 'FAILED' | 'PERMANENT'

/** A frame without an Ethernet header yet, and what it came from. */
interface WaitingFrame {
  readonly frame: Uint8Array
  readonly cause: object | null
}

interface Neighbour {
  readonly address: IpAddress
  readonly device: NetworkInterface
  state: State
  mac: MacAddress
  probes: number
  confirmedAt: Nanoseconds
  /** When it was last told that it is still there. */
  toldAt: Nanoseconds
  /** Whose address to ask with. */
  source: IpAddress
  readonly waiting: WaitingFrame[]
  readonly timer: Timer
}

function settingsOf({ device, address }: Neighbour): NeighbourSettings {
  return device.settings.neighbours[addressFamily(address)]
}

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
  /** Who asks for the neighbours of each family. */
  protocols: Readonly<Record<Family, NeighbourProtocol>>
  /** An entry is new, gone, or differs from what it was. */
  onChange: (entry: object) => void
  /** These frames (14 bytes of room, then the IP packet) could not be delivered to that neighbour. */
  onUnreachable: (address: IpAddress, frames: readonly Uint8Array[]) => void
}

export class NeighbourCache {
  readonly #options: NeighbourOptions
  /** In order of creation. */
  readonly #entries = new Set<Neighbour>()
  readonly #byAddress = new Map<NetworkInterface, Map<IpAddress, Neighbour>>()
  #lastFound: Neighbour | undefined

  constructor(options: NeighbourOptions) {
    this.#options = options
  }

  /** Sends a frame whose first 14 bytes are free to a neighbour, at once or when its address is known. */
  send(device: NetworkInterface, address: IpAddress, source: IpAddress, frame: Uint8Array): void {
    const entry = this.#entry(device, address)
    if (entry.state === 'INCOMPLETE' || entry.state === 'FAILED') {
      entry.waiting.push({ frame, cause: this.#options.attribution.cause })
      if (entry.waiting.length > QUEUE_LIMIT) entry.waiting.shift()
      if (entry.state === 'FAILED') this.#startResolving(entry, source)
      return
    }
    if (entry.state === 'REACHABLE' && this.#isOutdated(entry)) entry.state = 'STALE'
    if (entry.state === 'STALE') {
      entry.state = 'DELAY'
      this.#options.onChange(entry)
      entry.timer.arm(settingsOf(entry).firstProbeDelay)
    }
    writeEthernetHeader(frame, 0, entry.mac, device.mac, this.#protocolOf(address).etherType)
    device.transmit(frame)
  }

  /** Whether there is an entry, in whatever state. */
  knows(device: NetworkInterface, address: IpAddress): boolean {
    return this.#find(device, address) !== undefined
  }

  /** A neighbour asked for us, and told its address with that: whether it hears us too is open. */
  hear(device: NetworkInterface, address: IpAddress, mac: MacAddress): void {
    this.#learn(this.#entry(device, address), mac, false)
  }

  /** A neighbour answered us: it is there. */
  confirmAs(device: NetworkInterface, address: IpAddress, mac: MacAddress): void {
    this.#learn(this.#entry(device, address), mac, true)
  }

  /** What is known of a neighbour's address; null while it is being asked for, or is not there. */
  macOf(device: NetworkInterface, address: IpAddress): MacAddress | null {
    const mac = this.#find(device, address)?.mac
    return mac === undefined || mac === ZERO_MAC ? null : mac
  }

  /** Whether its address is being asked for. */
  isAskedFor(device: NetworkInterface, address: IpAddress): boolean {
    return this.#find(device, address)?.state === 'INCOMPLETE'
  }

  /** What was known has become doubtful: used still, but asked for again (RFC 4861 7.2.5). */
  doubt(device: NetworkInterface, address: IpAddress): void {
    const entry = this.#find(device, address)
    if (entry?.state !== 'REACHABLE') return
    entry.state = 'STALE'
    this.#options.onChange(entry)
  }

  /** A higher protocol made progress with this neighbour: it is there (RFC 1122 2.3.2.1, Linux's dst_confirm). */
  confirm(device: NetworkInterface, address: IpAddress): void {
    const entry = this.#find(device, address)
    if (entry === undefined || entry.mac === ZERO_MAC || entry.state === 'PERMANENT') return
    const { now } = this.#options.scheduler
    // With every acknowledgment: nobody need hear of it more than once a second.
    const isNews = entry.state !== 'REACHABLE' || now - entry.toldAt >= SECOND
    entry.confirmedAt = now
    if (isNews) this.#tell(entry)
    if (entry.state === 'REACHABLE') return
    entry.state = 'REACHABLE'
    entry.timer.stop()
  }

  addPermanent(device: NetworkInterface, address: IpAddress, mac: MacAddress): void {
    const entry = this.#entry(device, address)
    entry.mac = mac
    entry.state = 'PERMANENT'
    entry.timer.stop()
    this.#options.onChange(entry)
    this.#flush(entry)
  }

  /** Forgets what was learned on an interface that went down. */
  forget(device: NetworkInterface): void {
    for (const entry of this.#byAddress.get(device)?.values() ?? []) {
      entry.timer.stop()
      this.#entries.delete(entry)
      this.#options.onChange(entry)
    }
    this.#byAddress.delete(device)
    this.#lastFound = undefined
  }

  rows(): NeighbourRow[] {
    return [...this.#entries].map((entry) => this.#row(entry))
  }

  /** An entry that `onChange` told of; null when it is there no longer. */
  detail(told: object): NeighbourDetail | null {
    const entry = told as Neighbour
    if (!this.#entries.has(entry)) return null
    const staleAt = entry.state === 'REACHABLE' ? entry.confirmedAt + this.#reachableTime(entry) : null
    return { row: this.#row(entry), staleAt }
  }

  #row(entry: Neighbour): NeighbourRow {
    const isStale = entry.state === 'DELAY' || entry.state === 'PROBE'
    const state = isStale || (entry.state === 'REACHABLE' && this.#isOutdated(entry)) ? 'STALE' : entry.state
    const row: NeighbourRow = { ip: entry.address, dev: entry.device.name, state: state as NeighbourRow['state'] }
    if (entry.mac !== ZERO_MAC) row.mac = entry.mac
    return row
  }

  #tell(entry: Neighbour): void {
    entry.toldAt = this.#options.scheduler.now
    this.#options.onChange(entry)
  }

  /** Linux draws the time between a half and one and a half of the base, so that a network's hosts do not ask in step. */
  #isOutdated(entry: Neighbour): boolean {
    return this.#options.scheduler.now - entry.confirmedAt >= this.#reachableTime(entry)
  }

  #reachableTime(entry: Neighbour): Nanoseconds {
    this.#drawnSteps ??= this.#options.random.below(REACHABLE_STEPS)
    const { reachableTime } = settingsOf(entry)
    return Math.floor(reachableTime / 2 + (this.#drawnSteps * reachableTime) / REACHABLE_STEPS)
  }

  #drawnSteps: number | null = null

  /** Mostly it is the one that was looked for last. */
  #find(device: NetworkInterface, address: IpAddress): Neighbour | undefined {
    const last = this.#lastFound
    if (last !== undefined && last.device === device && last.address === address) return last
    const found = this.#byAddress.get(device)?.get(address)
    this.#lastFound = found
    return found
  }

  #entry(device: NetworkInterface, address: IpAddress): Neighbour {
    const existing = this.#find(device, address)
    if (existing !== undefined) return existing
    const entry: Neighbour = {
      address,
      device,
      state: 'FAILED',
      mac: ZERO_MAC,
      probes: 0,
      confirmedAt: 0,
      toldAt: 0,
      source: '0.0.0.0',
      waiting: [],
      timer: new Timer(this.#options.scheduler, () => this.#onTimer(entry)),
    }
    this.#entries.add(entry)
    const ofDevice = this.#byAddress.get(device)
    if (ofDevice === undefined) this.#byAddress.set(device, new Map([[address, entry]]))
    else ofDevice.set(address, entry)
    return entry
  }

  #startResolving(entry: Neighbour, source: IpAddress): void {
    entry.state = 'INCOMPLETE'
    entry.mac = ZERO_MAC
    entry.source = source
    entry.probes = 0
    this.#ask(entry)
  }

  #ask(entry: Neighbour): void {
    entry.probes++
    this.#options.onChange(entry)
    entry.timer.arm(settingsOf(entry).retransmissionTime)
    const { device, address, source } = entry
    this.#protocolOf(address).ask(device, address, source, entry.state === 'PROBE' ? entry.mac : null)
  }

  #protocolOf(address: IpAddress): NeighbourProtocol {
    return this.#options.protocols[addressFamily(address)]
  }

  /** `confirmed`: it answered us, so it hears us too; otherwise we only know its address. */
  #learn(entry: Neighbour, mac: MacAddress, confirmed: boolean): void {
    if (entry.state === 'PERMANENT') return
    const changed = entry.mac !== mac
    entry.mac = mac
    if (confirmed) {
      entry.state = 'REACHABLE'
      entry.confirmedAt = this.#options.scheduler.now
      entry.timer.stop()
    } else if (changed || entry.state === 'INCOMPLETE' || entry.state === 'FAILED') {
      entry.state = 'STALE'
      entry.timer.stop()
    }
    this.#options.onChange(entry)
    this.#flush(entry)
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
    if (entry.state === 'DELAY') {
      entry.state = 'PROBE'
      entry.probes = 0
    }
    const { unicastProbes, multicastProbes } = settingsOf(entry)
    if (entry.probes < (entry.state === 'PROBE' ? unicastProbes : multicastProbes)) {
      this.#ask(entry)
      return
    }
    entry.state = 'FAILED'
    entry.mac = ZERO_MAC
    this.#options.onChange(entry)
    this.#options.onUnreachable(
      entry.address,
      entry.waiting.splice(0).map(({ frame }) => frame),
    )
  }
}
