/** Exchange as a ladder: a row for each packet, as data and as a line of text. */
import type { IpAddress } from '../address/index.ts'
import type { Nanoseconds } from '../clock.ts'
import { flagsText, TcpFlag } from '../wire/index.ts'
import { type Dissection, fieldValue } from './dissection/index.ts'
import { packetComment } from './packet-comment.ts'
import type { PacketChange, PacketFate, PacketRecord } from './packet-record.ts'

/** First of the ports that a kernel chooses by itself (Linux: net.ipv4.ip_local_port_range). */
const FIRST_EPHEMERAL_PORT = 32_768

/** Packet on one link. */
export interface LadderRow {
  readonly number: number
  readonly link: number
  /** The ends of the link: `client:eth0`. */
  readonly from: string
  readonly to: string
  /**
   * Sender and final receiver, which may be hosts beyond this link: names, or else addresses; null without addresses.
   */
  readonly sender: string | null
  readonly receiver: string | null
  /**
   * Summary without values that differ between runs or kernels: ports and initial numbers chosen by a kernel, windows.
   */
  readonly says: string
  readonly sent: Nanoseconds
  /** Null in flight, and for a lost packet. */
  readonly arrived: Nanoseconds | null
  readonly fate: PacketFate
  /** Place of its loss: before leaving its sender (full queue, larger than the MTU), or after. */
  readonly lostAt: 'sending end' | 'link' | null
  /** Number of the packet whose data its sender retransmits in this one. */
  readonly repeats: number | null
  /** Number of the packet that the link duplicated. */
  readonly duplicateOf: number | null
  /** Change by a rule or an edit. */
  readonly changedBy: PacketChange | null
  /** The link damaged it. */
  readonly isDamaged: boolean
  /** Delay added by a rule. */
  readonly delayedBy: Nanoseconds | null
  /** It was held; `until` is null while it still is. */
  readonly held: { readonly until: Nanoseconds | null } | null
  /**
   * Events on its way, in words: `held by hand until 1.5 s`, `delayed by 200 ms; lost on the link`; null if it simply
   * arrives.
   */
  readonly befell: string | null
}

/**
 * Formats a recorded packet as a row. `nameOf` maps addresses to host names. Relative numbers and retransmissions need
 * a dissection by `CaptureAnalysis`.
 */
export function ladderRow(
  record: PacketRecord,
  packet: Dissection,
  nameOf: (address: IpAddress) => string | null,
): LadderRow {
  const { number, link, from, to, at, arrives, fate } = record
  const { duplicateOf = null, changedBy = null, isDamaged = false, delayedBy = null, heldUntil } = record
  const name = (address: IpAddress | null) => (address === null ? null : (nameOf(address) ?? address))
  const [source, destination] = talkers(packet)
  return {
    number,
    link,
    from,
    to,
    sent: at,
    arrived: arrives,
    fate,
    duplicateOf,
    changedBy,
    isDamaged,
    delayedBy,
    held: heldUntil === undefined ? null : { until: heldUntil },
    befell: packetComment(record),
    sender: name(source),
    receiver: name(destination),
    says: content(packet),
    lostAt: lostAt(fate),
    repeats: packet.position?.repeats ?? null,
  }
}

/** A row as a line for comparing whole exchanges: `client > server SYN`. */
export function ladderText({ sender, receiver, says }: LadderRow): string {
  return sender === null || receiver === null ? says : `${sender} > ${receiver} ${says}`
}

function lostAt(fate: PacketFate): LadderRow['lostAt'] {
  if (fate === 'under way' || fate === 'delivered') return null
  return fate === 'queue' || fate === 'mtu' ? 'sending end' : 'link'
}

/** Returns the addresses that communicate, which may be hosts beyond the link's ends; null for packets without any. */
export function talkers(packet: Dissection): readonly [sender: IpAddress | null, receiver: IpAddress | null] {
  return [
    addressField(packet, ['ip.src', 'ipv6.src', 'arp.src.proto_ipv4']),
    addressField(packet, ['ip.dst', 'ipv6.dst', 'arp.dst.proto_ipv4']),
  ]
}

/** Returns the first address of the outermost protocol: an ICMP error of one family never quotes a packet of the other. */
function addressField(packet: Dissection, names: readonly string[]): string | null {
  for (const name of names) {
    const value = fieldValue(packet, name)
    if (typeof value === 'string') return value
  }
  return null
}

function content(packet: Dissection): string {
  if (packet.layers.some(({ protocol, isQuoted }) => protocol === 'tcp' && !isQuoted)) return tcpContent(packet)
  if (packet.protocol === 'UDP') return udpContent(packet)
  if (packet.protocol === 'ARP') return fieldValue(packet, 'arp.opcode') === 2 ? 'ARP reply' : 'ARP request'
  if (packet.protocol === 'ICMP' || packet.protocol === 'ICMPv6')
    return `${packet.protocol} ${packet.summary.replace(/ id \d+/, '').replace(/ ttl \d+$/, '')}`
  return packet.summary
}

/** Returns flags, and the data's position in the stream; for a pure ACK, the acknowledged number. */
function tcpContent(packet: Dissection): string {
  const flags = fieldValue(packet, 'tcp.flags') as number
  const length = fieldValue(packet, 'tcp.len') as number
  const parts = [flagsText(flags)]
  if (length > 0) parts.push(`seq ${fieldValue(packet, 'tcp.seq') ?? '?'} len ${length}`)
  else if (flags === TcpFlag.ACK) parts.push(`ack ${fieldValue(packet, 'tcp.ack') ?? '?'}`)
  return parts.join(' ')
}

function udpContent(packet: Dissection): string {
  const ports = [fieldValue(packet, 'udp.dstport') as number, fieldValue(packet, 'udp.srcport') as number]
  const known = ports.find((port) => port < FIRST_EPHEMERAL_PORT)
  const length = (fieldValue(packet, 'udp.length') as number) - 8
  return known === undefined ? `UDP len ${length}` : `UDP ${known} len ${length}`
}
