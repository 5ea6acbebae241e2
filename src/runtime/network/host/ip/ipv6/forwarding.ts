/** Forwarding of packets on a router (RFC 8200, RFC 4443 §3). */
import { addressKind } from '../../../address/index.ts'
import { Errno } from '../../../errno.ts'
import { ETHERNET_HEADER_LENGTH, Icmpv6Code, type Ipv6Packet, newFrame } from '../../../wire/index.ts'
import { transportPorts } from '../flow-ports.ts'
import { isLetThrough, upperLayerOf } from '../netfilter/index.ts'
import type { NetworkInterface } from '../network-interface.ts'
import type { Ipv6Services } from './ipv6-services.ts'

const HOP_LIMIT_AT = 7

export function forward(ip: Ipv6Services, from: NetworkInterface, packet: Ipv6Packet, bytes: Uint8Array): void {
  const { icmp } = ip.ipv6
  // Such packets are never forwarded (RFC 4291 2.5.2, 2.5.6).
  const kinds = [addressKind(packet.source), addressKind(packet.destination)]
  if (kinds[0] === 'unspecified' || kinds[1] === 'link-local') {
    ip.counters.count('Ip6InAddrErrors')
    return
  }
  const path = ip.path(packet.destination, packet.source, { device: null, arrivedOn: from, ports: portsOf(ip, packet) })
  if (typeof path === 'number') {
    refuse(ip, from, bytes, path)
    return
  }
  if (packet.hopLimit <= 1) {
    ip.counters.count('Ip6InHdrErrors')
    icmp.sendTimeExceeded(from, bytes)
    return
  }
  if (path.device === from) ip.ipv6.redirects.tell(packet, bytes, path)
  else if (kinds[0] === 'link-local') {
    ip.counters.count('Ip6InAddrErrors')
    icmp.sendUnreachable(from, bytes, Icmpv6Code.BEYOND_SCOPE)
    return
  }
  if (bytes.length > path.device.mtu) {
    ip.counters.count('Ip6InTooBigErrors')
    icmp.sendPacketTooBig(from, bytes, path.device.mtu)
    return
  }
  if (!passesFirewall(ip, from, path.device, packet, bytes)) return
  ip.counters.count('Ip6OutForwDatagrams')
  const frame = newFrame(ETHERNET_HEADER_LENGTH + bytes.length)
  frame.set(bytes, ETHERNET_HEADER_LENGTH)
  frame[ETHERNET_HEADER_LENGTH + HOP_LIMIT_AT]!--
  ip.transmit(path, path.source, frame)
}

/** Tracks the packet and applies the firewall's rules to it, if there is a firewall. */
function passesFirewall(
  ip: Ipv6Services,
  from: NetworkInterface,
  to: NetworkInterface,
  packet: Ipv6Packet,
  bytes: Uint8Array,
): boolean {
  const { netfilter } = ip
  if (netfilter === null) return true
  const upper = upperLayerOf(packet)
  const passage = netfilter.arrived(upper, from.name)
  const prohibit = () => ip.ipv6.icmp.sendUnreachable(from, bytes, Icmpv6Code.PROHIBITED)
  return isLetThrough(ip, { passage, packet: upper, from, to }, prohibit) && netfilter.remember(passage)
}

/** Returns the ports right behind the header, where they matter. */
function portsOf(ip: Ipv6Services, { nextHeader, payload }: Ipv6Packet) {
  return ip.settings.multipathHashPolicy[6] === 1 ? transportPorts(nextHeader, payload) : null
}

/**
 * Refuses a packet. An unreachable route is "no route" too, before the hop limit is checked (Linux's ip6_pkt_discard). A
 * black hole drops silently.
 */
function refuse(ip: Ipv6Services, from: NetworkInterface, bytes: Uint8Array, error: number): void {
  ip.counters.count('Ip6InNoRoutes')
  if (error === -Errno.EINVAL) return
  const code = error === -Errno.EACCES ? Icmpv6Code.PROHIBITED : Icmpv6Code.NO_ROUTE
  ip.ipv6.icmp.sendUnreachable(from, bytes, code)
}
