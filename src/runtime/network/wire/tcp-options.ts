/**
 * TCP options: maximum segment size (RFC 9293 §3.7.1), window scale and timestamps (RFC 7323), selective acknowledgment
 * (RFC 2018). Others are kept as bytes. `parseTcpOptions` returns the exact list, for dissection; `readTcpOptions`
 * returns their meaning, for a host.
 */
import { read16, read32, write16, write32 } from '../bytes.ts'
import { bytesField, type HeaderField, numberField } from './field.ts'
import type { OptionListFormat } from './option-list.ts'
import { NO_BYTES, ParseError } from './parse-error.ts'

export const TcpOptionKind = {
  EOL: 0,
  NOP: 1,
  MSS: 2,
  WINDOW_SCALE: 3,
  SACK_PERMITTED: 4,
  SACK: 5,
  TIMESTAMPS: 8,
} as const

const SACK_LEFT = numberField('tcp.options.sack_le', 'SACK Left Edge', 16, 32)
const SACK_RIGHT = numberField('tcp.options.sack_re', 'SACK Right Edge', 48, 32)
const SACK = whole('sack', 'SACK', 0)
const UNKNOWN = bytesField('tcp.options.unknown.payload', 'Payload', 16, 0)
/** Length and fields of kinds with a fixed length. */
const FIXED: Readonly<Record<number, { length: number; fields: readonly HeaderField[] }>> = {
  [TcpOptionKind.EOL]: { length: 1, fields: [whole('eol', 'End of Option List', 1)] },
  [TcpOptionKind.NOP]: { length: 1, fields: [whole('nop', 'No-Operation', 1)] },
  [TcpOptionKind.MSS]: {
    length: 4,
    fields: [whole('mss', 'Maximum segment size', 4), numberField('tcp.options.mss_val', 'MSS Value', 16, 16)],
  },
  [TcpOptionKind.WINDOW_SCALE]: {
    length: 3,
    fields: [whole('wscale', 'Window scale', 3), numberField('tcp.options.wscale.shift', 'Shift count', 16, 8)],
  },
  [TcpOptionKind.SACK_PERMITTED]: { length: 2, fields: [whole('sack_perm', 'SACK permitted', 2)] },
  [TcpOptionKind.TIMESTAMPS]: {
    length: 10,
    fields: [
      whole('timestamp', 'Timestamps', 10),
      numberField('tcp.options.timestamp.tsval', 'Timestamp value', 16, 32),
      numberField('tcp.options.timestamp.tsecr', 'Timestamp echo reply', 48, 32),
    ],
  },
}

/** Format of options in a header, for dissection. */
export const TCP_OPTION_LIST: OptionListFormat = {
  kind: [
    numberField('tcp.option_kind', 'Kind', 0, 8, {
      meanings: {
        0: 'End of Option List',
        1: 'No-Operation',
        2: 'Maximum Segment Size',
        3: 'Window Scale',
        4: 'SACK Permitted',
        5: 'SACK',
        8: 'Time Stamp Option',
      },
    }),
  ],
  more: [numberField('tcp.option_len', 'Length', 8, 8)],
  lengthAt: optionLength,
  end: TcpOptionKind.EOL,
  showsPadding: true,
  valueFields(kind, length) {
    const fixed = FIXED[kind]
    if (fixed?.length === length) return fixed.fields
    if (kind === TcpOptionKind.SACK && length >= 10 && length % 8 === 2) return sackFields((length - 2) / 8)
    return length > 2 ? [{ ...UNKNOWN, bits: 8 * (length - 2) }] : []
  },
  values: [...Object.values(FIXED).flatMap(({ fields }) => fields), SACK, SACK_LEFT, SACK_RIGHT, UNKNOWN],
}

function sackFields(blocks: number): HeaderField[] {
  const edges = Array.from({ length: 2 * blocks }, (_, index) => {
    const field = index % 2 === 0 ? SACK_LEFT : SACK_RIGHT
    return { ...field, bit: 16 + 32 * index }
  })
  return [{ ...SACK, bits: 16 + 64 * blocks }, ...edges]
}

/** Returns a field of a whole option, which tests whether it is present. */
function whole(name: string, label: string, length: number): HeaderField {
  return bytesField(`tcp.options.${name}`, `TCP Option - ${label}`, 0, 8 * length)
}

/** Sequence numbers: the first of the block, and the one after its last. */
export interface SackBlock {
  left: number
  right: number
}

export type TcpOption =
  | { kind: 'eol' }
  | { kind: 'nop' }
  | { kind: 'mss'; value: number }
  | { kind: 'wscale'; shift: number }
  | { kind: 'sackOK' }
  | { kind: 'sack'; blocks: readonly SackBlock[] }
  | { kind: 'timestamps'; value: number; echoReply: number }
  | { kind: 'unknown'; number: number; data: Uint8Array }

/** A segment's options; null where the option is absent. */
export interface TcpOptions {
  mss: number | null
  windowScale: number | null
  sackPermitted: boolean
  sackBlocks: readonly SackBlock[]
  timestamps: { value: number; echoReply: number } | null
}

const NO_BLOCKS: readonly SackBlock[] = []

/** Returns the meaning of a segment's options. A wrong length ends the list: earlier options count, as on Linux. */
export function readTcpOptions(bytes: Uint8Array): TcpOptions {
  const result: TcpOptions = {
    mss: null,
    windowScale: null,
    sackPermitted: false,
    sackBlocks: NO_BLOCKS,
    timestamps: null,
  }
  for (let at = 0; at < bytes.length; ) {
    const length = optionLength(bytes, at)
    if (length === 0 || bytes[at] === TcpOptionKind.EOL) break
    const option = readOption(bytes, at, length)
    if (option.kind === 'mss') result.mss = option.value
    else if (option.kind === 'wscale') result.windowScale = option.shift
    else if (option.kind === 'sackOK') result.sackPermitted = true
    else if (option.kind === 'sack') result.sackBlocks = option.blocks
    else if (option.kind === 'timestamps') result.timestamps = option
    at += length
  }
  return result
}

/**
 * Returns every option in order, including the padding after an end of list, so that `emitTcpOptions` reproduces the same
 * bytes.
 */
export function parseTcpOptions(bytes: Uint8Array): TcpOption[] | ParseError {
  const options: TcpOption[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = optionLength(bytes, at)
    if (length === 0) return new ParseError('tcp.options', `option ${bytes[at]} at byte ${at} has a wrong length`)
    options.push(readOption(bytes, at, length))
    if (bytes[at] === TcpOptionKind.EOL) break
    at += length
  }
  return options
}

/** Returns the length of the option at `at`, or 0 when it is cut off or its length is invalid. */
export function optionLength(bytes: Uint8Array, at: number): number {
  const kind = bytes[at]!
  if (kind === TcpOptionKind.EOL || kind === TcpOptionKind.NOP) return 1
  const length = at + 1 < bytes.length ? bytes[at + 1]! : 0
  return length >= 2 && at + length <= bytes.length ? length : 0
}

const NOP: TcpOption = { kind: 'nop' }
const EOL: TcpOption = { kind: 'eol' }
const SACK_PERMITTED: TcpOption = { kind: 'sackOK' }

/** Returns the option at `at`. A known kind with an unexpected length counts as unknown: RFC 9293 §3.1 (MUST-7) says to skip it. */
export function readOption(bytes: Uint8Array, at: number, length: number): TcpOption {
  const kind = bytes[at]!
  if (kind === TcpOptionKind.NOP) return NOP
  if (kind === TcpOptionKind.EOL) return EOL
  if (kind === TcpOptionKind.MSS && length === 4) return { kind: 'mss', value: read16(bytes, at + 2) }
  if (kind === TcpOptionKind.WINDOW_SCALE && length === 3) return { kind: 'wscale', shift: bytes[at + 2]! }
  if (kind === TcpOptionKind.SACK_PERMITTED && length === 2) return SACK_PERMITTED
  if (kind === TcpOptionKind.TIMESTAMPS && length === 10) {
    return { kind: 'timestamps', value: read32(bytes, at + 2), echoReply: read32(bytes, at + 6) }
  }
  if (kind === TcpOptionKind.SACK && length >= 10 && length % 8 === 2) {
    const blocks: SackBlock[] = []
    for (let block = at + 2; block < at + length; block += 8) {
      blocks.push({ left: read32(bytes, block), right: read32(bytes, block + 4) })
    }
    return { kind: 'sack', blocks }
  }
  return { kind: 'unknown', number: kind, data: bytes.subarray(at + 2, at + length) }
}

/** Returns the bytes of the options in the order given, padded with end-of-list to a multiple of 4. Throws RangeError above 40 bytes. */
export function emitTcpOptions(options: readonly TcpOption[]): Uint8Array {
  if (options.length === 0) return NO_BYTES
  const length = options.reduce((sum, option) => sum + lengthOf(option), 0)
  const padded = (length + 3) & ~3
  if (padded > 40) throw new RangeError(`${length} bytes of TCP options: there is room for 40`)
  const bytes = new Uint8Array(padded)
  let at = 0
  for (const option of options) {
    writeOption(bytes, at, option)
    at += lengthOf(option)
  }
  return bytes
}

function lengthOf(option: TcpOption): number {
  switch (option.kind) {
    case 'eol':
    case 'nop':
      return 1
    case 'mss':
      return 4
    case 'wscale':
      return 3
    case 'sackOK':
      return 2
    case 'sack':
      return 2 + 8 * option.blocks.length
    case 'timestamps':
      return 10
    case 'unknown':
      return 2 + option.data.length
  }
}

function writeOption(bytes: Uint8Array, at: number, option: TcpOption): void {
  if (option.kind === 'eol') return
  if (option.kind === 'nop') {
    bytes[at] = TcpOptionKind.NOP
    return
  }
  bytes[at] = kindNumber(option)
  bytes[at + 1] = lengthOf(option)
  if (option.kind === 'mss') write16(bytes, at + 2, option.value)
  else if (option.kind === 'wscale') bytes[at + 2] = option.shift
  else if (option.kind === 'timestamps') {
    write32(bytes, at + 2, option.value)
    write32(bytes, at + 6, option.echoReply)
  } else if (option.kind === 'sack') {
    for (const [index, { left, right }] of option.blocks.entries()) {
      write32(bytes, at + 2 + 8 * index, left)
      write32(bytes, at + 6 + 8 * index, right)
    }
  } else if (option.kind === 'unknown') bytes.set(option.data, at + 2)
}

function kindNumber(option: TcpOption): number {
  if (option.kind === 'unknown') return option.number
  const numbers = { eol: 0, nop: 1, mss: 2, wscale: 3, sackOK: 4, sack: 5, timestamps: 8 } as const
  return numbers[option.kind]
}
