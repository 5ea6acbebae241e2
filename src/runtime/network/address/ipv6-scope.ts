/** Addresses that follow from others: link-local ones from an interface's MAC, solicited-node groups from addresses. */
import { formatIpv6Address, ipv6Bytes } from './ipv6-address.ts'
import { type MacAddress, parseMacAddress } from './mac-address.ts'
import type { Prefix } from './prefix.ts'

/** Where every interface has an address (RFC 4291 §2.5.6). */
export const LINK_LOCAL_PREFIX: Prefix = { address: 'fe80::', length: 64 }

/** The modified EUI-64 of an Ethernet address: ff:fe in the middle, the universal/local bit turned round (RFC 4291 appendix A). */
export function interfaceIdentifier(mac: MacAddress): Uint8Array {
  const bytes = parseMacAddress(mac)
  if (bytes === null) throw new TypeError(`${JSON.stringify(mac)} is not a MAC address`)
  const [a, b, c, d, e, f] = bytes as unknown as [number, number, number, number, number, number]
  return Uint8Array.of(a ^ 2, b, c, 0xff, 0xfe, d, e, f)
}

/** The link-local address of an interface with this MAC (RFC 4862 §5.3, RFC 2464 §5). */
export function linkLocalAddress(mac: MacAddress): string {
  return formatIpv6Address(Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0, ...interfaceIdentifier(mac)))
}

/** The group in which the owner of an address listens for solicitations: ff02::1:ff and its last 24 bits (RFC 4291 §2.7.1). */
export function solicitedNodeGroup(address: string): string {
  const last = ipv6Bytes(address).subarray(13)
  return formatIpv6Address(Uint8Array.of(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, ...last))
}
