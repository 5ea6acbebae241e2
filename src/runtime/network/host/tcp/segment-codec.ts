/** Between the wire's segment and the state machine's; and the order in which Linux writes options. */
import { emitTcpOptions, NO_BYTES, readTcpOptions, type TcpOption, type TcpSegment } from '../../wire/index.ts'
import type { Segment, SegmentOptions } from './segment.ts'

const NO_OPTIONS: SegmentOptions = {}

/** `ecn`: that field of its packet. */
export function readSegment(header: TcpSegment, ecn: number): Segment {
  return {
    ecn,
    sequence: header.sequenceNumber,
    acknowledgment: header.acknowledgmentNumber,
    control: header.flags,
    window: header.window,
    options: header.options.length === 0 ? NO_OPTIONS : readOptions(header.options),
    payload: header.payload,
  }
}

function readOptions(bytes: Uint8Array): SegmentOptions {
  const read = readTcpOptions(bytes)
  const options: SegmentOptions = {}
  if (read.mss !== null) options.maximumSegmentSize = read.mss
  if (read.windowScale !== null) options.windowScale = read.windowScale
  if (read.sackPermitted) options.sackPermitted = true
  if (read.timestamps !== null) options.timestamps = read.timestamps
  if (read.sackBlocks.length > 0) {
    options.sackBlocks = read.sackBlocks.map(({ left, right }) => ({ start: left, end: right }))
  }
  return options
}

const NOP: TcpOption = { kind: 'nop' }

/**
 * As Linux's tcp_options_write: MSS; SACK permitted in the two bytes before the timestamps, NOPs there otherwise; NOP and window
 * scale; NOP, NOP and SACK blocks.
 */
export function writeOptions(options: SegmentOptions): Uint8Array {
  const list: TcpOption[] = []
  const { maximumSegmentSize, sackPermitted, timestamps, windowScale, sackBlocks } = options
  if (maximumSegmentSize !== undefined) list.push({ kind: 'mss', value: maximumSegmentSize })
  if (timestamps !== undefined) {
    if (sackPermitted) list.push({ kind: 'sackOK' })
    else list.push(NOP, NOP)
    list.push({ kind: 'timestamps', ...timestamps })
  } else if (sackPermitted) list.push(NOP, NOP, { kind: 'sackOK' })
  if (windowScale !== undefined) list.push(NOP, { kind: 'wscale', shift: windowScale })
  if (sackBlocks !== undefined && sackBlocks.length > 0) {
    list.push(NOP, NOP, { kind: 'sack', blocks: sackBlocks.map(({ start, end }) => ({ left: start, right: end })) })
  }
  return list.length === 0 ? NO_BYTES : emitTcpOptions(list)
}
