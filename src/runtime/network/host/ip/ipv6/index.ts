/**
 * IPv6 only: its header and extension headers, neighbor discovery, ICMPv6, source addresses, fragmentation at the source, and
 * autoconfiguration of hosts.
 */
export { RouterAdvertiser } from './autoconfiguration/index.ts'
export { Ipv6 } from './ipv6.ts'
