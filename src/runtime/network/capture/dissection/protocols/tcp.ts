import {
  type FieldType,
  fieldType,
  flagsText,
  IpProtocol,
  ParseError,
  parseTcp,
  readTcpOptions,
  TCP_FIELDS,
  TCP_HEADER_LENGTH,
  TCP_OPTION_LIST,
  TcpFlag,
  TcpOptionKind,
  type TcpSegment,
  transportChecksumOk,
  walkOptions,
} from '../../../wire/index.ts'
import type { TcpPosition } from '../../analysis/index.ts'
import { checksumStatus, checksumStatusField } from '../dissecting.ts'
import type { Carrier } from '../dissection.ts'
import type { FieldBuilder } from '../layer.ts'
import type { DissectionWork, Protocol } from '../protocol.ts'
import { quotedText } from '../quoted-text.ts'
import { addPosition, POSITION_FIELDS, QUICK_POSITION_FIELDS } from './tcp-position-fields.ts'

const SYN_ACK = TcpFlag.SYN | TcpFlag.ACK
const CHECKSUM_STATUS = checksumStatusField('tcp')
const FLAGS_TEXT = fieldType('tcp.flags.str', 'TCP Flags', 'text')
const SACK_COUNT = fieldType('tcp.options.sack.count', 'SACK count', 'number')
/** Names of the segments that open and close a connection. */
const TURNS: readonly (readonly [FieldType, mask: number, flags: number])[] = [
  turn('syn', 'Connection establish request', SYN_ACK, TcpFlag.SYN),
  turn('synack', 'Connection establish acknowledge', SYN_ACK, SYN_ACK),
  turn('fin', 'Connection finish', TcpFlag.FIN, TcpFlag.FIN),
  turn('rst', 'Connection reset', TcpFlag.RST, TcpFlag.RST),
]
const OPTIONS = fieldType('tcp.options', 'TCP Options', 'bytes')
const MULTIPLIER = fieldType('tcp.options.wscale.multiplier', 'Multiplier', 'number')
const LENGTH = fieldType('tcp.len', 'TCP Segment Len', 'number')
const PAYLOAD = fieldType('tcp.payload', 'TCP payload', 'bytes')

export const TCP: Protocol = {
  name: 'tcp',
  label: 'Transmission Control Protocol',
  title: 'TCP',
  header: TCP_FIELDS,
  fields: [
    ...[CHECKSUM_STATUS, OPTIONS, ...TCP_OPTION_LIST.kind, ...TCP_OPTION_LIST.more, ...TCP_OPTION_LIST.values],
    ...[MULTIPLIER, SACK_COUNT, LENGTH, FLAGS_TEXT, PAYLOAD, ...TURNS.map(([field]) => field), ...POSITION_FIELDS],
  ],
  quick: new Map([
    [LENGTH.name, ({ end, offset, length, isQuoted }) => (isQuoted ? null : end - offset - length)],
    [
      PAYLOAD.name,
      ({ bytes, end, offset, length }) => (end > offset + length ? bytes.subarray(offset + length, end) : null),
    ],
    [
      CHECKSUM_STATUS.name,
      ({ bytes, offset, end, carrier }) => {
        const segment = bytes.subarray(offset, end)
        return carrier?.isComplete || !(parseTcp(segment) instanceof ParseError) ? statusOf(segment, carrier) : null
      },
    ],
    ...QUICK_POSITION_FIELDS,
  ]),
  foundAt: { ipProtocol: [IpProtocol.TCP] },
  dissect(work, place) {
    const { start, end, isQuoted, carrier } = place
    const bytes = work.current.subarray(start, end)
    const segment = parseTcp(bytes)
    if (segment instanceof ParseError && carrier?.isComplete) return work.malformed(segment, place)
    if (segment instanceof ParseError) {
      const length = Math.min(TCP_HEADER_LENGTH, bytes.length)
      work.layer(TCP, place, length, (builder) => builder.table(TCP_FIELDS, end))
      return
    }
    const position = isQuoted ? null : work.position
    work.layer(TCP, place, TCP_HEADER_LENGTH + segment.options.length, (builder) => {
      builder.table(TCP_FIELDS, end)
      if (builder.wants(FLAGS_TEXT)) builder.derived(FLAGS_TEXT, flagLetters(segment))
      checksumStatus(builder, CHECKSUM_STATUS, () => statusOf(bytes, carrier))
      addOptions(builder, segment, position?.peerBase ?? 0)
      // A quoted segment is usually truncated: its length is unknown here.
      if (!isQuoted) builder.derived(LENGTH, segment.payload.length)
      if (position !== null) addPosition(builder, segment, position)
      if (!isQuoted) addTurns(builder, segment)
      const { payload } = segment
      if (payload.length > 0) builder.field(PAYLOAD, payload, end - payload.length, payload.length)
    })
    work.sumUp(place, () => summarize(segment, position))
    if (!isQuoted) dissectMessages(work, end - segment.payload.length, end)
  },
}

/** Adds the messages that end in this segment: one entirely inside it is shown there, others in the reassembled data. */
function dissectMessages(work: DissectionWork, start: number, end: number): void {
  for (const { protocol, bytes, frames, exchange, http2, websocket } of work.messages) {
    const reader = work.protocols.named(protocol)
    const at = frames.length === 1 ? indexWithin(work.current, bytes, start, end) : -1
    if (at >= 0)
      reader?.dissect(work, { start: at, end: at + bytes.length, isQuoted: false, exchange, http2, websocket })
    else
      work.within(bytes, 'reassembled TCP', () =>
        reader?.dissect(work, { start: 0, end: bytes.length, isQuoted: false, exchange, http2, websocket }),
      )
  }
}

/** Returns the offset of a view in the frame's memory; -1 if it is of other memory. */
function indexWithin(frame: Uint8Array, view: Uint8Array, start: number, end: number): number {
  const at = view.byteOffset - frame.byteOffset
  return view.buffer === frame.buffer && at >= start && at + view.length <= end ? at : -1
}

function statusOf(bytes: Uint8Array, carrier: Carrier | undefined): 0 | 1 | 2 {
  if (!carrier?.isComplete) return 2
  return transportChecksumOk(bytes, carrier.source, carrier.destination, IpProtocol.TCP) ? 1 : 0
}

/** `sackBase`: number that the edges of SACK blocks are relative to. */
function addOptions(builder: FieldBuilder, { options }: TcpSegment, sackBase: number): void {
  if (options.length === 0) return
  const start = builder.start + TCP_HEADER_LENGTH
  builder.field(OPTIONS, options, start, options.length)
  builder.options(TCP_OPTION_LIST, start, start + options.length, ({ name }, value) =>
    name.startsWith('tcp.options.sack_') && typeof value === 'number' ? (value - sackBase) >>> 0 : value,
  )
  walkOptions(TCP_OPTION_LIST, options, (at, length) => {
    if (options[at] === TcpOptionKind.WINDOW_SCALE && length === 3)
      builder.derived(MULTIPLIER, 2 ** Math.min(options[at + 2]!, 14))
    if (options[at] === TcpOptionKind.SACK && length >= 10 && length % 8 === 2)
      builder.derived(SACK_COUNT, (length - 2) / 8)
  })
}

function turn(name: string, label: string, mask: number, flags: number): (typeof TURNS)[number] {
  return [fieldType(`tcp.connection.${name}`, label, 'flag'), mask, flags]
}

function addTurns(builder: FieldBuilder, { flags }: TcpSegment): void {
  for (const [field, mask, wanted] of TURNS) if ((flags & mask) === wanted) builder.derived(field, 1, '')
}

/** Formats flags as Wireshark's column: a letter or a dot for each of the twelve bits. */
function flagLetters({ flags, reserved }: TcpSegment): string {
  const bits = (reserved << 9) | flags
  return Array.from(FLAG_LETTERS, (letter, index) => (bits & (0x800 >> index) ? letter : '·')).join('')
}

const FLAG_LETTERS = 'RRRACEUAPRSF'

/** Summarizes a segment as tcpdump and the course do: flags, relative numbers, notable options, start of the data. */
function summarize(segment: TcpSegment, position: TcpPosition | null): string {
  const { flags, payload } = segment
  const parts = [flagsText(flags) || 'no flags', `seq ${position?.sequence ?? segment.sequenceNumber}`]
  if (flags & TcpFlag.ACK) parts.push(`ack ${position?.acknowledgment ?? segment.acknowledgmentNumber}`)
  if (flags & TcpFlag.SYN) parts.push(...synText(segment))
  else if (segment.window === 0 && (flags & TcpFlag.RST) === 0) parts.push('win 0')
  if (payload.length > 0) parts.push(`len ${payload.length}`)
  const again = position?.repeats == null ? '' : `  again #${position.repeats}`
  return parts.join(' ') + quotedText(payload) + again
}

function synText(segment: TcpSegment): string[] {
  const { mss, windowScale } = readTcpOptions(segment.options)
  const parts = segment.flags & TcpFlag.ACK ? [] : [`win ${segment.window}`]
  if (mss !== null) parts.push(`MSS ${mss}`)
  if (windowScale !== null) parts.push(`WS ${2 ** windowScale}`)
  return parts
}
