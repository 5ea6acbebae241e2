import {
  CaptureAnalysis,
  type Dissection,
  type Endpoint,
  fieldValue,
  type PacketRecord,
  type PortProtocols,
  type Recorder,
} from '#network'
import { count } from '../text.ts'
import { Failure } from './wait.ts'

/** A visible event: a frame sent, seen at its sending end, or delivered, seen at the other. */
export interface Sighting {
  readonly record: PacketRecord
  readonly where: 'sent' | 'delivered'
}

/** The frame that carried a datagram. */
export interface Carrier {
  iface: string
  ttl: number
  packet?: number
}

/** Number of packets to search for the evidence of a failure. */
const LOOK_BACK = 4096
const MOST_PACKETS = 20
/** Dissections take some kilobytes each: in a flood not all can be cached. */
const MOST_KEPT = 16_384

/** The recording in order of visibility, with dissections. All code that reads packets reads them here. */
export class PacketLog {
  #sightings: Sighting[] = []
  /** Sightings of the oldest packets, dropped together with these. */
  #forgotten = 0
  readonly #recorder: Recorder
  readonly #analysis: CaptureAnalysis
  readonly #dissections = new Map<PacketRecord, Dissection>()
  #analysed = 0
  #droppedBefore = 0

  constructor(recorder: Recorder, ports: PortProtocols = {}) {
    this.#recorder = recorder
    this.#analysis = new CaptureAnalysis(ports)
  }

  get count(): number {
    return this.#recorder.count
  }

  /** Number of the oldest packets dropped because the recording was full. */
  get dropped(): number {
    return this.#recorder.dropped
  }

  /** Number of visible events so far, which is the latest sighting's number, from 1. */
  get seen(): number {
    return this.#forgotten + this.#sightings.length
  }

  /** Returns the sighting after the first `index`. Throws if it was dropped: a match may have been lost. */
  sighting(index: number): Sighting {
    const sighting = this.#sightings[index - this.#forgotten]
    if (sighting !== undefined) return sighting
    const seen = `a full one: the first ${count(this.dropped, 'packet')} were dropped`
    throw new Failure('UNEXPECTED', 'a recording of all packets', seen)
  }

  /** The oldest sighting available. */
  get oldest(): number {
    return this.#forgotten
  }

  get records(): readonly PacketRecord[] {
    return this.#recorder.packets
  }

  noteSent(record: PacketRecord): void {
    this.#sightings.push({ record, where: 'sent' })
    if (this.dropped !== this.#droppedBefore) this.#forget()
  }

  noteFate(record: PacketRecord): void {
    if (record.fate === 'delivered') this.#sightings.push({ record, where: 'delivered' })
  }

  /** The recorder drops many packets at a time, so this is rare. */
  #forget(): void {
    this.#droppedBefore = this.dropped
    const kept = this.#sightings.findIndex(({ record }) => record.number > this.dropped)
    this.#forgotten += kept
    this.#sightings = this.#sightings.slice(kept)
    // Later dissections need the connections seen so far, not the packets themselves.
    this.#dissections.clear()
  }

  /** Dissects a packet in the context of earlier ones, on demand: most packets are never inspected. */
  dissect(record: PacketRecord): Dissection {
    const known = this.#dissections.get(record)
    if (known) return known
    this.#analyse(record)
    const dissection = this.#analysis.dissect(record)
    if (this.#dissections.size >= MOST_KEPT) this.#dissections.clear()
    this.#dissections.set(record, dissection)
    return dissection
  }

  #analyse(last: PacketRecord): void {
    while (this.#analysed < last.number) {
      const next = this.#recorder.packet(++this.#analysed)
      if (next !== undefined) this.#analysis.add(next)
    }
  }

  /** Numbers of a connection's latest packets, as evidence of a failure. */
  latestOf(local: Endpoint, remote: Endpoint): number[] {
    const found: number[] = []
    const oldest = Math.max(0, this.records.length - LOOK_BACK)
    for (let i = this.records.length - 1; i >= oldest && found.length < MOST_PACKETS; i--) {
      const record = this.records[i]!
      this.#analyse(record)
      const segment = this.#analysis.segment(record)
      const ports = [segment?.sourcePort, segment?.destinationPort]
      if (ports.includes(local.port) && ports.includes(remote.port)) found.unshift(record.number)
    }
    return found
  }

  /** Interface and remaining TTL of a datagram: from the latest frame delivered between these ends. Number only if that frame has these bytes. */
  carrierOf(hostName: string, from: Endpoint, port: number, data: Uint8Array): Carrier {
    for (let i = this.#sightings.length - 1; i >= Math.max(0, this.#sightings.length - LOOK_BACK); i--) {
      const { record, where } = this.#sightings[i]!
      if (where !== 'delivered' || !record.to.startsWith(`${hostName}:`)) continue
      const packet = this.dissect(record)
      if (fieldValue(packet, 'udp.srcport') !== from.port || fieldValue(packet, 'udp.dstport') !== port) continue
      const ttl = fieldValue(packet, 'ip.ttl') ?? fieldValue(packet, 'ipv6.hlim') ?? 0
      const payload = fieldValue(packet, 'udp.payload') ?? new Uint8Array()
      const isWhole = payload instanceof Uint8Array && isSame(payload, data)
      return {
        iface: record.to.slice(hostName.length + 1),
        ttl: Number(ttl),
        ...(isWhole && { packet: record.number }),
      }
    }
    return { iface: 'lo', ttl: 64 }
  }
}

const isSame = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i])
