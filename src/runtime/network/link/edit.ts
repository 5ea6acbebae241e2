/** Writes fields into a frame. Dissection provides the position of each field, so reading and writing use one table. */
import { parseIpAddress, parseMacAddress } from '../address/index.ts'
import { type DissectedField, type Dissection, fieldsNamed, findField, nearestName } from '../capture/index.ts'
import { type FieldShape, type HeaderField, mendChecksums, writeNumber } from '../wire/index.ts'

/** By Wireshark's names. Addresses and bytes (`68:65:6c`) are text; flags 0 or 1. */
export type FieldValues = Readonly<Record<string, number | string>>

/**
 * Fields computed by dissection, without bytes in the frame. `tcp.seq` and `tcp.ack` are written through the raw
 * numbers.
 */
const WORKED_OUT = /^(frame\.len|data\.len|tcp\.(len|stream|nxtseq|window_size|time_\w+|analysis\..*)|.*\.status)$/
const RELATIVE: Readonly<Record<string, string>> = { 'tcp.seq': 'tcp.seq_raw', 'tcp.ack': 'tcp.ack_raw' }

/** Sequence numbers wrap. */
const WRAP = 2 ** 32

/** Returns what is wrong with the values for any frame, as the end of a sentence, or null. */
export function checkFields(fields: FieldValues): string | null {
  const entries = Object.entries(fields)
  if (entries.length === 0) return 'needs "fields": values by their names, as { "ip.ttl": 1 }'
  for (const [name, value] of entries) {
    const field = findField(name)
    if (field === undefined) return `cannot set ${name}: there is no such field${suggestion(name)}`
    if (field.names.length > 1) return `cannot set ${name}: it stands for ${field.names.join(' and ')}`
    if (WORKED_OUT.test(name)) return `cannot set ${name}: it is worked out, no bytes of the packet hold it`
    const problem = valueProblem(field.shape, value) ?? sizeProblem(field.definition, value)
    if (problem !== null) return `cannot set ${name} to ${JSON.stringify(value)}: ${problem}`
  }
  return null
}

function suggestion(name: string): string {
  const nearest = nearestName(name)
  return nearest === undefined ? '' : `; did you mean ${nearest}?`
}

function valueProblem(shape: FieldShape, value: number | string): string | null {
  if (shape === 'text') return 'text has no fixed place in the bytes'
  if (shape === 'ip' || shape === 'mac' || shape === 'bytes')
    return valueBytes(shape, value) === null ? `it is no ${NOUNS[shape]}` : null
  return Number.isSafeInteger(value) && (value as number) >= 0 ? null : 'it is no whole number'
}

/** Flags that cover several bits are all set or all clear. */
function sizeProblem(definition: HeaderField | undefined, value: number | string): string | null {
  if (definition === undefined || typeof value !== 'number') return null
  const { bits, shape, scale = 1 } = definition
  if (value % scale !== 0) return `it counts in units of ${scale}`
  const most = shape === 'flag' ? 1 : 2 ** bits - 1
  return value / scale > most ? `the most is ${most * scale}` : null
}

const NOUNS = { ip: 'address', mac: 'MAC address', bytes: 'bytes like 68:65:6c' } as const

function valueBytes(shape: 'ip' | 'mac' | 'bytes', value: number | string): Uint8Array | null {
  if (typeof value !== 'string') return null
  if (shape === 'mac') return parseMacAddress(value)
  if (shape === 'ip') return parseIpAddress(value)
  if (!/^([0-9a-f]{2}([:.-]?[0-9a-f]{2})*)?$/i.test(value)) return null
  return Uint8Array.from(value.match(/[0-9a-f]{2}/gi) ?? [], (pair) => Number.parseInt(pair, 16))
}

/**
 * Returns a copy of the frame with the values written, which `checkFields` has checked. A repeated name means its first
 * field. Missing fields, and values too large for theirs, are left unchanged. Checksums are updated unless told
 * otherwise or set explicitly.
 */
export function edited(packet: Dissection, fields: FieldValues, checksums: 'mend' | 'leave'): Uint8Array {
  const frame = packet.bytes.slice()
  const isChecksum = (name: string) => name.endsWith('.checksum')
  const write = (name: string, value: number | string) => writeField(frame, packet, name, value)
  for (const [name, value] of Object.entries(fields)) if (!isChecksum(name)) write(name, value)
  if (checksums === 'mend') mendChecksums(frame)
  for (const [name, value] of Object.entries(fields)) if (isChecksum(name)) write(name, value)
  return frame
}

function writeField(frame: Uint8Array, packet: Dissection, name: string, value: number | string): void {
  const [field] = fieldsNamed(packet, name)
  if (field === undefined) return
  const { shape } = findField(name)!
  if (shape === 'ip' || shape === 'mac' || shape === 'bytes') {
    const bytes = valueBytes(shape, value)
    if (bytes !== null && bytes.length === field.length) frame.set(bytes, field.offset)
    return
  }
  const raw = RELATIVE[name]
  if (raw === undefined) writeWhole(frame, field, value as number)
  else {
    const [place] = fieldsNamed(packet, raw)
    const shift = (value as number) - (field.value as number)
    if (place !== undefined) writeWhole(frame, place, ((((place.value as number) + shift) % WRAP) + WRAP) % WRAP)
  }
}

/** Some fields, such as header lengths, count in words: dissection shows a multiple of the raw value. */
function writeWhole(frame: Uint8Array, field: DissectedField, value: number): void {
  const bits = field.bits?.count ?? 8 * field.length
  const definition = findField(field.name)?.definition
  const scaled = definition?.shape === 'flag' && value === 1 ? 2 ** bits - 1 : value / (definition?.scale ?? 1)
  if (bits === 0 || bits > 32 || !Number.isSafeInteger(scaled) || scaled >= 2 ** bits) return
  writeNumber(frame, 8 * field.offset + (field.bits?.first ?? 0), bits, scaled)
}
