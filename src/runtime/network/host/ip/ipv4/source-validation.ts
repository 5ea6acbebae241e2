/** Whether a packet may come from where it says (RFC 3704, RFC 1812 5.3.8), as Linux's fib_validate_source decides. */
import { type IpAddress, isLoopback } from '../../../address/index.ts'
import type { Ipv4Packet } from '../../../wire/index.ts'
import type { IpLayer } from '../ip-layer.ts'
import type { NetworkInterface } from '../network-interface.ts'

/** False for a packet that is to be dropped without a word: it claims to come from this host, or from where nothing comes in by this interface. */
export function isBelievable(ip: IpLayer, device: NetworkInterface, packet: Ipv4Packet): boolean {
  const { source } = packet
  if (source === '0.0.0.0') return true
  const acceptsLocal = device.settings.acceptsLocal || ip.settings.all.acceptsLocal
  if (isLoopback(source) || (ip.ownerOf(source) !== undefined && !acceptsLocal)) {
    ip.counters.count('IpInAddrErrors')
    return false
  }
  const filter = Math.max(device.settings.reversePathFilter, ip.settings.all.reversePathFilter)
  if (filter === 0 || isReachable(ip, device, source, packet.destination, filter === 1)) return true
  ip.counters.count('IPReversePathFilter')
  return false
}

function isReachable(
  ip: IpLayer,
  device: NetworkInterface,
  source: IpAddress,
  destination: IpAddress,
  strict: boolean,
): boolean {
  if (ip.ownerOf(source) !== undefined) return true
  // Asked the other way round: the way that an answer would take.
  const route = ip.routes.find({ destination: source, source: destination, device: null, arrivedOn: null })
  if (typeof route === 'number') return false
  return !strict || route.hops.some((hop) => hop.device === device)
}
