/** The Internet checksum: the complement of the ones' complement sum of all 16-bit words (RFC 1071). */
import { addressFamily, type IpAddress, ipv4Number, ipv6Bytes } from '../address/index.ts'

/**
 * Returns the sum of the 16-bit words from `start` to `end`, an odd last byte padded with zero (RFC 1071 §4.1), added to
 * `initial`. It isn't folded yet, so that sums of parts can be added (a pseudo-header, say); every part but the last must
 * have an even length.
 */
export function onesComplementSum(bytes: Uint8Array, start: number, end: number, initial = 0): number {
  let sum = initial
  let at = start
  // Accessing `buffer` of a small array allocates one; and words do not align at an odd offset.
  if (end - start >= WORTH_WORDS && ((bytes.byteOffset + start) & 1) === 0) {
    if ((bytes.byteOffset + at) & 2) {
      sum += (bytes[at]! << 8) + bytes[at + 1]!
      at += 2
    }
    const words = (end - at) >> 2
    sum += sumOfWords(bytes.buffer, (bytes.byteOffset + at) >> 2, words)
    at += 4 * words
  }
  for (const last = end - 1; at < last; at += 2) sum += (bytes[at]! << 8) + bytes[at + 1]!
  return at < end ? sum + (bytes[at]! << 8) : sum
}

/** Length in bytes from which summing whole words is faster. */
const WORTH_WORDS = 96
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/**
 * Sums `count` words of 32 bits from word `first`. Any word size and byte order works if the bytes of the sum are swapped
 * afterwards (RFC 1071 §2 B, C).
 */
function sumOfWords(buffer: ArrayBufferLike, first: number, count: number): number {
  const words = wordsOf(buffer)
  let sum = 0
  let at = first
  // Eight at a time: each addition to the sum waits for the one before it.
  for (const last = first + count - 7; at < last; at += 8) {
    const four = words[at]! + words[at + 1]! + (words[at + 2]! + words[at + 3]!)
    sum += four + (words[at + 4]! + words[at + 5]! + (words[at + 6]! + words[at + 7]!))
  }
  for (const last = first + count; at < last; at++) sum += words[at]!
  const folded = fold(sum)
  return isLittleEndian ? ((folded & 0xff) << 8) | (folded >> 8) : folded
}

interface BufferWords {
  readonly buffer: ArrayBufferLike
  readonly words: Uint32Array
}

const NOTHING = new ArrayBuffer(0)
let last: BufferWords = { buffer: NOTHING, words: new Uint32Array(NOTHING) }
let lastButOne = last

/** Returns the buffer as 32-bit words, cached: consecutive sent frames share one buffer, and received frames another. */
function wordsOf(buffer: ArrayBufferLike): Uint32Array {
  if (last.buffer !== buffer) {
    const found =
      lastButOne.buffer === buffer ? lastButOne : { buffer, words: new Uint32Array(buffer, 0, buffer.byteLength >> 2) }
    lastButOne = last
    last = found
  }
  return last.words
}

/** Folds a sum into 16 bits: the carries are added at the low end. */
function fold(sum: number): number {
  let folded = sum
  while (folded > 0xffff) folded = (folded % 0x10000) + Math.floor(folded / 0x10000)
  return folded
}

/**
 * Returns the checksum of the bytes from `start` to `end`. Over data that already holds its checksum the result is 0, which
 * verifies it.
 */
export function internetChecksum(bytes: Uint8Array, start = 0, end = bytes.length, initial = 0): number {
  return ~fold(onesComplementSum(bytes, start, end, initial)) & 0xffff
}

/** Returns the checksum after one 16-bit word changed, without reading the other words (RFC 1624 §3, equation 3: HC' = ~(~HC + ~m + m')). */
export function updateChecksum(checksum: number, oldWord: number, newWord: number): number {
  return ~fold((~checksum & 0xffff) + (~oldWord & 0xffff) + newWord) & 0xffff
}

/** Returns the sum of the pseudo-header that TCP and UDP checksums cover too (RFC 9293 §3.1, RFC 768; for IPv6 RFC 8200 §8.1). */
export function pseudoHeaderSum(source: IpAddress, destination: IpAddress, protocol: number, length: number): number {
  return addressSum(source) + addressSum(destination) + protocol + (length & 0xffff) + Math.floor(length / 0x10000)
}

const sumsByAddress = new Map<IpAddress, number>()
const MOST_SUMS = 1024

/** Returns an address's sum, cached: a world has few addresses and many packets. */
function addressSum(address: IpAddress): number {
  const known = sumsByAddress.get(address)
  if (known !== undefined) return known
  const sum = sumOfAddress(address)
  if (sumsByAddress.size >= MOST_SUMS) sumsByAddress.clear()
  sumsByAddress.set(address, sum)
  return sum
}

function sumOfAddress(address: IpAddress): number {
  if (addressFamily(address) === 6) return onesComplementSum(ipv6Bytes(address), 0, 16)
  const number = ipv4Number(address)
  return (number >>> 16) + (number & 0xffff)
}

/**
 * Verifies a TCP segment, UDP datagram or ICMPv6 message between two addresses. A UDP checksum of 0 means none (RFC
 * 768); over IPv6 it is required (RFC 8200 §8.1).
 */
export function transportChecksumOk(
  bytes: Uint8Array,
  source: IpAddress,
  destination: IpAddress,
  protocol: number,
): boolean {
  const isUdp = protocol === 17
  if (isUdp && bytes[6] === 0 && bytes[7] === 0) return addressFamily(source) === 4
  return internetChecksum(bytes, 0, bytes.length, pseudoHeaderSum(source, destination, protocol, bytes.length)) === 0
}
