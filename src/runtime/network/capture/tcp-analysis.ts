/**
 * What a TCP segment means among the others of its capture: numbers relative to the connection's first, retransmissions, duplicate
 * acknowledgments. Each link is looked at by itself, since the same segment is seen on every link of its way.
 */
import type { IpAddress } from '../address/index.ts'
import {
  EtherType,
  IpProtocol,
  ParseError,
  parseEthernet,
  parseExtensions,
  parseIpv4,
  parseIpv6,
  parseTcp,
  readFragmentHeader,
  readTcpOptions,
  TcpFlag,
  type TcpSegment,
} from '../wire/index.ts'
import type { PacketRecord } from './packet-record.ts'

/** Wireshark's `tcp.analysis.*`. */
export type TcpMark =
  | 'retransmission'
  | 'fast_retransmission'
  | 'out_of_order'
  | 'lost_segment'
  | 'duplicate_ack'
  | 'keep_alive'
  | 'window_update'
  | 'zero_window'

export interface TcpPosition {
  /** Connections in the order of their first segment, from 0. */
  readonly stream: number
  /** Relative: the SYN has number 0, the first byte number 1. */
  readonly sequence: number
  readonly nextSequence: number
  /** 0 when the segment acknowledges nothing. */
  readonly acknowledgment: number
  /** The raw number that is 0 for what this segment acknowledges; 0 while it is not known. */
  readonly peerBase: number
  /** The shift that the sender announced and the receiver agreed to; null when there is none or the handshake was not seen. */
  readonly windowScale: number | null
  readonly marks: readonly TcpMark[]
  /** Number of the packet that first carried this segment's first byte, when it is a retransmission. */
  readonly repeats: number | null
}

/** One side of a connection as seen on one link. */
interface Side {
  /** Raw number that is 0 relative; null until it is known. */
  base: number | null
  /** Behind the highest number sent so far, relative and never wrapping. */
  next: number
  windowScale: number | null
  /** Segments that took sequence numbers, in the order sent: from, behind the last, packet. */
  readonly sent: { start: number; end: number; packet: number }[]
  acknowledged: number
  window: number
  duplicates: number
}

interface Connection {
  readonly stream: number
  /** By link, then by side (0: the one whose endpoint sorts first). */
  readonly links: Map<number, [Side, Side]>
}

const LABELS: Readonly<Record<TcpMark, string>> = {
  retransmission: 'This frame is a (suspected) retransmission',
  fast_retransmission: 'This frame is a (suspected) fast retransmission',
  out_of_order: 'This frame is a (suspected) out-of-order segment',
  lost_segment: 'A segment before this frame was not captured',
  duplicate_ack: 'This is a TCP duplicate ack',
  keep_alive: 'This is a TCP keep-alive segment',
  window_update: 'This is a TCP window update',
  zero_window: 'This is a ZeroWindow segment',
}

export function markLabel(mark: TcpMark): string {
  return LABELS[mark]
}

/** Follows the connections of a capture. Packets are given in order, each once. */
export class TcpAnalysis {
  readonly #connections = new Map<string, Connection>()
  #streams = 0

  /** Where the packet stands, or null when it holds no readable TCP segment. */
  add(record: Pick<PacketRecord, 'number' | 'link' | 'bytes'>): TcpPosition | null {
    const packet = tcpPacket(record.bytes)
    if (packet === null) return null
    const segment = parseTcp(packet.payload)
    if (segment instanceof ParseError) return null
    const source = `${packet.source} ${segment.sourcePort}`
    const destination = `${packet.destination} ${segment.destinationPort}`
    const isFirst = source < destination
    const key = isFirst ? `${source} ${destination}` : `${destination} ${source}`
    const connection = this.#connection(key, segment, record.link, isFirst ? 0 : 1)
    const sides = sidesOn(connection, record.link)
    const [sender, receiver] = isFirst ? sides : [sides[1], sides[0]]
    return place(connection.stream, record.number, segment, sender, receiver)
  }

  /** A SYN with another number on a known pair of endpoints begins a new connection: the ports are used again. */
  #connection(key: string, segment: TcpSegment, link: number, side: 0 | 1): Connection {
    const known = this.#connections.get(key)
    const isSyn = (segment.flags & (TcpFlag.SYN | TcpFlag.ACK)) === TcpFlag.SYN
    const base = known?.links.get(link)?.[side].base ?? null
    if (known !== undefined && !(isSyn && base !== null && base !== segment.sequenceNumber)) return known
    const connection: Connection = { stream: this.#streams++, links: new Map() }
    this.#connections.set(key, connection)
    return connection
  }
}

interface TcpPacket {
  readonly source: IpAddress
  readonly destination: IpAddress
  readonly payload: Uint8Array
}

/** The packet of a frame that begins with a TCP header, or null. */
function tcpPacket(bytes: Uint8Array): TcpPacket | null {
  const ethernet = parseEthernet(bytes)
  if (ethernet instanceof ParseError) return null
  if (ethernet.type === EtherType.IPV6) return tcpPacketOfIpv6(ethernet.payload)
  if (ethernet.type !== EtherType.IPV4) return null
  const packet = parseIpv4(ethernet.payload)
  if (packet instanceof ParseError) return null
  return packet.protocol === IpProtocol.TCP && packet.fragmentOffset === 0 ? packet : null
}

function tcpPacketOfIpv6(bytes: Uint8Array): TcpPacket | null {
  const packet = parseIpv6(bytes)
  if (packet instanceof ParseError) return null
  const { headers, protocol, start, error } = parseExtensions(packet.nextHeader, packet.payload)
  const fragment = headers.find(({ kind }) => kind === 'fragment')
  const isPiece = fragment !== undefined && readFragmentHeader(packet.payload, fragment.start).offset > 0
  if (error !== null || isPiece || protocol !== IpProtocol.TCP) return null
  return { source: packet.source, destination: packet.destination, payload: packet.payload.subarray(start) }
}

function sidesOn(connection: Connection, link: number): [Side, Side] {
  const known = connection.links.get(link)
  if (known !== undefined) return known
  const sides: [Side, Side] = [newSide(), newSide()]
  connection.links.set(link, sides)
  return sides
}

function newSide(): Side {
  return { base: null, next: 0, windowScale: null, sent: [], acknowledged: 0, window: -1, duplicates: 0 }
}

function place(stream: number, packet: number, segment: TcpSegment, sender: Side, receiver: Side): TcpPosition {
  const isSyn = (segment.flags & TcpFlag.SYN) !== 0
  // A capture that begins in the middle calls the first byte it sees number 1, as if a SYN had gone before.
  sender.base ??= isSyn ? segment.sequenceNumber : (segment.sequenceNumber - 1) >>> 0
  if (segment.flags & TcpFlag.ACK) receiver.base ??= (segment.acknowledgmentNumber - 1) >>> 0
  if (isSyn) sender.windowScale = readTcpOptions(segment.options).windowScale
  const start = unwrapped(segment.sequenceNumber, sender)
  const end = start + sequenceLength(segment)
  const acknowledgment = segment.flags & TcpFlag.ACK ? unwrapped(segment.acknowledgmentNumber, receiver) : 0
  const repeats = repeated(sender, start, end)
  const marks = [
    ...sendingMarks(segment, sender, receiver, start, end, repeats),
    ...windowMarks(segment, sender, receiver, acknowledgment),
  ]
  note(segment, sender, start, end, packet, acknowledgment)
  const windowScale = receiver.windowScale === null ? null : sender.windowScale
  const wrap = (n: number) => ((n % 0x1_0000_0000) + 0x1_0000_0000) % 0x1_0000_0000
  return {
    stream,
    sequence: wrap(start),
    nextSequence: wrap(end),
    acknowledgment: wrap(acknowledgment),
    peerBase: receiver.base ?? 0,
    windowScale,
    marks,
    repeats,
  }
}

/** Numbers that a segment takes: its bytes, one for SYN, one for FIN (RFC 9293 §3.4). */
function sequenceLength(segment: TcpSegment): number {
  return segment.payload.length + (segment.flags & TcpFlag.SYN ? 1 : 0) + (segment.flags & TcpFlag.FIN ? 1 : 0)
}

/** A raw number as a relative one: of all that it could stand for, the nearest to what the side sends next. */
function unwrapped(raw: number, side: Side): number {
  const expected = (side.base! + side.next) | 0
  return side.next + ((raw - expected) | 0)
}

/** The packet that carried the segment's first number before, or null. */
function repeated(sender: Side, start: number, end: number): number | null {
  if (start >= sender.next || start === end) return null
  return sender.sent.findLast((sent) => sent.start <= start && start < sent.end)?.packet ?? null
}

function sendingMarks(
  segment: TcpSegment,
  sender: Side,
  receiver: Side,
  start: number,
  end: number,
  repeats: number | null,
): TcpMark[] {
  const isReset = (segment.flags & TcpFlag.RST) !== 0
  if (isReset || sender.sent.length === 0) return []
  const isPlain = (segment.flags & (TcpFlag.SYN | TcpFlag.FIN)) === 0
  if (isPlain && segment.payload.length <= 1 && start === sender.next - 1) return ['keep_alive']
  if (start > sender.next) return ['lost_segment']
  if (start === end || start === sender.next) return []
  if (repeats === null) return ['out_of_order']
  // RFC 5681 §3.2: the third duplicate makes the sender retransmit what the receiver asks for.
  const isFast = receiver.duplicates >= 2 && receiver.acknowledged === start
  return isFast ? ['retransmission', 'fast_retransmission'] : ['retransmission']
}

/** What an acknowledgment without data says by repeating the number before it. */
function windowMarks(segment: TcpSegment, sender: Side, receiver: Side, acknowledgment: number): TcpMark[] {
  const marks: TcpMark[] = []
  const isControl = (segment.flags & (TcpFlag.SYN | TcpFlag.FIN | TcpFlag.RST)) !== 0
  if (isControl) return marks
  if (segment.window === 0) marks.push('zero_window')
  const isPureAck = segment.payload.length === 0 && (segment.flags & TcpFlag.ACK) !== 0
  if (!isPureAck || sender.window < 0 || acknowledgment !== sender.acknowledged) return marks
  if (segment.window !== sender.window && segment.window !== 0) marks.push('window_update')
  else if (segment.window === sender.window && segment.window !== 0 && receiver.next > acknowledgment)
    marks.push('duplicate_ack')
  return marks
}

/** Remembers what the segment did. */
function note(
  segment: TcpSegment,
  sender: Side,
  start: number,
  end: number,
  packet: number,
  acknowledgment: number,
): void {
  if (end > start) sender.sent.push({ start, end, packet })
  sender.next = Math.max(sender.next, end)
  if (segment.flags & TcpFlag.ACK) {
    const repeatsAck = acknowledgment === sender.acknowledged && segment.payload.length === 0
    sender.duplicates = repeatsAck ? sender.duplicates + 1 : 0
    sender.acknowledged = acknowledgment
  }
  sender.window = segment.flags & TcpFlag.SYN ? -1 : segment.window
}
