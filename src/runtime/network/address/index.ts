/**
 * Addresses: canonical text above the bytes (dotted quad, RFC 5952, `02:00:00:00:00:01`), and the arithmetic on them. Both families from
 * the first line on. No packets here: reading an address out of a header is a matter of `wire/`, through the functions of this folder.
 */
export { formatEndpoint } from './endpoint.ts'
export {
  addressFamily,
  type Family,
  formatIpAddress,
  type IpAddress,
  ipAddressFrom,
  isIpAddress,
  parseIpAddress,
} from './ip-address.ts'
export {
  type AddressKind,
  addressKind,
  isLoopback,
  isMulticast,
  isUnspecified,
  LIMITED_BROADCAST,
} from './ip-address-kind.ts'
export { ipv4FromNumber, ipv4Number, parseIpv4Address } from './ipv4-address.ts'
export { ipv6AddressAt, ipv6Bytes } from './ipv6-address.ts'
export { interfaceIdentifier, LINK_LOCAL_PREFIX, linkLocalAddress, solicitedNodeGroup } from './ipv6-scope.ts'
export {
  BROADCAST_MAC,
  formatMacAddress,
  isGroupMac,
  type MacAddress,
  macAddressAt,
  macBytes,
  multicastMac,
  numberedMac,
  parseMacAddress,
  ZERO_MAC,
} from './mac-address.ts'
export {
  broadcastAddress,
  commonPrefixLength,
  formatPrefix,
  networkAddress,
  type Prefix,
  parsePrefix,
  prefixContains,
  prefixMask,
} from './prefix.ts'
