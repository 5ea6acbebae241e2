/** What a router does with packets for others (RFC 8200, RFC 4443 §3). */
import { addressKind } from '../../../address/index.ts'
import { ETHERNET_HEADER_LENGTH, Icmpv6Code, type Ipv6Packet, newFrame } from '../../../wire/index.ts'
import type { IpLayer } from '../ip-layer.ts'
import type { NetworkInterface } from '../network-interface.ts'

const HOP_LIMIT_AT = 7

export function forward(ip: IpLayer, from: NetworkInterface, packet: Ipv6Packet, bytes: Uint8Array): void {
  const { icmp } = ip.ipv6
  // RFC 4291 2.5.2, 2.5.6: such packets are not passed on.
  const kinds = [addressKind(packet.source), addressKind(packet.destination)]
  if (kinds[0] === 'unspecified' || kinds[1] === 'link-local') {
    ip.counters.count('Ip6InAddrErrors')
    return
  }
  const path = ip.path(packet.destination)
  if (typeof path === 'number') {
    // Also for an unreachable route, and before the hop limit is looked at: Linux's ip6_pkt_discard.
    ip.counters.count('Ip6InNoRoutes')
    icmp.sendUnreachable(from, bytes, Icmpv6Code.NO_ROUTE)
    return
  }
  if (packet.hopLimit <= 1) {
    ip.counters.count('Ip6InHdrErrors')
    icmp.sendTimeExceeded(from, bytes)
    return
  }
  if (kinds[0] === 'link-local') {
    ip.counters.count('Ip6InAddrErrors')
    icmp.sendUnreachable(from, bytes, Icmpv6Code.BEYOND_SCOPE)
    return
  }
  if (bytes.length > path.device.mtu) {
    ip.counters.count('Ip6InTooBigErrors')
    icmp.sendPacketTooBig(from, bytes, path.device.mtu)
    return
  }
  ip.counters.count('Ip6OutForwDatagrams')
  const frame = newFrame(ETHERNET_HEADER_LENGTH + bytes.length)
  frame.set(bytes, ETHERNET_HEADER_LENGTH)
  frame[ETHERNET_HEADER_LENGTH + HOP_LIMIT_AT]!--
  ip.transmit(path, path.source, frame)
}
