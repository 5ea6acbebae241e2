/** Delivery of a packet for this host to its protocol: extension headers in order (RFC 8200 §4), fragments reassembled. */
import { isMulticast } from '../../../address/index.ts'
import {
  type ExtensionHeader,
  Icmpv6Code,
  IPV6_HEADER_LENGTH,
  IpProtocol,
  type Ipv6Packet,
  ParseError,
  parseExtensions,
  parseIpv6,
  parseIpv6Options,
  unknownOptionAction,
} from '../../../wire/index.ts'
import type { NetworkInterface } from '../network-interface.ts'
import type { Ipv6Services } from './ipv6-services.ts'

/** The fixed header's own next header field. */
const NEXT_HEADER_AT = 6
/** Highest known option type: padding. Router alerts and others are for routers, or may be skipped. */
const PADDING = 1

/** Delivers a packet. `bytes`: all of it, for errors to quote. `isIntact`: as in `IpPacket`. */
export function deliver(
  ip: Ipv6Services,
  device: NetworkInterface,
  packet: Ipv6Packet,
  bytes: Uint8Array,
  isIntact = false,
): void {
  const chain = parseExtensions(packet.nextHeader, packet.payload)
  for (const [index, header] of chain.headers.entries()) {
    if (header.kind === 'fragment') {
      reassemble(ip, device, packet, bytes, chain.headers.slice(0, index + 1))
      return
    }
    const verdict = examine(packet, header, index)
    if (verdict === 'go on') continue
    ip.counters.count('Ip6InHdrErrors')
    if (verdict !== 'discard') ip.ipv6.icmp.sendParameterProblem(device, bytes, verdict.code, verdict.pointer)
    return
  }
  if (chain.error !== null) {
    ip.counters.count('Ip6InHdrErrors')
    return
  }
  const { source, destination, dscp, ecn, hopLimit: ttl } = packet
  const payload = packet.payload.subarray(chain.start)
  const { protocol } = chain
  if (protocol === IpProtocol.NO_NEXT_HEADER) return
  // A packet that never left the host counts as received by the interface with its destination (Linux's IP6CB(skb)->iif).
  const heardOn = device.isLoopback ? (ip.ownerOf(destination) ?? device) : device
  if (ip.protocols.deliver({ source, destination, protocol, ttl, dscp, ecn, payload, isIntact }, heardOn, bytes)) {
    ip.counters.count('Ip6InDelivers')
    return
  }
  ip.counters.count('Ip6InUnknownProtos')
  const last = chain.headers.at(-1)
  const pointer = last === undefined ? NEXT_HEADER_AT : IPV6_HEADER_LENGTH + last.start
  ip.ipv6.icmp.sendParameterProblem(device, bytes, Icmpv6Code.UNKNOWN_NEXT_HEADER, pointer)
}

type Verdict = 'go on' | 'discard' | { readonly code: number; readonly pointer: number }

function examine(packet: Ipv6Packet, header: ExtensionHeader, index: number): Verdict {
  const { payload } = packet
  const { start, end, kind } = header
  if (kind === 'routing') {
    // With segments left we would have to forward it, and no routing type is understood (RFC 8200 4.4).
    const pointer = IPV6_HEADER_LENGTH + start + 2
    return payload[start + 3] === 0 ? 'go on' : { code: Icmpv6Code.ERRONEOUS_FIELD, pointer }
  }
  if (kind === 'hop-by-hop' && index > 0) {
    const pointer = IPV6_HEADER_LENGTH + previousStart(packet, start)
    return { code: Icmpv6Code.UNKNOWN_NEXT_HEADER, pointer }
  }
  const options = parseIpv6Options(payload.subarray(start + 2, end))
  if (options instanceof ParseError) return 'discard'
  for (const { type, offset } of options) {
    const action = type <= PADDING ? 'skip' : unknownOptionAction(type)
    if (action === 'skip') continue
    if (action === 'discard' || (action === 'report to one' && isMulticast(packet.destination))) return 'discard'
    return { code: Icmpv6Code.UNKNOWN_OPTION, pointer: IPV6_HEADER_LENGTH + start + 2 + offset }
  }
  return 'go on'
}

/** Returns the start of the header that names the one at `start`. */
function previousStart(packet: Ipv6Packet, start: number): number {
  const { headers } = parseExtensions(packet.nextHeader, packet.payload)
  return headers.find(({ end }) => end === start)?.start ?? 0
}

function reassemble(
  ip: Ipv6Services,
  device: NetworkInterface,
  packet: Ipv6Packet,
  bytes: Uint8Array,
  headers: readonly ExtensionHeader[],
): void {
  ip.counters.count('Ip6ReasmReqds')
  const whole = ip.ipv6.reassembly.add({ packet, bytes, headers, device })
  if (whole === null) return
  if (!(whole instanceof Uint8Array)) {
    ip.ipv6.icmp.sendParameterProblem(device, bytes, Icmpv6Code.ERRONEOUS_FIELD, whole.pointer)
    return
  }
  ip.counters.count('Ip6ReasmOKs')
  deliver(ip, device, parseIpv6(whole) as Ipv6Packet, whole)
}
