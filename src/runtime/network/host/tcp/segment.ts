/**
 * TCP segment as the state machine sees it: checksum verified, options read, addresses known from the connection. Also reading
 * it from the wire, and the order in which Linux writes options.
 */
import { read32, write32 } from '../../bytes.ts'
import {
  emitTcpOptions,
  NO_BYTES,
  readTcpOptions,
  TCP_HEADER_LENGTH,
  TcpFlag,
  type TcpHeader,
  type TcpOption,
  type TcpOptions,
  tcpOptionBytes,
} from '../../wire/index.ts'
import type { SequenceNumber } from './sequence.ts'

/** Options of a segment that this stack understands (RFC 9293 3.2, RFC 7323, RFC 2018). */
export type SegmentOptions = { -readonly [Name in keyof TcpOptions]?: NonNullable<TcpOptions[Name]> }

export interface Segment {
  readonly sequenceNumber: SequenceNumber
  /** 0 without ACK. */
  readonly acknowledgmentNumber: SequenceNumber
  /** `TcpFlag` bits. */
  readonly flags: number
  /** Window field, not scaled. */
  readonly window: number
  readonly options: SegmentOptions
  /** Urgent pointer field; meaningful only with URG. */
  readonly urgentPointer?: number
  /** The ECN field of its packet (RFC 3168 5). */
  readonly ecn: number
  /** Received: a view of its frame, which never changes. To be sent: a view of a buffer that does change, so copy it to keep it. */
  readonly payload: Uint8Array
}

/** SEG.LEN: the sequence space that a segment takes; SYN and FIN count one each (RFC 9293 3.4). */
export function segmentLength(segment: Segment): number {
  return segment.payload.length + (hasFlag(segment, TcpFlag.SYN) ? 1 : 0) + (hasFlag(segment, TcpFlag.FIN) ? 1 : 0)
}

export function hasFlag(segment: Segment, flag: number): boolean {
  return (segment.flags & flag) !== 0
}

const NO_OPTIONS: SegmentOptions = {}

/** Reads a segment. `bytes` begin with its header; `ecn`: the ECN field of its packet. */
export function readSegment(header: TcpHeader, bytes: Uint8Array, ecn: number): Segment {
  const { headerLength } = header
  return {
    ecn,
    sequenceNumber: header.sequenceNumber,
    acknowledgmentNumber: header.acknowledgmentNumber,
    flags: header.flags,
    window: header.window,
    urgentPointer: header.urgentPointer,
    options: headerLength === TCP_HEADER_LENGTH ? NO_OPTIONS : readOptions(bytes, headerLength),
    payload: headerLength === bytes.length ? NO_BYTES : bytes.subarray(headerLength),
  }
}

/** NOP, NOP, timestamps: the options of nearly every segment, laid out as RFC 7323 appendix A recommends. */
const ALIGNED_TIMESTAMPS = 0x0101080a

const ALIGNED_LENGTH = 12

function readOptions(bytes: Uint8Array, headerLength: number): SegmentOptions {
  const at = TCP_HEADER_LENGTH
  if (headerLength === at + ALIGNED_LENGTH && read32(bytes, at) === ALIGNED_TIMESTAMPS) {
    return { timestamps: { value: read32(bytes, at + 4), echoReply: read32(bytes, at + 8) } }
  }
  const read = readTcpOptions(tcpOptionBytes(bytes, headerLength))
  const options: SegmentOptions = {}
  if (read.mss !== null) options.mss = read.mss
  if (read.windowScale !== null) options.windowScale = read.windowScale
  if (read.sackPermitted) options.sackPermitted = true
  if (read.timestamps !== null) options.timestamps = read.timestamps
  if (read.sackBlocks.length > 0) {
    options.sackBlocks = read.sackBlocks
  }
  return options
}

const alignedBytes = new Uint8Array(ALIGNED_LENGTH)
write32(alignedBytes, 0, ALIGNED_TIMESTAMPS)

function alignedTimestamps({ value, echoReply }: { value: number; echoReply: number }): Uint8Array {
  write32(alignedBytes, 4, value)
  write32(alignedBytes, 8, echoReply)
  return alignedBytes
}

const NOP: TcpOption = { kind: 'nop' }

/**
 * Writes options in the order of Linux's tcp_options_write: MSS; SACK permitted in the two bytes before the timestamps, NOPs
 * there otherwise; NOP and window scale; NOP, NOP and SACK blocks. The returned bytes are valid only until the next call.
 */
export function writeOptions(options: SegmentOptions): Uint8Array {
  const { mss, sackPermitted, timestamps, windowScale, sackBlocks } = options
  const isSyn = mss !== undefined
  if (!isSyn && sackBlocks === undefined && timestamps !== undefined) return alignedTimestamps(timestamps)
  const list: TcpOption[] = []
  if (isSyn) list.push({ kind: 'mss', value: mss })
  if (timestamps !== undefined) {
    if (sackPermitted) list.push({ kind: 'sackOK' })
    else list.push(NOP, NOP)
    list.push({ kind: 'timestamps', ...timestamps })
  } else if (sackPermitted) list.push(NOP, NOP, { kind: 'sackOK' })
  if (windowScale !== undefined) list.push(NOP, { kind: 'wscale', shift: windowScale })
  if (sackBlocks !== undefined && sackBlocks.length > 0) {
    list.push(NOP, NOP, { kind: 'sack', blocks: sackBlocks })
  }
  return list.length === 0 ? NO_BYTES : emitTcpOptions(list)
}
