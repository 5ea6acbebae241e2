import { type DissectedLayer, type Dissection, flagsText, IgmpType, type PacketRecord } from '../../network/index.ts'
import type { Packet } from '../api/index.ts'
import { toMilliseconds } from '../duration.ts'
import type { PacketData } from '../protocol.ts'
import { decode } from './byte-queue.ts'

type Fields = Record<string, string | number>

/** A recorded packet as it crosses to a test. `on`: where it was seen. */
export function packetData(record: PacketRecord, packet: Dissection, on: string): PacketData {
  const place = {
    number: record.number,
    at: toMilliseconds(record.at),
    on,
    from: record.from,
    to: record.to,
    fate: record.fate,
  }
  // A copy: a frame lies in memory that others share, and all of that would cross.
  const bytes = record.bytes.slice()
  return { ...place, bytes, ...contents(packet, packet.layers, packet.summary, place) }
}

type Place = Pick<Packet, 'number' | 'at' | 'on' | 'from' | 'to' | 'fate'>

function contents(packet: Dissection, all: readonly DissectedLayer[], summary: string, place: Place) {
  const layers = all.filter((layer) => layer.isQuoted === all[0]?.isQuoted)
  const quoted = all.filter((layer) => !layers.includes(layer))
  const fields = allFields(layers)
  const payload = payloadOf(packet.bytes, layers)
  const about = quoted.length > 0 ? quotedPacket(packet, quoted, place) : undefined
  return { summary, fields, payload, text: decode(payload), ...protocols(layers, fields, about) }
}

function quotedPacket(packet: Dissection, quoted: DissectedLayer[], place: Place): PacketData {
  const bytes = packet.bytes.slice(quoted[0]!.offset)
  return { ...place, bytes, ...contents(packet, quoted, 'quoted in an ICMP error', place) }
}

/** Every field by name; of several with one name the first. */
function allFields(layers: readonly DissectedLayer[]): Fields {
  const fields: Fields = {}
  for (const { name, value } of layers.flatMap((layer) => layer.fields))
    fields[name] ??= value instanceof Uint8Array ? hex(value) : value
  return fields
}

function protocols(layers: readonly DissectedLayer[], fields: Fields, about: PacketData | undefined) {
  const has = new Set(layers.map(({ protocol }) => protocol))
  const read = new FieldReader(fields)
  return {
    ...(has.has('eth') && {
      eth: { src: read.text('eth.src'), dst: read.text('eth.dst'), type: read.number('eth.type') },
    }),
    ...(has.has('ip') && { ip: ipLayer(read) }),
    ...(has.has('tcp') && { tcp: tcpLayer(read) }),
    ...(has.has('udp') && { udp: udpLayer(read) }),
    ...(has.has('icmp') && { icmp: icmpLayer(read, about) }),
    ...(has.has('igmp') && { igmp: igmpLayer(layers) }),
    ...(has.has('arp') && { arp: arpLayer(read) }),
  }
}

class FieldReader {
  readonly #fields: Fields

  constructor(fields: Fields) {
    this.#fields = fields
  }

  number(name: string): number {
    return Number(this.#fields[name] ?? 0)
  }

  text(name: string): string {
    return String(this.#fields[name] ?? '')
  }

  flag(name: string): boolean {
    return this.number(name) === 1
  }

  has(name: string): boolean {
    return name in this.#fields
  }

  optional<K extends string>(key: K, name: string): { [P in K]?: number } {
    return this.has(name) ? ({ [key]: this.number(name) } as { [P in K]?: number }) : {}
  }
}

function ipLayer(read: FieldReader): NonNullable<Packet['ip']> {
  return {
    version: 4,
    src: read.text('ip.src'),
    dst: read.text('ip.dst'),
    ttl: read.number('ip.ttl'),
    id: read.number('ip.id'),
    df: read.flag('ip.flags.df'),
    mf: read.flag('ip.flags.mf'),
    // The field counts in units of 8 bytes, Lab in bytes, as when it sends.
    offset: 8 * read.number('ip.frag_offset'),
    protocol: read.number('ip.proto'),
    routerAlert: read.number('ip.opt.type') === 148,
    checksumOk: read.flag('ip.checksum.status'),
  }
}

function tcpLayer(read: FieldReader): NonNullable<Packet['tcp']> {
  return {
    src: read.number('tcp.srcport'),
    dst: read.number('tcp.dstport'),
    flags: flagsText(read.number('tcp.flags')),
    seq: read.number('tcp.seq_raw'),
    ack: read.number('tcp.ack_raw'),
    window: read.number('tcp.window_size_value'),
    length: read.number('tcp.len'),
    retransmission: read.has('tcp.analysis.retransmission'),
    checksumOk: read.flag('tcp.checksum.status'),
  }
}

function udpLayer(read: FieldReader): NonNullable<Packet['udp']> {
  return {
    src: read.number('udp.srcport'),
    dst: read.number('udp.dstport'),
    length: read.number('udp.length'),
    checksum: read.number('udp.checksum'),
    checksumOk: read.flag('udp.checksum.status'),
  }
}

function icmpLayer(read: FieldReader, about: PacketData | undefined): NonNullable<PacketData['icmp']> {
  return {
    type: read.number('icmp.type'),
    code: read.number('icmp.code'),
    ...read.optional('id', 'icmp.ident'),
    ...read.optional('seq', 'icmp.seq'),
    ...read.optional('mtu', 'icmp.mtu'),
    ...(about && { about }),
    checksumOk: read.flag('icmp.checksum.status'),
  }
}

/** Records follow each other as their fields do: a type begins one, its group and sources are behind it. */
function igmpLayer(layers: readonly DissectedLayer[]): NonNullable<Packet['igmp']> {
  const fields = layers.find(({ protocol }) => protocol === 'igmp')!.fields
  const first = (name: string) => fields.find((field) => field.name === name)?.value
  const [type, version] = [Number(first('igmp.type')), Number(first('igmp.version'))]
  const records: { type: number; group: string; sources: string[] }[] = []
  for (const { name, value } of fields) {
    const last = records.at(-1)
    if (name === 'igmp.record_type') records.push({ type: Number(value), group: '', sources: [] })
    else if (last !== undefined && name === 'igmp.maddr') last.group = String(value)
    else if (last !== undefined && name === 'igmp.saddr') last.sources.push(String(value))
  }
  return {
    type: type === IgmpType.QUERY ? 'query' : type === IgmpType.LEAVE ? 'leave' : `v${version as 1 | 2 | 3}-report`,
    group: String(first('igmp.maddr') ?? '0.0.0.0'),
    maxResponseMs: 100 * Number(first('igmp.max_resp') ?? 0),
    records,
  }
}

function arpLayer(read: FieldReader): NonNullable<Packet['arp']> {
  return {
    op: read.number('arp.opcode') === 2 ? 'reply' : 'request',
    sender: read.text('arp.src.proto_ipv4'),
    target: read.text('arp.dst.proto_ipv4'),
  }
}

/** Bytes as Wireshark writes them in a field: `68:65:6c`. */
function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':')
}

/** What the innermost header carries. */
function payloadOf(bytes: Uint8Array, layers: readonly DissectedLayer[]): Uint8Array {
  const top = layers.findLast(({ protocol }) => protocol !== 'data')
  return top ? bytes.slice(top.offset + top.length, top.end) : new Uint8Array(0)
}
