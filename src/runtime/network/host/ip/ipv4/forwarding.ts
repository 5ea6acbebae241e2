/** What a router does with packets for others (RFC 1812 5.2, 5.3). */

import { Errno } from '../../../errno.ts'
import { ETHERNET_HEADER_LENGTH, type Ipv4Packet, newFrame, updateChecksum } from '../../../wire/index.ts'
import type { IpLayer } from '../ip-layer.ts'
import type { NetworkInterface } from '../network-interface.ts'

export function forward(ip: IpLayer, from: NetworkInterface, packet: Ipv4Packet, bytes: Uint8Array): void {
  const { icmp } = ip.ipv4
  if (packet.ttl <= 1) {
    ip.counters.count('IpInHdrErrors')
    icmp.sendTimeExceeded(bytes, from)
    return
  }
  const path = ip.path(packet.destination)
  if (typeof path === 'number') {
    ip.counters.count('IpInNoRoutes')
    icmp.sendUnreachable(bytes, from, path === -Errno.EHOSTUNREACH)
    return
  }
  if (path.broadcast) {
    // To everybody on another link: off by default (RFC 2644).
    ip.counters.count('IpInAddrErrors')
    return
  }
  const length = (bytes[2]! << 8) | bytes[3]!
  if (length > path.device.mtu && packet.dontFragment) {
    ip.counters.count('IpFragFails')
    icmp.sendFragmentationNeeded(bytes, from, path.device.mtu)
    return
  }
  ip.counters.count('IpForwDatagrams')
  const frame = decrementTtl(bytes, length)
  if (length <= path.device.mtu) ip.transmit(path, path.source, frame)
  else ip.ipv4.transmitFragments({ ...path, mtu: path.device.mtu }, frame.subarray(ETHERNET_HEADER_LENGTH))
}

/** A copy with room for an Ethernet header; the checksum changes with the word that holds the TTL (RFC 1624). */
function decrementTtl(bytes: Uint8Array, length: number): Uint8Array {
  const frame = newFrame(ETHERNET_HEADER_LENGTH + length)
  frame.set(bytes.subarray(0, length), ETHERNET_HEADER_LENGTH)
  const packet = frame.subarray(ETHERNET_HEADER_LENGTH)
  const before = (packet[8]! << 8) | packet[9]!
  packet[8]!--
  const checksum = updateChecksum((packet[10]! << 8) | packet[11]!, before, (packet[8]! << 8) | packet[9]!)
  packet[10] = checksum >> 8
  packet[11] = checksum & 0xff
  return frame
}
