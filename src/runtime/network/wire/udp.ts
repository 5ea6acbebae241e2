/** UDP (RFC 768). */
import type { IpAddress } from '../address/index.ts'
import { read16, write16 } from '../bytes.ts'
import { hexField, numberField } from './field.ts'
import { internetChecksum, pseudoHeaderSum } from './internet-checksum.ts'
import { cutOff, ParseError } from './parse-error.ts'

export const UDP_HEADER_LENGTH = 8
const PROTOCOL = 17

export const UDP_FIELDS = [
  numberField('udp.srcport', 'Source Port', 0, 16),
  numberField('udp.dstport', 'Destination Port', 16, 16),
  numberField('udp.length', 'Length', 32, 16),
  hexField('udp.checksum', 'Checksum', 48, 16),
] as const

export interface UdpDatagram {
  sourcePort: number
  destinationPort: number
  payload: Uint8Array
}

/** Parses a datagram without bytes behind its length and without verifying its checksum: see `transportChecksumOk`. */
export function parseUdp(bytes: Uint8Array): UdpDatagram | ParseError {
  if (bytes.length < UDP_HEADER_LENGTH) return cutOff('udp', UDP_HEADER_LENGTH, bytes.length)
  const length = read16(bytes, 4)
  if (length < UDP_HEADER_LENGTH) return new ParseError('udp', `a length of ${length} bytes is below the header's 8`)
  if (length > bytes.length) return cutOff('udp', length, bytes.length)
  return {
    sourcePort: read16(bytes, 0),
    destinationPort: read16(bytes, 2),
    payload: bytes.subarray(UDP_HEADER_LENGTH, length),
  }
}

/** Writes a datagram with its checksum at `at` and returns its end. A checksum of 0 is sent as 0xffff, because 0 means no checksum. */
export function writeUdp(
  target: Uint8Array,
  at: number,
  datagram: UdpDatagram,
  source: IpAddress,
  destination: IpAddress,
): number {
  const length = UDP_HEADER_LENGTH + datagram.payload.length
  if (length > 0xffff) throw new RangeError(`A UDP datagram of ${length} bytes is too long`)
  write16(target, at, datagram.sourcePort)
  write16(target, at + 2, datagram.destinationPort)
  write16(target, at + 4, length)
  write16(target, at + 6, 0)
  target.set(datagram.payload, at + UDP_HEADER_LENGTH)
  const pseudoHeader = pseudoHeaderSum(source, destination, PROTOCOL, length)
  write16(target, at + 6, internetChecksum(target, at, at + length, pseudoHeader) || 0xffff)
  return at + length
}

export function emitUdp(datagram: UdpDatagram, source: IpAddress, destination: IpAddress): Uint8Array {
  const bytes = new Uint8Array(UDP_HEADER_LENGTH + datagram.payload.length)
  writeUdp(bytes, 0, datagram, source, destination)
  return bytes
}
