/** What only IPv6 does: its header and extension headers, neighbor discovery, ICMPv6, source addresses, fragments of the source, and how hosts configure themselves. */
export { RouterAdvertiser } from './autoconfiguration/index.ts'
export { Ipv6 } from './ipv6.ts'
