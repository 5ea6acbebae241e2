/** Forwarding of packets on a router (RFC 1812 5.2, 5.3), in Linux's order: the route decides before the TTL does. */

import { read16, write16 } from '../../../bytes.ts'
import { Errno } from '../../../errno.ts'
import { ETHERNET_HEADER_LENGTH, IcmpCode, type Ipv4Packet, newFrame, updateChecksum } from '../../../wire/index.ts'
import { transportPorts } from '../flow-ports.ts'
import { isLetThrough, type Passage, UNTRACKED } from '../netfilter/index.ts'
import type { NetworkInterface } from '../network-interface.ts'
import type { Ipv4Services } from './ipv4-services.ts'

/** Forwards a packet. `passage`: connection tracking state from a NAT or firewall. */
export function forward(
  ip: Ipv4Services,
  from: NetworkInterface,
  packet: Ipv4Packet,
  bytes: Uint8Array,
  passage: Passage = UNTRACKED,
): void {
  const { icmp } = ip.ipv4
  const path = ip.path(packet.destination, packet.source, {
    device: null,
    arrivedOn: from,
    ports: portsOf(ip, packet),
  })
  if (typeof path === 'number') {
    refuse(ip, bytes, path)
    return
  }
  if (packet.ttl <= 1) {
    ip.counters.count('IpInHdrErrors')
    icmp.sendTimeExceeded(bytes)
    return
  }
  if (path.broadcast) {
    // Directed broadcast to another link: off by default (RFC 2644).
    ip.counters.count('IpInAddrErrors')
    return
  }
  const length = read16(bytes, 2)
  if (length > path.device.mtu && packet.dontFragment) {
    ip.counters.count('IpFragFails')
    icmp.sendFragmentationNeeded(bytes, path.device.mtu)
    return
  }
  if (path.device === from) icmp.redirects.tell(packet, bytes, path)
  const prohibit = () => icmp.sendUnreachable(bytes, IcmpCode.COMMUNICATION_PROHIBITED)
  if (!isLetThrough(ip, { passage, packet, from, to: path.device }, prohibit)) return
  ip.counters.count('IpForwDatagrams')
  const frame = decrementTtl(bytes, length)
  if (ip.netfilter?.leaving(passage, frame.subarray(ETHERNET_HEADER_LENGTH), path.device.name) === false) return
  if (length <= path.device.mtu) ip.transmit(path, path.source, frame)
  else ip.ipv4.transmitFragments({ ...path, mtu: path.device.mtu }, frame.subarray(ETHERNET_HEADER_LENGTH))
}

/**
 * Forwards by multicast routes (Linux's ip_mr_forward): a copy to each interface that they name, TTL reduced by one. No
 * error is sent when a copy doesn't fit or its TTL expires (RFC 1112 §7.2). Returns false if no route matches.
 */
export function forwardToGroup(
  ip: Ipv4Services,
  from: NetworkInterface,
  packet: Ipv4Packet,
  bytes: Uint8Array,
): boolean {
  const { source, destination, ttl, dontFragment } = packet
  const outgoing = ip.multicastRoutes.outgoing(from, destination, source)
  const length = read16(bytes, 2)
  for (const device of outgoing) {
    if (ttl <= 1 || !device.up) continue
    const path = { device, source, nextHop: destination, mtu: device.mtu, broadcast: true }
    if (length > device.mtu && dontFragment) {
      ip.counters.count('IpFragFails')
      continue
    }
    ip.counters.count('IpForwDatagrams')
    const frame = decrementTtl(bytes, length)
    if (length <= device.mtu) ip.transmit(path, source, frame)
    else ip.ipv4.transmitFragments(path, frame.subarray(ETHERNET_HEADER_LENGTH))
  }
  return outgoing.length > 0
}

/** Ports of an unfragmented packet, where they matter. */
function portsOf(ip: Ipv4Services, { protocol, moreFragments, fragmentOffset, payload }: Ipv4Packet) {
  if (ip.settings.multipathHashPolicy[4] !== 1 || moreFragments || fragmentOffset > 0) return null
  return transportPorts(protocol, payload)
}

/** ICMP codes that tell how a packet was refused (Linux's ip_error); a black hole drops silently. */
const REFUSALS: ReadonlyMap<number, number> = new Map([
  [-Errno.ENETUNREACH, IcmpCode.NET_UNREACHABLE],
  [-Errno.EHOSTUNREACH, IcmpCode.HOST_UNREACHABLE],
  [-Errno.EACCES, IcmpCode.COMMUNICATION_PROHIBITED],
])

function refuse(ip: Ipv4Services, bytes: Uint8Array, error: number): void {
  if (error !== -Errno.EINVAL) ip.counters.count('IpInNoRoutes')
  const code = REFUSALS.get(error)
  if (code !== undefined) ip.ipv4.icmp.sendUnreachable(bytes, code)
}

/** A copy with room for an Ethernet header; the checksum changes with the word that holds the TTL (RFC 1624). */
function decrementTtl(bytes: Uint8Array, length: number): Uint8Array {
  const frame = newFrame(ETHERNET_HEADER_LENGTH + length)
  frame.set(bytes.subarray(0, length), ETHERNET_HEADER_LENGTH)
  const packet = frame.subarray(ETHERNET_HEADER_LENGTH)
  const before = read16(packet, 8)
  packet[8]!--
  const checksum = updateChecksum(read16(packet, 10), before, read16(packet, 8))
  write16(packet, 10, checksum)
  return frame
}
