/** Updates checksums of frames changed in transit by a link's rule or an address translator. */
import { ipv4FromNumber } from '../address/index.ts'
import { read16, read32, write16 } from '../bytes.ts'
import { ETHERNET_HEADER_LENGTH, EtherType } from './ethernet.ts'
import { internetChecksum, pseudoHeaderSum } from './internet-checksum.ts'
import { IPV4_HEADER_LENGTH, IpProtocol } from './ipv4.ts'
import { IPV6_HEADER_LENGTH, parseIpv6 } from './ipv6.ts'
import { parseExtensions } from './ipv6-extensions.ts'
import { ParseError } from './parse-error.ts'

/** Offset of a protocol's checksum, the length of its header, and whether the addresses are covered. */
const PLACES: Readonly<Record<number, { at: number; header: number; isPseudo: boolean }>> = {
  [IpProtocol.ICMP]: { at: 2, header: 8, isPseudo: false },
  [IpProtocol.IGMP]: { at: 2, header: 8, isPseudo: false },
  [IpProtocol.TCP]: { at: 16, header: 20, isPseudo: true },
  [IpProtocol.UDP]: { at: 6, header: 8, isPseudo: true },
  [IpProtocol.ICMPV6]: { at: 2, header: 8, isPseudo: true },
}

/**
 * Updates, in place, the checksums of a frame's IPv4 header and of its TCP, UDP, ICMP, IGMP or ICMPv6 message. Checksums
 * that can't be computed stay: a fragment's (it covers the whole packet), a truncated packet's, and a UDP checksum of 0,
 * which means none.
 */
export function mendChecksums(frame: Uint8Array): void {
  if (frame.length < ETHERNET_HEADER_LENGTH) return
  const type = read16(frame, ETHERNET_HEADER_LENGTH - 2)
  if (type === EtherType.IPV4) mendIpv4(frame, ETHERNET_HEADER_LENGTH)
  else if (type === EtherType.IPV6) mendIpv6(frame, ETHERNET_HEADER_LENGTH)
}

function mendIpv4(bytes: Uint8Array, start: number): void {
  const payload = start + ((bytes[start] ?? 0) % 16) * 4
  if (payload < start + IPV4_HEADER_LENGTH || payload > bytes.length) return
  write16(bytes, start + 10, 0)
  write16(bytes, start + 10, internetChecksum(bytes, start, payload))
  const end = start + read16(bytes, start + 2)
  const isFragment = (read16(bytes, start + 6) & 0x3fff) !== 0
  if (isFragment || end > bytes.length) return
  const [source, destination] = [read32(bytes, start + 12), read32(bytes, start + 16)].map(ipv4FromNumber)
  mendPayload(bytes, payload, end, bytes[start + 9]!, (protocol, length) =>
    pseudoHeaderSum(source!, destination!, protocol, length),
  )
}

function mendIpv6(bytes: Uint8Array, start: number): void {
  const packet = parseIpv6(bytes.subarray(start))
  if (packet instanceof ParseError) return
  const chain = parseExtensions(packet.nextHeader, packet.payload)
  if (chain.error !== null || chain.headers.some(({ kind }) => kind === 'fragment')) return
  const payload = start + IPV6_HEADER_LENGTH
  const { source, destination } = packet
  mendPayload(bytes, payload + chain.start, payload + packet.payload.length, chain.protocol, (protocol, length) =>
    pseudoHeaderSum(source, destination, protocol, length),
  )
}

function mendPayload(
  bytes: Uint8Array,
  start: number,
  end: number,
  protocol: number,
  pseudoSum: (protocol: number, length: number) => number,
): void {
  const place = PLACES[protocol]
  if (place === undefined || start + place.header > end) return
  const at = start + place.at
  const isUdp = protocol === IpProtocol.UDP
  if (isUdp && read16(bytes, at) === 0) return
  write16(bytes, at, 0)
  const sum = internetChecksum(bytes, start, end, place.isPseudo ? pseudoSum(protocol, end - start) : 0)
  write16(bytes, at, isUdp ? sum || 0xffff : sum)
}
