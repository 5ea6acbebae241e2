/** An exchange as lines of text, for comparing whole exchanges: `client > server SYN`. */
import type { IpAddress } from '../address/index.ts'
import { flagsText, TcpFlag } from '../wire/index.ts'
import { type Dissection, fieldValue } from './dissection/index.ts'

/** First of the ports that a kernel chooses by itself (Linux: net.ipv4.ip_local_port_range). */
const FIRST_EPHEMERAL_PORT = 32_768

/**
 * One packet as a line: who to whom, and what, without anything that differs from one run or kernel to another (ports chosen by the kernel, first
 * sequence numbers, windows). `nameOf` gives the name of the host that has an address. The relative numbers are there when the packet was
 * dissected by a `CaptureAnalysis`.
 */
export function ladderLine(packet: Dissection, nameOf: (address: IpAddress) => string | null): string {
  const sender = addressField(packet, ['ip.src', 'ipv6.src', 'arp.src.proto_ipv4'])
  const receiver = addressField(packet, ['ip.dst', 'ipv6.dst', 'arp.dst.proto_ipv4'])
  if (sender === null || receiver === null) return packet.summary
  return `${nameOf(sender) ?? sender} > ${nameOf(receiver) ?? receiver} ${content(packet)}`
}

/** The first address of the outermost protocol: an ICMP error of one family never quotes a packet of the other. */
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

/** Flags, where the data lies in the stream; of a bare acknowledgment what it acknowledges. */
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
