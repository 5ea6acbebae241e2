/** The fields and protocols that a filter can name. */
import {
  ARP_FIELDS,
  DESTINATION_OPTIONS_FIELDS,
  DNS_DATA_FIELDS,
  DNS_FIELDS,
  DNS_QUESTION_FIELDS,
  DNS_RECORD_FIELDS,
  type DnsShape,
  dnsDataFields,
  ETHERNET_FIELDS,
  type FieldShape,
  FRAGMENT_FIELDS,
  type HeaderField,
  HOP_BY_HOP_FIELDS,
  ICMP_FIELDS,
  ICMPV6_FIELDS,
  IPV4_FIELDS,
  IPV6_FIELDS,
  MLD_FIELDS,
  MLDV2_QUERY_FIELDS,
  MLDV2_RECORD_FIELDS,
  MLDV2_REPORT_FIELDS,
  ND_MTU_FIELDS,
  ND_OPTION_FIELDS,
  ND_PREFIX_FIELDS,
  NEIGHBOUR_ADVERTISEMENT_FIELDS,
  NEIGHBOUR_SOLICITATION_FIELDS,
  ROUTER_ADVERTISEMENT_FIELDS,
  ROUTING_FIELDS,
  TCP_FIELDS,
  UDP_FIELDS,
} from '../../wire/index.ts'

export const PROTOCOLS: ReadonlySet<string> = new Set([
  'eth',
  'arp',
  'ip',
  'ipv6',
  'ipv6.hopopts',
  'ipv6.routing',
  'ipv6.fraghdr',
  'ipv6.dstopts',
  'icmp',
  'icmpv6',
  'udp',
  'tcp',
  'dns',
  'data',
  '_ws.malformed',
])

/** Fields that dissection adds to those of the headers' tables. */
const OTHERS: Readonly<Record<string, FieldShape>> = {
  'frame.len': 'number',
  'ip.checksum.status': 'number',
  'ip.opt.type': 'number',
  'ip.opt.len': 'number',
  'icmp.checksum.status': 'number',
  'icmp.ident': 'number',
  'icmp.seq': 'number',
  'icmp.mtu': 'number',
  'icmp.redir_gw': 'ip',
  'ipv6.opt.type': 'number',
  'ipv6.opt.length': 'number',
  'ipv6.opt.padn': 'bytes',
  'ipv6.opt.router_alert': 'number',
  'icmpv6.checksum.status': 'number',
  'icmpv6.echo.identifier': 'number',
  'icmpv6.echo.sequence_number': 'number',
  'icmpv6.mtu': 'number',
  'icmpv6.pointer': 'number',
  'icmpv6.reserved': 'bytes',
  'icmpv6.opt.linkaddr': 'bytes',
  'icmpv6.opt.src_linkaddr': 'bytes',
  'icmpv6.opt.target_linkaddr': 'bytes',
  'icmpv6.mld.qqi': 'number',
  'icmpv6.mld.source_address': 'ip',
  'icmpv6.mldr.mar.source_address': 'ip',
  'udp.checksum.status': 'number',
  'udp.payload': 'bytes',
  'dns.qry.name': 'text',
  'dns.resp.name': 'text',
  'tcp.checksum.status': 'number',
  'tcp.stream': 'number',
  'tcp.seq': 'number',
  'tcp.nxtseq': 'number',
  'tcp.ack': 'number',
  'tcp.len': 'number',
  'tcp.window_size': 'number',
  'tcp.payload': 'bytes',
  'tcp.options': 'bytes',
  'tcp.option_kind': 'number',
  'tcp.option_len': 'number',
  'tcp.options.mss_val': 'number',
  'tcp.options.wscale.shift': 'number',
  'tcp.options.wscale.multiplier': 'number',
  'tcp.options.timestamp.tsval': 'number',
  'tcp.options.timestamp.tsecr': 'number',
  'tcp.options.sack_le': 'number',
  'tcp.options.sack_re': 'number',
  'tcp.options.unknown.payload': 'bytes',
  'tcp.analysis.retransmission': 'flag',
  'tcp.analysis.fast_retransmission': 'flag',
  'tcp.analysis.out_of_order': 'flag',
  'tcp.analysis.lost_segment': 'flag',
  'tcp.analysis.duplicate_ack': 'flag',
  'tcp.analysis.keep_alive': 'flag',
  'tcp.analysis.window_update': 'flag',
  'tcp.analysis.zero_window': 'flag',
  'data.data': 'bytes',
  'data.len': 'number',
}

/** Names that stand for several fields: source or destination. */
const EITHER: Readonly<Record<string, readonly string[]>> = {
  'eth.addr': ['eth.src', 'eth.dst'],
  'ip.addr': ['ip.src', 'ip.dst'],
  'ipv6.addr': ['ipv6.src', 'ipv6.dst'],
  'tcp.port': ['tcp.srcport', 'tcp.dstport'],
  'udp.port': ['udp.srcport', 'udp.dstport'],
}

const TABLES: readonly (readonly HeaderField[])[] = [
  ...[ETHERNET_FIELDS, ARP_FIELDS, IPV4_FIELDS, ICMP_FIELDS, UDP_FIELDS, TCP_FIELDS],
  ...[IPV6_FIELDS, HOP_BY_HOP_FIELDS, ROUTING_FIELDS, FRAGMENT_FIELDS, DESTINATION_OPTIONS_FIELDS, ICMPV6_FIELDS],
  ...[NEIGHBOUR_SOLICITATION_FIELDS, NEIGHBOUR_ADVERTISEMENT_FIELDS, ROUTER_ADVERTISEMENT_FIELDS],
  ...[ND_OPTION_FIELDS, ND_PREFIX_FIELDS, ND_MTU_FIELDS],
  ...[DNS_FIELDS, DNS_QUESTION_FIELDS, DNS_RECORD_FIELDS],
  ...[MLD_FIELDS, MLDV2_QUERY_FIELDS, MLDV2_REPORT_FIELDS, MLDV2_RECORD_FIELDS],
]

const DNS_SHAPES: Readonly<Record<DnsShape, FieldShape>> = {
  ...{ u8: 'number', u16: 'number', u32: 'number', ipv4: 'ip', ipv6: 'ip' },
  ...{ name: 'text', 'plain name': 'text', string: 'text', strings: 'text', rest: 'bytes' },
}

const SHAPES: ReadonlyMap<string, FieldShape> = new Map([
  ...TABLES.flatMap((table) => table.map((field) => [field.name, field.shape] as const)),
  ...[...Object.values(DNS_DATA_FIELDS), dnsDataFields(-1)].flatMap((fields) =>
    fields.map(({ name, shape }) => [name, DNS_SHAPES[shape]] as const),
  ),
  ...Object.entries(OTHERS),
])

export interface FilterField {
  /** The fields that the name stands for. */
  readonly names: readonly string[]
  readonly shape: FieldShape
  /** Of a field that stands at a fixed place of a header. */
  readonly definition?: HeaderField
}

const DEFINITIONS: ReadonlyMap<string, HeaderField> = new Map(
  TABLES.flatMap((table) => table.map((field) => [field.name, field] as const)),
)

export function findField(name: string): FilterField | undefined {
  const names = EITHER[name] ?? [name]
  const shape = SHAPES.get(names[0]!)
  if (shape === undefined) return undefined
  const definition = DEFINITIONS.get(names[0]!)
  return { names, shape, ...(definition !== undefined && { definition }) }
}

/** Every name that a filter knows, for completion and for suggestions. */
export const FILTER_NAMES: readonly string[] = [...PROTOCOLS, ...SHAPES.keys(), ...Object.keys(EITHER)].sort()

/** The known name that is nearest to a wrong one, or undefined when none is near. */
export function nearestName(wrong: string): string | undefined {
  const most = Math.max(2, Math.floor(wrong.length / 3))
  const ranked = FILTER_NAMES.filter((name) => Math.abs(name.length - wrong.length) <= most)
    .map((name) => ({ name, distance: editDistance(name, wrong) }))
    .filter(({ distance }) => distance <= most)
  return ranked.toSorted((a, b) => a.distance - b.distance)[0]?.name
}

/** Levenshtein's distance: how many letters to change, add or take away. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min(row[j]! + (a[i] === b[j] ? 0 : 1), row[j + 1]! + 1, next[j]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
