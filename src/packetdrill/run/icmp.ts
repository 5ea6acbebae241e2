/** ICMP and ICMPv6 errors by packetdrill's names. */
import { emitIcmp, emitIcmpv6, emitTcp, type IpAddress, IpProtocol, icmpError, icmpv6Error, TcpFlag } from '#network'
import type { IcmpPattern } from '../language/index.ts'
import { NeedsError } from '../language/index.ts'
import type { Conversation } from './conversation.ts'
import { type IpManner, ipPacket } from './seen-packet.ts'

const ICMPV6 = 58
type Kind = readonly [type: number, codes: Readonly<Record<string, number>>]

const IPV4_KINDS: Readonly<Record<string, Kind>> = {
  unreachable: [
    3,
    {
      net_unreachable: 0,
      host_unreachable: 1,
      protocol_unreachable: 2,
      port_unreachable: 3,
      frag_needed: 4,
      source_route_failed: 5,
      net_unknown: 6,
      host_unknown: 7,
      pkt_filtered: 13,
    },
  ],
  source_quench: [4, {}],
  time_exceeded: [11, { exc_ttl: 0, exc_fragtime: 1 }],
  parameter_problem: [12, {}],
}
const IPV6_KINDS: Readonly<Record<string, Kind>> = {
  unreachable: [
    1,
    { noroute: 0, adm_prohibited: 1, not_neighbor: 2, addr_unreachable: 3, host_unreachable: 3, port_unreachable: 4 },
  ],
  packet_too_big: [2, {}],
  time_exceeded: [3, { exc_hopcount: 0, exc_fragtime: 1 }],
  parameter_problem: [4, {}],
}

/** The error about a segment of the host's. `local` is the host. */
export function icmpPacket(
  pattern: IcmpPattern,
  conversation: Conversation,
  local: IpAddress,
  manner: IpManner,
  six: boolean,
): Uint8Array {
  const kind = (six ? IPV6_KINDS : IPV4_KINDS)[pattern.type]
  const code = pattern.code === null ? 0 : kind?.[1][pattern.code]
  if (kind === undefined || code === undefined) {
    throw new NeedsError(`the ICMP${six ? 'v6' : ''} message "${pattern.type} ${pattern.code ?? ''}"`)
  }
  const quoted = quotedPacket(pattern, conversation, local, manner.source)
  if (six) {
    const message = icmpv6Error(kind[0], code, quoted, pattern.mtu ?? 0)
    return ipPacket(manner, ICMPV6, emitIcmpv6(message, manner.source, manner.destination))
  }
  return ipPacket(manner, IpProtocol.ICMP, emitIcmp(icmpError(kind[0], code, quoted, pattern.mtu ?? 0)))
}

function quotedPacket(
  pattern: IcmpPattern,
  conversation: Conversation,
  local: IpAddress,
  remote: IpAddress,
): Uint8Array {
  const segment = {
    sourcePort: conversation.localPort,
    destinationPort: conversation.remotePort,
    sequenceNumber: conversation.localSequence(pattern.sequence),
    acknowledgmentNumber: 0,
    reserved: 0,
    flags: TcpFlag.ACK,
    window: 0,
    urgentPointer: 0,
    options: new Uint8Array(0),
    payload: new Uint8Array(pattern.length),
  }
  const manner = { source: local, destination: remote, ecn: 0, dscp: 0, ttl: 64 }
  return ipPacket(manner, IpProtocol.TCP, emitTcp(segment, local, remote))
}
