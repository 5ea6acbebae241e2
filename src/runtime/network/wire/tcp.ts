/** TCP segments (RFC 9293 §3.1), with the ECN bits of RFC 3168 and the AE bit of RFC 9768. */
import type { IpAddress } from '../address/index.ts'
import { read16, read32, write16, write32 } from '../bytes.ts'
import { flagField, hexField, numberField } from './field.ts'
import { internetChecksum, pseudoHeaderSum } from './internet-checksum.ts'
import { cutOff, NO_BYTES, ParseError } from './parse-error.ts'

/** Without options. */
export const TCP_HEADER_LENGTH = 20
const PROTOCOL = 6

/** Bits of `TcpSegment.flags`. */
export const TcpFlag = {
  FIN: 0x001,
  SYN: 0x002,
  RST: 0x004,
  PSH: 0x008,
  ACK: 0x010,
  URG: 0x020,
  ECE: 0x040,
  CWR: 0x080,
  AE: 0x100,
} as const

export const TCP_FIELDS = [
  numberField('tcp.srcport', 'Source Port', 0, 16),
  numberField('tcp.dstport', 'Destination Port', 16, 16),
  numberField('tcp.seq_raw', 'Sequence Number (raw)', 32, 32),
  numberField('tcp.ack_raw', 'Acknowledgment number (raw)', 64, 32),
  numberField('tcp.hdr_len', 'Header Length', 96, 4, { scale: 4 }),
  hexField('tcp.flags', 'Flags', 100, 12),
  flagField('tcp.flags.res', 'Reserved', 100, 3),
  flagField('tcp.flags.ae', 'Accurate ECN', 103),
  flagField('tcp.flags.cwr', 'Congestion Window Reduced', 104),
  flagField('tcp.flags.ece', 'ECN-Echo', 105),
  flagField('tcp.flags.urg', 'Urgent', 106),
  flagField('tcp.flags.ack', 'Acknowledgment', 107),
  flagField('tcp.flags.push', 'Push', 108),
  flagField('tcp.flags.reset', 'Reset', 109),
  flagField('tcp.flags.syn', 'Syn', 110),
  flagField('tcp.flags.fin', 'Fin', 111),
  numberField('tcp.window_size_value', 'Window', 112, 16),
  hexField('tcp.checksum', 'Checksum', 128, 16),
  numberField('tcp.urgent_pointer', 'Urgent Pointer', 144, 16),
] as const

export interface TcpSegment {
  sourcePort: number
  destinationPort: number
  sequenceNumber: number
  acknowledgmentNumber: number
  /** The three bits between the header length and the flags; they must be 0. */
  reserved: number
  /** `TcpFlag` bits. */
  flags: number
  /** As on the wire, not scaled. */
  window: number
  urgentPointer: number
  /** As on the wire, a multiple of 4 bytes long, at most 40. `readTcpOptions` returns their meaning. */
  options: Uint8Array
  payload: Uint8Array
}

/** Segment without the options and payload. */
export interface TcpHeader extends Omit<TcpSegment, 'options' | 'payload'> {
  /** Offset of the payload. */
  headerLength: number
}

/** Parses a segment without verifying its checksum: see `transportChecksumOk`. */
export function parseTcp(bytes: Uint8Array): TcpSegment | ParseError {
  const header = parseTcpHeader(bytes)
  if (header instanceof ParseError) return header
  const { headerLength, ...fields } = header
  return { ...fields, options: tcpOptionBytes(bytes, headerLength), payload: bytes.subarray(headerLength) }
}

/** Returns the options of a segment with this header length. */
export function tcpOptionBytes(bytes: Uint8Array, headerLength: number): Uint8Array {
  return headerLength === TCP_HEADER_LENGTH ? NO_BYTES : bytes.subarray(TCP_HEADER_LENGTH, headerLength)
}

/** Parses a header, for a host, which reads segments in place. The whole header is known to be present. */
export function parseTcpHeader(bytes: Uint8Array): TcpHeader | ParseError {
  if (bytes.length < TCP_HEADER_LENGTH) return cutOff('tcp', TCP_HEADER_LENGTH, bytes.length)
  const offsetAndFlags = read16(bytes, 12)
  const headerLength = (offsetAndFlags >> 12) * 4
  if (headerLength < TCP_HEADER_LENGTH)
    return new ParseError('tcp', `a header length of ${headerLength} bytes is below 20`)
  if (headerLength > bytes.length) return cutOff('tcp', headerLength, bytes.length)
  return {
    sourcePort: read16(bytes, 0),
    destinationPort: read16(bytes, 2),
    sequenceNumber: read32(bytes, 4),
    acknowledgmentNumber: read32(bytes, 8),
    reserved: (offsetAndFlags >> 9) & 7,
    flags: offsetAndFlags & 0x1ff,
    window: read16(bytes, 14),
    urgentPointer: read16(bytes, 18),
    headerLength,
  }
}

/** Returns the length of a segment in bytes. */
export function tcpLength(segment: TcpSegment): number {
  return TCP_HEADER_LENGTH + segment.options.length + segment.payload.length
}

/** Writes a segment with its checksum at `at` and returns its end. Throws RangeError for options that cannot be written. */
export function writeTcp(
  target: Uint8Array,
  at: number,
  segment: TcpSegment,
  source: IpAddress,
  destination: IpAddress,
): number {
  const { options, payload } = segment
  if (options.length > 40 || options.length % 4 !== 0) throw new RangeError(`${options.length} bytes of TCP options`)
  const headerLength = TCP_HEADER_LENGTH + options.length
  const end = at + headerLength + payload.length
  write16(target, at, segment.sourcePort)
  write16(target, at + 2, segment.destinationPort)
  write32(target, at + 4, segment.sequenceNumber)
  write32(target, at + 8, segment.acknowledgmentNumber)
  write16(target, at + 12, (headerLength << 10) | (segment.reserved << 9) | segment.flags)
  write16(target, at + 14, segment.window)
  write16(target, at + 16, 0)
  write16(target, at + 18, segment.urgentPointer)
  if (options.length > 0) target.set(options, at + TCP_HEADER_LENGTH)
  target.set(payload, at + headerLength)
  write16(target, at + 16, internetChecksum(target, at, end, pseudoHeaderSum(source, destination, PROTOCOL, end - at)))
  return end
}

export function emitTcp(segment: TcpSegment, source: IpAddress, destination: IpAddress): Uint8Array {
  const bytes = new Uint8Array(tcpLength(segment))
  writeTcp(bytes, 0, segment, source, destination)
  return bytes
}

const FLAG_ORDER = ['SYN', 'FIN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR', 'AE'] as const

/** Returns the flags in words, what the segment does before ACK: `SYN ACK`, `PSH ACK`. */
export function flagsText(flags: number): string {
  return FLAG_ORDER.filter((name) => (flags & TcpFlag[name]) !== 0).join(' ')
}
