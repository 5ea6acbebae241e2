/** Whether a packet may come from where it says (RFC 3704, RFC 1812 5.3.8), as Linux's fib_validate_source decides. */
import { type IpAddress, isLoopback, isMulticast, LIMITED_BROADCAST } from '../../../address/index.ts'
import { IpProtocol, type Ipv4Packet } from '../../../wire/index.ts'
import type { NetworkInterface } from '../network-interface.ts'
import type { Ipv4Services } from './ipv4-services.ts'

/** False for a packet that is to be dropped without a word: it claims to come from this host, or from where nothing comes in by this interface. */
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

/** Who has no address yet speaks to everybody, to groups of the link, and of groups (Linux's ip_route_input_slow, ip_mc_validate_source). */
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
  // The reverse lookup: the way that an answer would take.
  const route = ip.routes.find({ destination: source, source: destination, device: null, arrivedOn: null })
  if (typeof route === 'number') return false
  return !strict || route.hops.some((hop) => hop.device === device)
}
