import type { Nanoseconds } from '../../clock.ts'
import { readTcpOptions, TcpFlag, type TcpSegment } from '../../wire/index.ts'
import type { PacketRecord } from '../packet-record.ts'
import type { IpDatagram } from '../reassembly/index.ts'
import { RecentMap } from '../recent-map.ts'
import { FirstCarriers } from './first-carriers.ts'
import { TcpFlow } from './tcp-flow.ts'
import { tcpFrame } from './tcp-frame.ts'
import { type JudgedSegment, judge } from './tcp-judgement.ts'
import type { TcpCompleteness, TcpPosition } from './tcp-position.ts'

/** Connection as seen on one link; side 0 is the one first seen sending. */
interface Sighting {
  readonly flows: readonly [TcpFlow, TcpFlow]
  readonly carriers: readonly [FirstCarriers, FirstCarriers]
  readonly connection: TcpCompleteness
  readonly firstAt: Nanoseconds
  lastAt: Nanoseconds
  synAt: Nanoseconds | null
  initialRtt: Nanoseconds | null
}

interface Connection {
  readonly stream: number
  /** `address port` of the end that was seen first. */
  readonly opener: string
  readonly byLink: Map<number, Sighting>
}

/** Connections that are surely remembered, by default. */
const MOST_CONNECTIONS = 4096

/**
 * Tracks the connections of a capture. Add packets in order, each once; the cost per packet stays constant. Links are
 * tracked separately, since a segment is seen on every link of its path. A connection silent while thousands of others
 * were active is forgotten, closed ones first; later packets then start a new one.
 */
export class TcpAnalysis {
  readonly #connections: RecentMap<string, Connection>
  #streams = 0

  constructor({ mostConnections = MOST_CONNECTIONS } = {}) {
    this.#connections = new RecentMap(mostConnections, isOver)
  }

  /** Number of remembered connections. */
  get connections(): number {
    return this.#connections.size
  }

  /**
   * Returns the position of the packet, or null without a readable TCP segment. `datagram`: the one that it completes, for a
   * last fragment.
   */
  add(
    record: Pick<PacketRecord, 'number' | 'link' | 'bytes' | 'at'>,
    datagram: IpDatagram | null = null,
  ): TcpPosition | null {
    const frame = tcpFrame(record.bytes, datagram)
    if (frame === null) return null
    const { segment } = frame
    const source = `${frame.source} ${segment.sourcePort}`
    const destination = `${frame.destination} ${segment.destinationPort}`
    const key = source < destination ? `${source} ${destination}` : `${destination} ${source}`
    const known = this.#connections.get(key)
    const isReused = known !== undefined && beginsAnother(segment, source, known, record.link)
    const connection = known === undefined || isReused ? this.#open(key, source) : known
    const position = place(record, segment, connection, source === connection.opener ? 0 : 1, isReused)
    return datagram === null ? position : { ...position, datagram }
  }

  #open(key: string, opener: string): Connection {
    const connection: Connection = { stream: this.#streams++, opener, byLink: new Map() }
    this.#connections.set(key, connection)
    return connection
  }
}

/** Returns whether both sides are done or one has aborted, on any link. */
function isOver({ byLink }: Connection): boolean {
  return [...byLink.values()].every(({ flows: [one, other] }) => {
    return one.hasReset || other.hasReset || (one.hasFin && other.hasFin)
  })
}

/** Returns whether a segment starts a new connection on reused ports: a SYN with a different number, or after the end. */
function beginsAnother(segment: TcpSegment, source: string, known: Connection, link: number): boolean {
  if ((segment.flags & (TcpFlag.SYN | TcpFlag.ACK)) !== TcpFlag.SYN) return false
  const sighting = known.byLink.get(link)
  if (sighting === undefined) return false
  const flow = sighting.flows[source === known.opener ? 0 : 1]
  if (flow.base === null) return false
  const isEnding = sighting.flows.some(({ hasFin, hasReset }) => hasFin || hasReset)
  return flow.base !== segment.sequenceNumber || isEnding
}

function sightingOn(connection: Connection, link: number, at: Nanoseconds): Sighting {
  const known = connection.byLink.get(link)
  if (known !== undefined) return known
  const sighting: Sighting = {
    flows: [new TcpFlow(), new TcpFlow()],
    carriers: [new FirstCarriers(), new FirstCarriers()],
    connection: { completeness: 0 },
    firstAt: at,
    lastAt: at,
    synAt: null,
    initialRtt: null,
  }
  connection.byLink.set(link, sighting)
  return sighting
}

function place(
  record: Pick<PacketRecord, 'number' | 'link' | 'at'>,
  segment: TcpSegment,
  connection: Connection,
  side: 0 | 1,
  isReused: boolean,
): TcpPosition {
  const { number: frame, at } = record
  const sighting = sightingOn(connection, record.link, at)
  const sender = sighting.flows[side]
  const receiver = sighting.flows[side === 0 ? 1 : 0]
  sighting.connection.completeness |= completenessOf(segment)
  findBases(segment, sender, receiver)
  noteHandshake(sighting, segment, at)
  const judged = relativeSegment(record, segment, sender, receiver)
  const { marks, duplicateAck, timeout } = judge(judged, sender, receiver, sighting.initialRtt)
  if (isReused) marks.push('reused_ports')
  const { end } = judged
  const carrier = end > judged.start ? sighting.carriers[side].of(judged.start) : null
  sighting.carriers[side].add(judged.start, end, frame)
  note(judged, sender, marks)
  // Wireshark reads the number even if the flag is off.
  const acked =
    receiver.base === null ? null : receiver.sent.acknowledge(receiver.relative(segment.acknowledgmentNumber))
  const position: TcpPosition = {
    stream: connection.stream,
    isFromOpener: side === 0,
    sequence: wrapped(judged.start),
    nextSequence: wrapped(end),
    acknowledgment: wrapped(judged.acknowledgment ?? 0),
    peerBase: receiver.base ?? 0,
    windowScale: agreedScale(sender, receiver),
    windowFactor: windowFactor(segment, sender),
    marks,
    repeats: marks.includes('keep_alive') ? null : carrier,
    sinceFirst: at - sighting.firstAt,
    sincePrevious: at - sighting.lastAt,
    acks: acked === null ? null : { frame: acked.frame, rtt: at - acked.at },
    initialRtt: sighting.initialRtt,
    showsInitialRtt: marks.length > 0 || acked !== null || (judged.length > 0 && sender.isFlightKnown),
    ...flight(segment, sender, receiver),
    duplicateAck,
    timeout,
    connection: sighting.connection,
    datagram: null,
  }
  sender.sackBlocks = readTcpOptions(segment.options).sackBlocks
  sighting.lastAt = at
  return position
}

/** Sets the raw numbers that count as 0. In a capture that starts in the middle, the first byte gets number 1, as if a SYN had preceded it. */
function findBases(segment: TcpSegment, sender: TcpFlow, receiver: TcpFlow): void {
  const isSyn = (segment.flags & TcpFlag.SYN) !== 0
  sender.base ??= isSyn ? segment.sequenceNumber : (segment.sequenceNumber - 1) >>> 0
  if (segment.flags & TcpFlag.ACK) receiver.base ??= (segment.acknowledgmentNumber - 1) >>> 0
  if (!isSyn) return
  sender.windowScale = readTcpOptions(segment.options).windowScale ?? 'none'
  // Both must offer it (RFC 7323 §2.2).
  const isRefused =
    (segment.flags & TcpFlag.ACK) !== 0 && [sender, receiver].some((flow) => flow.windowScale === 'none')
  if (isRefused) for (const flow of [sender, receiver]) if (flow.windowScale !== null) flow.windowScale = 'none'
}

function noteHandshake(sighting: Sighting, segment: TcpSegment, at: Nanoseconds): void {
  const isSyn = (segment.flags & TcpFlag.SYN) !== 0
  const isAck = (segment.flags & TcpFlag.ACK) !== 0
  if (isSyn && !isAck) sighting.synAt = at
  else if (isAck && !isSyn && sighting.synAt !== null) sighting.initialRtt ??= at - sighting.synAt
}

function relativeSegment(
  { number: frame, at }: Pick<PacketRecord, 'number' | 'at'>,
  segment: TcpSegment,
  sender: TcpFlow,
  receiver: TcpFlow,
): JudgedSegment {
  const { flags, window, payload } = segment
  const start = sender.relative(segment.sequenceNumber)
  return {
    frame,
    at,
    flags,
    window,
    length: payload.length,
    start,
    end: start + sequenceLength(segment),
    acknowledgment: flags & TcpFlag.ACK ? receiver.relative(segment.acknowledgmentNumber) : null,
  }
}

/** Returns the count of sequence numbers in a segment: its bytes, one for SYN, one for FIN (RFC 9293 §3.4). */
function sequenceLength({ payload, flags }: TcpSegment): number {
  return payload.length + (flags & TcpFlag.SYN ? 1 : 0) + (flags & TcpFlag.FIN ? 1 : 0)
}

/**
 * Returns bits of `TCP_COMPLETENESS`. Wireshark counts an acknowledgment with data only as data, and counts data only in a
 * segment that acknowledges something or opens.
 */
function completenessOf({ flags, payload: { length } }: TcpSegment): number {
  const isSyn = (flags & TcpFlag.SYN) !== 0
  const isAck = (flags & TcpFlag.ACK) !== 0
  const opening = isSyn ? (isAck ? 2 : 1) : isAck && length === 0 ? 4 : 0
  const data = length > 0 && (isSyn || isAck) ? 8 : 0
  return opening | data | (flags & TcpFlag.FIN ? 16 : 0) | (flags & TcpFlag.RST ? 32 : 0)
}

/** Stores the segment for comparison with later ones. */
function note(segment: JudgedSegment, sender: TcpFlow, marks: readonly string[]): void {
  const { start, end, flags, frame, at, window, acknowledgment } = segment
  if (end > start) sender.sent.add({ start, end, frame, at })
  const isProbe = marks.includes('zero_window_probe')
  if (!isProbe && (sender.next === null || end > sender.next)) {
    sender.next = end
    sender.nextAt = at
    sender.nextFrame = frame
  }
  if (!isProbe && (sender.contiguous === null || start === sender.contiguous)) sender.contiguous = end
  sender.window = window
  sender.isWindowUnscaled = (flags & TcpFlag.SYN) !== 0
  sender.acknowledged = acknowledgment
  sender.acknowledgedAt = at
  sender.wasKeepAlive = marks.includes('keep_alive')
  sender.wasZeroWindowProbe = isProbe
  sender.hasFin ||= (flags & TcpFlag.FIN) !== 0
  sender.hasReset ||= (flags & TcpFlag.RST) !== 0
}

function agreedScale(sender: TcpFlow, receiver: TcpFlow): number | null {
  return typeof sender.windowScale === 'number' && typeof receiver.windowScale === 'number' ? sender.windowScale : null
}

function windowFactor({ flags }: TcpSegment, { windowScale }: TcpFlow): number | null {
  if (flags & TcpFlag.SYN) return null
  if (windowScale === null) return -1
  return windowScale === 'none' ? -2 : 2 ** windowScale
}

/** Returns the state of the sender at a segment with data: bytes not acknowledged, without a FIN, and bytes sent since the last PSH. */
function flight(
  { payload, flags }: TcpSegment,
  sender: TcpFlow,
  receiver: TcpFlow,
): Pick<TcpPosition, 'bytesInFlight' | 'pushBytesSent'> {
  const none = { bytesInFlight: null, pushBytesSent: null }
  if (payload.length === 0 || !sender.isFlightKnown) return none
  sender.pushBytes = (sender.wasPushed ? 0 : sender.pushBytes) + payload.length
  sender.wasPushed = (flags & TcpFlag.PSH) !== 0
  const sacked = receiver.sackBlocks.reduce((sum, { left, right }) => sum + ((right - left) >>> 0), 0)
  const bytesInFlight = sender.sent.span - sacked - (flags & TcpFlag.FIN ? 1 : 0)
  return bytesInFlight > 0 ? { bytesInFlight, pushBytesSent: sender.pushBytes } : none
}

function wrapped(number: number): number {
  return ((number % 0x1_0000_0000) + 0x1_0000_0000) % 0x1_0000_0000
}
