import { type DissectedLayer, flagsText, IgmpType } from '#network'
import type { Packet } from '../api/index.ts'
import type { PacketData } from '../protocol.ts'

/** Fields by their Wireshark names. */
export type Fields = Record<string, string | number>

/** Layers of a packet in the terms of Lab's `Packet`. `about`: the packet quoted by an ICMP error. */
export function protocolLayers(layers: readonly DissectedLayer[], fields: Fields, about: PacketData | undefined) {
  const has = new Set(layers.map(({ protocol }) => protocol))
  const read = new FieldReader(fields)
  return {
    ...(has.has('eth') && {
      eth: { src: read.text('eth.src'), dst: read.text('eth.dst'), type: read.number('eth.type') },
    }),
    ...(has.has('ip') && { ip: ipv4Layer(read) }),
    ...(has.has('ipv6') && { ip: ipv6Layer(read, layers) }),
    ...(has.has('tcp') && { tcp: tcpLayer(read) }),
    ...(has.has('udp') && { udp: udpLayer(read) }),
    ...(has.has('icmp') && { icmp: icmpLayer(read, about) }),
    ...(has.has('icmpv6') && { icmp: icmpv6Layer(read, about) }),
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

function ipv4Layer(read: FieldReader): NonNullable<Packet['ip']> {
  return {
    version: 4,
    src: read.text('ip.src'),
    dst: read.text('ip.dst'),
    ttl: read.number('ip.ttl'),
    id: read.number('ip.id'),
    df: read.flag('ip.flags.df'),
    mf: read.flag('ip.flags.mf'),
    // The field counts units of 8 bytes; Lab uses bytes, also for sending.
    offset: 8 * read.number('ip.frag_offset'),
    protocol: read.number('ip.proto'),
    routerAlert: read.number('ip.opt.type') === 148,
    checksumOk: read.flag('ip.checksum.status'),
  }
}

/** In IPv4's terms. Fields that IPv6 has only in a fragment header are 0 without one. */
function ipv6Layer(read: FieldReader, layers: readonly DissectedLayer[]): NonNullable<Packet['ip']> {
  return {
    version: 6,
    src: read.text('ipv6.src'),
    dst: read.text('ipv6.dst'),
    ttl: read.number('ipv6.hlim'),
    id: read.number('ipv6.fraghdr.ident'),
    df: true,
    mf: read.flag('ipv6.fraghdr.more'),
    offset: 8 * read.number('ipv6.fraghdr.offset'),
    protocol: protocolBehind(layers),
    routerAlert: read.has('ipv6.opt.router_alert'),
    // The header has none: upper-layer checksums cover the addresses (RFC 8200 8.1).
    checksumOk: true,
  }
}

/** Protocol named by the last of IPv6's headers: extension headers count as IP. */
function protocolBehind(layers: readonly DissectedLayer[]): number {
  const ends = layers.flatMap(({ fields }) => fields.filter(({ name }) => NEXT_HEADER_FIELDS.has(name)))
  return Number(ends.at(-1)?.value ?? 0)
}
const NEXT_HEADER_FIELDS = new Set(
  ['ipv6', 'ipv6.hopopts', 'ipv6.routing', 'ipv6.fraghdr', 'ipv6.dstopts'].map((protocol) => `${protocol}.nxt`),
)

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

function icmpv6Layer(read: FieldReader, about: PacketData | undefined): NonNullable<PacketData['icmp']> {
  return {
    type: read.number('icmpv6.type'),
    code: read.number('icmpv6.code'),
    ...read.optional('id', 'icmpv6.echo.identifier'),
    ...read.optional('seq', 'icmpv6.echo.sequence_number'),
    ...read.optional('mtu', 'icmpv6.mtu'),
    ...(about && { about }),
    checksumOk: read.flag('icmpv6.checksum.status'),
  }
}

/** Records follow each other as their fields do: a type starts one, followed by its group and sources. */
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
