/**
 * Splits one TCP segment into several and merges two into one, like segmentation and receive offload: the byte stream
 * stays the same.
 */
import { read16, write16 } from '../bytes.ts'
import {
  ETHERNET_HEADER_LENGTH,
  EtherType,
  IPV6_HEADER_LENGTH,
  IpProtocol,
  mendChecksums,
  ParseError,
  parseEthernet,
  parseExtensions,
  parseIpv4,
  parseIpv6,
  parseTcp,
  TcpFlag,
  type TcpSegment,
} from '../wire/index.ts'

/** A frame with a complete TCP segment. */
export interface SegmentFrame {
  readonly frame: Uint8Array
  readonly version: 4 | 6
  readonly tcpStart: number
  readonly dataStart: number
  readonly segment: TcpSegment
  /** Addresses and ports of this direction. */
  readonly flow: string
}

const IP = ETHERNET_HEADER_LENGTH
const SEQUENCE_AT = 4
const FLAGS_AT = 13
const URGENT_AT = 18
const LARGEST_PACKET = 65_535
const WRAP = 2 ** 32

/** Null for anything else, including fragments and truncated segments. */
export function segmentIn(frame: Uint8Array): SegmentFrame | null {
  const ethernet = parseEthernet(frame)
  if (ethernet instanceof ParseError) return null
  const place = ethernet.type === EtherType.IPV4 ? inIpv4(ethernet.payload) : inIpv6(ethernet.type, ethernet.payload)
  if (place === null) return null
  const segment = parseTcp(place.payload)
  if (segment instanceof ParseError) return null
  const tcpStart = place.payload.byteOffset - frame.byteOffset
  const dataStart = tcpStart + place.payload.length - segment.payload.length
  const flow = `${place.source} ${segment.sourcePort} ${place.destination} ${segment.destinationPort}`
  return { frame, version: place.version, tcpStart, dataStart, segment, flow }
}

interface Place {
  readonly version: 4 | 6
  readonly source: string
  readonly destination: string
  readonly payload: Uint8Array
}

function inIpv4(bytes: Uint8Array): Place | null {
  const packet = parseIpv4(bytes)
  if (packet instanceof ParseError || packet.protocol !== IpProtocol.TCP) return null
  if (packet.moreFragments || packet.fragmentOffset > 0) return null
  return { version: 4, source: packet.source, destination: packet.destination, payload: packet.payload }
}

function inIpv6(type: number, bytes: Uint8Array): Place | null {
  const packet = type === EtherType.IPV6 ? parseIpv6(bytes) : null
  if (packet === null || packet instanceof ParseError) return null
  const chain = parseExtensions(packet.nextHeader, packet.payload)
  if (chain.error !== null || chain.protocol !== IpProtocol.TCP) return null
  if (chain.headers.some(({ kind }) => kind === 'fragment')) return null
  const payload = packet.payload.subarray(chain.start)
  return { version: 6, source: packet.source, destination: packet.destination, payload }
}

/** Splits a segment at these offsets of its data, from 1 to its length − 1, ascending. */
export function splitSegment(whole: SegmentFrame, places: readonly number[]): Uint8Array[] {
  const { length } = whole.segment.payload
  const starts = [0, ...places]
  return starts.map((start, index) => piece(whole, index, start, starts[index + 1] ?? length))
}

/** Flags as in a network card's segmentation: FIN and PSH go to the last piece, CWR to the first (RFC 3168 6.1.2). */
function piece(
  { frame, version, tcpStart, dataStart, segment }: SegmentFrame,
  index: number,
  start: number,
  end: number,
) {
  const header = frame.subarray(0, dataStart)
  const bytes = new Uint8Array(dataStart + end - start)
  bytes.set(header)
  bytes.set(segment.payload.subarray(start, end), dataStart)
  let { flags } = segment
  if (end < segment.payload.length) flags &= ~(TcpFlag.FIN | TcpFlag.PSH)
  if (start > 0) flags &= ~TcpFlag.CWR
  if (segment.urgentPointer <= start) flags &= ~TcpFlag.URG
  writeSegment(bytes, tcpStart, segment.sequenceNumber + start, flags)
  write16(bytes, tcpStart + URGENT_AT, flags & TcpFlag.URG ? segment.urgentPointer - start : 0)
  writeLength(bytes, version, index)
  mendChecksums(bytes)
  return bytes
}

/**
 * Merges two segments; null if `next` does not continue `first` or the packet would exceed `largest` bytes.
 * Acknowledgment, window and timestamp are those of the second, the more recent one.
 */
export function joinSegments(first: SegmentFrame, next: SegmentFrame, largest: number): Uint8Array | null {
  const { segment: a } = first
  const { segment: b } = next
  const odd = TcpFlag.SYN | TcpFlag.RST | TcpFlag.URG
  const isContinued = (a.sequenceNumber + a.payload.length) % WRAP === b.sequenceNumber
  const addsSomething = b.payload.length > 0 || (b.flags & TcpFlag.FIN) !== 0
  if (first.flow !== next.flow || !isContinued || !addsSomething) return null
  if (((a.flags | b.flags) & odd) !== 0 || (a.flags & TcpFlag.FIN) !== 0) return null
  const length = next.dataStart + a.payload.length + b.payload.length
  if (length - IP > Math.min(largest, LARGEST_PACKET)) return null
  const bytes = new Uint8Array(length)
  bytes.set(next.frame.subarray(0, next.dataStart))
  bytes.set(a.payload, next.dataStart)
  bytes.set(b.payload, next.dataStart + a.payload.length)
  writeSegment(bytes, next.tcpStart, a.sequenceNumber, b.flags | (a.flags & (TcpFlag.PSH | TcpFlag.CWR)))
  writeLength(bytes, next.version, 0)
  mendChecksums(bytes)
  return bytes
}

function writeSegment(bytes: Uint8Array, tcpStart: number, sequence: number, flags: number): void {
  write16(bytes, tcpStart + SEQUENCE_AT, Math.floor((sequence % WRAP) / 0x10000))
  write16(bytes, tcpStart + SEQUENCE_AT + 2, sequence % 0x10000)
  bytes[tcpStart + FLAGS_AT] = flags
}

/** Unfragmented packets may share an identification, but captures are easier to read with one each (RFC 6864 4.1). */
function writeLength(bytes: Uint8Array, version: 4 | 6, index: number): void {
  if (version === 6) {
    write16(bytes, IP + 4, bytes.length - IP - IPV6_HEADER_LENGTH)
    return
  }
  write16(bytes, IP + 2, bytes.length - IP)
  write16(bytes, IP + 4, read16(bytes, IP + 4) + index)
}
