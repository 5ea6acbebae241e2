/**
 * The neighbour cache with ARP (RFC 826, RFC 1122 2.3.2), after Linux: three requests a second apart, then "host unreachable" for
 * what waited; an entry is trusted for about 30 s, and a used one that is older is asked again, by unicast.
 */
import { BROADCAST_MAC, type IpAddress, type MacAddress, ZERO_MAC } from '../../address/index.ts'
import { type Nanoseconds, type Scheduler, SECOND } from '../../clock.ts'
import type { RandomStream } from '../../random.ts'
import {
  ArpOperation,
  type ArpPacket,
  EtherType,
  emitArp,
  emitEthernet,
  ParseError,
  parseArp,
  writeEthernetHeader,
} from '../../wire/index.ts'
import type { Attribution } from '../host-options.ts'
import type { NeighbourRow } from '../rows.ts'
import { Timer } from '../timer.ts'
import type { NetworkInterface } from './network-interface.ts'

const PROBES = 3
const RETRANSMISSION: Nanoseconds = SECOND
const FIRST_PROBE_DELAY: Nanoseconds = 5 * SECOND
const REACHABLE_BASE: Nanoseconds = 30 * SECOND
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
  /** Whose address to ask with. */
  source: IpAddress
  readonly waiting: WaitingFrame[]
  readonly timer: Timer
}

export interface NeighbourOptions {
  scheduler: Scheduler
  random: RandomStream
  attribution: Attribution
  /** Whether an ARP request for this address is ours to answer. */
  owns: (address: IpAddress) => boolean
  /** These frames (14 bytes of room, then the IP packet) could not be delivered. */
  onUnreachable: (frames: readonly Uint8Array[]) => void
}

export class NeighbourCache {
  readonly #options: NeighbourOptions
  /** By `device address`; rows are in order of creation. */
  readonly #entries = new Map<string, Neighbour>()

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
      entry.timer.arm(FIRST_PROBE_DELAY)
    }
    transmitTo(entry, frame)
  }

  /** A frame of type ARP arrived. */
  receive(device: NetworkInterface, bytes: Uint8Array): void {
    const packet = parseArp(bytes)
    if (packet instanceof ParseError || packet.senderMac === device.mac) return
    const forUs = this.#options.owns(packet.targetIp)
    if (packet.operation === ArpOperation.REQUEST && forUs) {
      // A probe (sender 0.0.0.0, RFC 5227) is answered, not learned.
      if (packet.senderIp !== '0.0.0.0') this.#learn(this.#entry(device, packet.senderIp), packet.senderMac, false)
      this.#reply(device, packet)
      return
    }
    const known = this.#entries.get(key(device, packet.senderIp))
    if (known === undefined) return
    this.#learn(known, packet.senderMac, packet.operation === ArpOperation.REPLY && forUs)
  }

  /** A higher protocol made progress with this neighbour: it is there (RFC 1122 2.3.2.1, Linux's dst_confirm). */
  confirm(device: NetworkInterface, address: IpAddress): void {
    const entry = this.#entries.get(key(device, address))
    if (entry === undefined || entry.mac === ZERO_MAC || entry.state === 'PERMANENT') return
    entry.confirmedAt = this.#options.scheduler.now
    if (entry.state === 'REACHABLE') return
    entry.state = 'REACHABLE'
    entry.timer.stop()
  }

  addPermanent(device: NetworkInterface, address: IpAddress, mac: MacAddress): void {
    const entry = this.#entry(device, address)
    entry.mac = mac
    entry.state = 'PERMANENT'
    entry.timer.stop()
    this.#flush(entry)
  }

  /** Forgets what was learned on an interface that went down. */
  forget(device: NetworkInterface): void {
    for (const [name, entry] of this.#entries) {
      if (entry.device !== device) continue
      entry.timer.stop()
      this.#entries.delete(name)
    }
  }

  rows(): NeighbourRow[] {
    return [...this.#entries.values()].map((entry) => {
      if (entry.state === 'REACHABLE' && this.#isOutdated(entry)) entry.state = 'STALE'
      const state = entry.state === 'DELAY' || entry.state === 'PROBE' ? 'STALE' : entry.state
      const row: NeighbourRow = { ip: entry.address, dev: entry.device.name, state }
      if (entry.mac !== ZERO_MAC) row.mac = entry.mac
      return row
    })
  }

  /** Linux draws the time between a half and one and a half of the base, so that a network's hosts do not ask in step. */
  #isOutdated(entry: Neighbour): boolean {
    return this.#options.scheduler.now - entry.confirmedAt >= this.#reachableTime
  }

  get #reachableTime(): Nanoseconds {
    this.#drawnReachableTime ??= REACHABLE_BASE / 2 + this.#options.random.below(REACHABLE_BASE / SECOND) * SECOND
    return this.#drawnReachableTime
  }

  #drawnReachableTime: Nanoseconds | null = null

  #entry(device: NetworkInterface, address: IpAddress): Neighbour {
    const name = key(device, address)
    const existing = this.#entries.get(name)
    if (existing !== undefined) return existing
    const entry: Neighbour = {
      address,
      device,
      state: 'FAILED',
      mac: ZERO_MAC,
      probes: 0,
      confirmedAt: 0,
      source: '0.0.0.0',
      waiting: [],
      timer: new Timer(this.#options.scheduler, () => this.#onTimer(entry)),
    }
    this.#entries.set(name, entry)
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
    entry.timer.arm(RETRANSMISSION)
    const { device, source } = entry
    const senderIp = this.#options.owns(source) ? source : (device.addresses[0]?.address ?? '0.0.0.0')
    const packet = {
      operation: ArpOperation.REQUEST,
      senderMac: device.mac,
      senderIp,
      targetMac: ZERO_MAC,
      targetIp: entry.address,
    }
    const destination = entry.state === 'PROBE' ? entry.mac : BROADCAST_MAC
    device.transmit(emitEthernet({ destination, source: device.mac, type: EtherType.ARP, payload: emitArp(packet) }))
  }

  #reply(device: NetworkInterface, request: ArpPacket): void {
    const packet = {
      operation: ArpOperation.REPLY,
      senderMac: device.mac,
      senderIp: request.targetIp,
      targetMac: request.senderMac,
      targetIp: request.senderIp,
    }
    const { mac } = device
    device.transmit(
      emitEthernet({ destination: request.senderMac, source: mac, type: EtherType.ARP, payload: emitArp(packet) }),
    )
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
    if (entry.probes < PROBES) {
      this.#ask(entry)
      return
    }
    entry.state = 'FAILED'
    entry.mac = ZERO_MAC
    this.#options.onUnreachable(entry.waiting.splice(0).map(({ frame }) => frame))
  }
}

function key(device: NetworkInterface, address: IpAddress): string {
  return `${device.name} ${address}`
}

function transmitTo(entry: Neighbour, frame: Uint8Array): void {
  writeEthernetHeader(frame, 0, entry.mac, entry.device.mac, EtherType.IPV4)
  entry.device.transmit(frame)
}
