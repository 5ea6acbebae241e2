import {
  CaptureAnalysis,
  type Dissection,
  type Endpoint,
  fieldValue,
  type PacketRecord,
  type Recorder,
} from '../../network/index.ts'

/** Something that became visible: a frame sent, seen at its sending end, or delivered, seen at the other. */
export interface Sighting {
  readonly record: PacketRecord
  readonly where: 'sent' | 'delivered'
}

/** How far back to look for what a failure is about. */
const LOOK_BACK = 4096
const MOST_PACKETS = 20
/** Dissections take some kilobytes each: of a flood not all can be kept. */
const MOST_KEPT = 16_384

/** The recording in the order of becoming visible, with what the packets mean. Everything that reads packets reads them here. */
export class PacketLog {
  readonly sightings: Sighting[] = []
  readonly #recorder: Recorder
  readonly #analysis = new CaptureAnalysis()
  readonly #dissections = new Map<PacketRecord, Dissection>()
  #analysed = 0

  constructor(recorder: Recorder) {
    this.#recorder = recorder
  }

  get count(): number {
    return this.#recorder.packets.length
  }

  get records(): readonly PacketRecord[] {
    return this.#recorder.packets
  }

  noteSent(record: PacketRecord): void {
    this.sightings.push({ record, where: 'sent' })
  }

  noteFate(record: PacketRecord): void {
    if (record.fate === 'delivered') this.sightings.push({ record, where: 'delivered' })
  }

  /** A packet's layers and fields, with what the packets before it tell. Done when somebody looks: most packets nobody looks at. */
  dissect(record: PacketRecord): Dissection {
    const known = this.#dissections.get(record)
    if (known) return known
    for (; this.#analysed < record.number; this.#analysed++) this.#analysis.add(this.records[this.#analysed]!)
    const dissection = this.#analysis.dissect(record)
    if (this.#dissections.size >= MOST_KEPT) this.#dissections.clear()
    this.#dissections.set(record, dissection)
    return dissection
  }

  /** Numbers of the latest packets of a connection, for the evidence of a failure. */
  latestOf(local: Endpoint, remote: Endpoint): number[] {
    const found: number[] = []
    const oldest = Math.max(0, this.count - LOOK_BACK)
    for (let i = this.count - 1; i >= oldest && found.length < MOST_PACKETS; i--) {
      const record = this.records[i]!
      const packet = this.dissect(record)
      const ports = [fieldValue(packet, 'tcp.srcport'), fieldValue(packet, 'tcp.dstport')]
      if (ports.includes(local.port) && ports.includes(remote.port)) found.unshift(record.number)
    }
    return found
  }

  /** Which interface a datagram came in by, and what was left of its time to live: the latest frame delivered with these ends. */
  carrierOf(hostName: string, from: Endpoint, port: number): { iface: string; ttl: number } {
    for (let i = this.sightings.length - 1; i >= Math.max(0, this.sightings.length - LOOK_BACK); i--) {
      const { record, where } = this.sightings[i]!
      if (where !== 'delivered' || !record.to.startsWith(`${hostName}:`)) continue
      const packet = this.dissect(record)
      if (fieldValue(packet, 'udp.srcport') !== from.port || fieldValue(packet, 'udp.dstport') !== port) continue
      const ttl = fieldValue(packet, 'ip.ttl') ?? fieldValue(packet, 'ipv6.hlim') ?? 0
      return { iface: record.to.slice(hostName.length + 1), ttl: Number(ttl) }
    }
    return { iface: 'lo', ttl: 64 }
  }
}
