/** Fields of a segment that depend on the whole capture. */
import { read16 } from '../../../bytes.ts'
import { type FieldType, fieldType, TcpFlag, type TcpSegment } from '../../../wire/index.ts'
import { TCP_COMPLETENESS, TCP_MARKS, type TcpPosition } from '../../analysis/index.ts'
import type { DissectedLayer } from '../dissection.ts'
import type { FieldBuilder } from '../layer.ts'
import type { Protocol } from '../protocol.ts'

const number = (name: string, label: string) => fieldType(name, label, 'number')
const seconds = (name: string, label: string) => fieldType(name, label, 'seconds')

const STREAM = number('tcp.stream', 'Stream index')
const SEQUENCE = number('tcp.seq', 'Sequence Number')
const NEXT_SEQUENCE = number('tcp.nxtseq', 'Next Sequence Number')
const ACKNOWLEDGMENT = number('tcp.ack', 'Acknowledgment Number')
const WINDOW = number('tcp.window_size', 'Calculated window size')
const SCALE_FACTOR = number('tcp.window_size_scalefactor', 'Window size scaling factor')
const COMPLETENESS = number('tcp.completeness', 'Conversation completeness')
const TIME_RELATIVE = seconds('tcp.time_relative', 'Time since first frame in this TCP stream')
const TIME_DELTA = seconds('tcp.time_delta', 'Time since previous frame in this TCP stream')

/** Fields of some segments only. */
const SOMETIMES: readonly (readonly [FieldType, (position: TcpPosition) => number | null])[] = [
  [SCALE_FACTOR, ({ windowFactor }) => windowFactor],
  [number('tcp.analysis.acks_frame', 'This is an ACK to the segment in frame'), ({ acks }) => acks?.frame ?? null],
  [seconds('tcp.analysis.ack_rtt', 'The RTT to ACK the segment was'), ({ acks }) => inSeconds(acks?.rtt)],
  [
    seconds('tcp.analysis.initial_rtt', 'iRTT'),
    ({ initialRtt, showsInitialRtt }) => (showsInitialRtt ? inSeconds(initialRtt) : null),
  ],
  [number('tcp.analysis.bytes_in_flight', 'Bytes in flight'), ({ bytesInFlight }) => bytesInFlight],
  [number('tcp.analysis.push_bytes_sent', 'Bytes sent since last PSH flag'), ({ pushBytesSent }) => pushBytesSent],
  [number('tcp.analysis.duplicate_ack_num', 'Duplicate ACK #'), ({ duplicateAck }) => duplicateAck?.count ?? null],
  [
    number('tcp.analysis.duplicate_ack_frame', 'Duplicate to the ACK in frame'),
    ({ duplicateAck }) => duplicateAck?.frame ?? null,
  ],
  [seconds('tcp.analysis.rto', 'The RTO for this segment was'), ({ timeout }) => inSeconds(timeout?.after)],
  [number('tcp.analysis.rto_frame', 'RTO based on delta from frame'), ({ timeout }) => timeout?.frame ?? null],
]

const MARKS = new Map(TCP_MARKS.map(({ mark, label }) => [mark, fieldType(`tcp.analysis.${mark}`, label, 'flag')]))

/** Present with any of the flags: Wireshark's way to filter for all anomalies. */
const FLAGS = fieldType('tcp.analysis.flags', 'TCP Analysis Flags', 'flag')

export const POSITION_FIELDS: readonly FieldType[] = [
  ...[STREAM, SEQUENCE, NEXT_SEQUENCE, COMPLETENESS, ACKNOWLEDGMENT, WINDOW, TIME_RELATIVE, TIME_DELTA],
  ...SOMETIMES.map(([field]) => field),
  ...[FLAGS, ...MARKS.values()],
]

/** Fields of every segment of a capture; `window` is as on the wire. */
const ALWAYS: readonly (readonly [FieldType, (position: TcpPosition, window: number, flags: number) => number])[] = [
  [STREAM, ({ stream }) => stream],
  [COMPLETENESS, ({ connection }) => connection.completeness],
  [SEQUENCE, ({ sequence }) => sequence],
  [NEXT_SEQUENCE, ({ nextSequence }) => nextSequence],
  [ACKNOWLEDGMENT, ({ acknowledgment }) => acknowledgment],
  [WINDOW, ({ windowScale }, window, flags) => window * (flags & TcpFlag.SYN ? 1 : 2 ** (windowScale ?? 0))],
  [TIME_RELATIVE, ({ sinceFirst }) => sinceFirst / 1e9],
  [TIME_DELTA, ({ sincePrevious }) => sincePrevious / 1e9],
]

export function addPosition(builder: FieldBuilder, { window, flags }: TcpSegment, position: TcpPosition): void {
  for (const [field, read] of ALWAYS) {
    if (!builder.wants(field)) continue
    const value = read(position, window, flags)
    if (field === COMPLETENESS) builder.derived(field, value, completenessText(value))
    else builder.derived(field, value)
  }
  for (const [field, read] of SOMETIMES) {
    const value = read(position)
    if (value !== null) builder.derived(field, value)
  }
  if (position.marks.length > 0) builder.derived(FLAGS, 1, '')
  for (const mark of position.marks) builder.derived(MARKS.get(mark)!, 1, '')
}

/** Returns `7 (SYN, SYN-ACK, ACK)`. */
function completenessText(value: number): string {
  const names = TCP_COMPLETENESS.filter(({ bit }) => value & bit).map(({ label }) => label)
  return names.length === 0 ? `${value}` : `${value} (${names.join(', ')})`
}

type QuickReader = NonNullable<ReturnType<NonNullable<Protocol['quick']>['get']>>

/** The same fields for a filter, one by one. */
export const QUICK_POSITION_FIELDS: readonly (readonly [string, QuickReader])[] = [
  ...ALWAYS.map(
    ([{ name }, read]) => [name, ofSegment((position, layer) => readAlways(read, position, layer))] as const,
  ),
  ...SOMETIMES.map(([{ name }, read]) => [name, ofSegment(read)] as const),
  [FLAGS.name, ofSegment(({ marks }) => (marks.length > 0 ? 1 : null))],
  ...[...MARKS].map(([mark, { name }]) => [name, ofSegment(({ marks }) => (marks.includes(mark) ? 1 : null))] as const),
]

function ofSegment(read: (position: TcpPosition, layer: DissectedLayer) => number | null): QuickReader {
  return (layer, { position }) => (position === null || layer.isQuoted ? null : read(position, layer))
}

function readAlways(
  read: (typeof ALWAYS)[number][1],
  position: TcpPosition,
  { bytes, offset }: DissectedLayer,
): number {
  return read(position, read16(bytes, offset + 14), bytes[offset + 13]!)
}

function inSeconds(nanoseconds: number | null | undefined): number | null {
  return nanoseconds == null ? null : nanoseconds / 1e9
}
