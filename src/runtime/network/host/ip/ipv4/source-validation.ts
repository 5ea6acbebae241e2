/** Validation of source addresses (RFC 3704, RFC 1812 5.3.8), after Linux's fib_validate_source. */
import { type IpAddress, isLoopback, isMulticast, LIMITED_BROADCAST } from '../../../address/index.ts'
import { IpProtocol, type Ipv4Packet } from '../../../wire/index.ts'
import type { NetworkInterface } from '../network-interface.ts'
import type { Ipv4Services } from './ipv4-services.ts'

/** Returns false for a packet to drop silently: it claims to come from this host, or from an address not reached through this interface. */
export function isBelievable(ip: Ipv4Services, device: NetworkInterface, packet: Ipv4Packet): boolean {
  const { source } = packet
  if (source === '0.0.0.0') return mayHaveNoSource(packet)
  if (isMulticast(source) || source === LIMITED_BROADCAST) {
    ip.counters.count('IpInAddrErrors')
    return false
  }
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

/**
 * Returns whether a packet may lack a source: to everybody, to groups of the link, and in IGMP (Linux's ip_route_input_slow,
 * ip_mc_validate_source).
 */
function mayHaveNoSource({ destination, protocol }: Ipv4Packet): boolean {
  if (destination === LIMITED_BROADCAST) return true
  return isMulticast(destination) && (destination.startsWith('224.0.0.') || protocol === IpProtocol.IGMP)
}

function isReachable(
  ip: Ipv4Services,
  device: NetworkInterface,
  source: IpAddress,
  destination: IpAddress,
  strict: boolean,
): boolean {
  if (ip.ownerOf(source) !== undefined) return true
  if (ip.interfaces.some((one) => one.isBroadcast(source))) return false
  // The reverse lookup: the route that an answer would take.
  const route = ip.routes.find({ destination: source, source: destination, device: null, arrivedOn: null })
  if (typeof route === 'number') return false
  return !strict || route.hops.some((hop) => hop.device === device)
}
