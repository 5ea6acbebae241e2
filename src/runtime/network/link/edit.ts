/** Writes fields into a frame. Dissection provides the position of each field, so reading and writing use one table. */
import { parseIpAddress, parseMacAddress } from '../address/index.ts'
import { type DissectedField, type Dissection, fieldsNamed, findField, nearestName } from '../capture/index.ts'
import { ETHERNET_HEADER_LENGTH, type FieldShape, type HeaderField, mendChecksums, writeNumber } from '../wire/index.ts'

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
    return valueBytes(shape, value) === null ? `it is not ${NOUNS[shape]}` : null
  return Number.isSafeInteger(value) && (value as number) >= 0 ? null : 'it is not a whole number'
}

/** Flags that cover several bits are all set or all clear. */
function sizeProblem(definition: HeaderField | undefined, value: number | string): string | null {
  if (definition === undefined || typeof value !== 'number') return null
  const { bits, shape, scale = 1 } = definition
  if (value % scale !== 0) return `it counts in units of ${scale}`
  const most = shape === 'flag' ? 1 : 2 ** bits - 1
  return value / scale > most ? `the most is ${most * scale}` : null
}

const NOUNS = { ip: 'an address', mac: 'a MAC address', bytes: 'bytes like 68:65:6c' } as const

function valueBytes(shape: 'ip' | 'mac' | 'bytes', value: number | string): Uint8Array | null {
  if (typeof value !== 'string') return null
  if (shape === 'mac') return parseMacAddress(value)
  if (shape === 'ip') return parseIpAddress(value)
  if (!/^([0-9a-f]{2}([:.-]?[0-9a-f]{2})*)?$/i.test(value)) return null
  return Uint8Array.from(value.match(/[0-9a-f]{2}/gi) ?? [], (pair) => Number.parseInt(pair, 16))
}

/**
 * Returns what keeps this packet from having the values, as the end of a sentence, or null: a field that it lacks, bytes
 * of another length, values that it has already.
 */
export function editProblem(packet: Dissection, fields: FieldValues): string | null {
  const problem = checkFields(fields)
  if (problem !== null) return problem
  for (const [name, value] of Object.entries(fields)) {
    const [field] = fieldsNamed(packet, name)
    if (field === undefined) return `cannot set ${name}: this packet has no such field`
    const bytes = bytesFor(name, value)
    if (bytes === null || bytes.length === field.length) continue
    if (!isResizable(packet, field))
      return `cannot set ${name}: it has ${field.length} bytes, the new value ${bytes.length}`
    const length = packet.bytes.length + bytes.length - field.length - ETHERNET_HEADER_LENGTH
    if (length > MOST_IP_BYTES)
      return `cannot set ${name}: an IP packet has at most ${MOST_IP_BYTES} bytes, not ${length}`
  }
  const same = edited(packet, fields, 'leave')
  const isSame = same.length === packet.bytes.length && same.every((byte, index) => byte === packet.bytes[index])
  return isSame ? 'the packet has this value already' : null
}

/**
 * Returns a copy of the frame with the values written, which `checkFields` has checked. A repeated name means its first
 * field. The payload of a TCP segment or a datagram may get another length: the lengths of IP and UDP follow, sequence
 * numbers stay. Missing fields, and values too large for theirs, are left unchanged. Checksums are updated unless told
 * otherwise or set explicitly.
 */
export function edited(packet: Dissection, fields: FieldValues, checksums: 'mend' | 'leave'): Uint8Array {
  const copy = packet.bytes.slice()
  const isChecksum = (name: string) => name.endsWith('.checksum')
  for (const [name, value] of Object.entries(fields)) if (!isChecksum(name)) writeField(copy, packet, name, value)
  const frame = resized(copy, packet, fields)
  const write = (name: string, value: number | string) => writeField(frame, packet, name, value)
  if (checksums === 'mend') mendChecksums(frame)
  for (const [name, value] of Object.entries(fields)) if (isChecksum(name)) write(name, value)
  return frame
}

const PAYLOADS = ['tcp.payload', 'udp.payload', 'data.data']
const MOST_IP_BYTES = 0xffff

/** The bytes that a value means for a field of bytes; null for other fields. */
function bytesFor(name: string, value: number | string): Uint8Array | null {
  const { shape } = findField(name)!
  return shape === 'ip' || shape === 'mac' || shape === 'bytes' ? valueBytes(shape, value) : null
}

/** A payload that ends with the frame's only IP packet; of a fragment the datagram's length is not known here. */
function isResizable(packet: Dissection, { name, offset, length }: DissectedField): boolean {
  const ip = packet.layers.find(({ protocol }) => protocol === 'ip' || protocol === 'ipv6')
  const isFragment = packet.layers.some(({ source, isQuoted }) => source === 'reassembled IP' || isQuoted)
  return PAYLOADS.includes(name) && ip?.source === 'frame' && !isFragment && offset + length === ip.end
}

/** The frame with a payload of another length, if the values ask for one and the packet can have it. */
function resized(frame: Uint8Array, packet: Dissection, fields: FieldValues): Uint8Array {
  for (const [name, value] of Object.entries(fields)) {
    const [field] = fieldsNamed(packet, name)
    const bytes = bytesFor(name, value)
    if (!field || !bytes || bytes.length === field.length || !isResizable(packet, field)) continue
    const more = bytes.length - field.length
    const rest = frame.subarray(field.offset + field.length)
    const longer = Uint8Array.from([...frame.subarray(0, field.offset), ...bytes, ...rest])
    for (const length of ['ip.len', 'ipv6.plen', 'udp.length']) {
      const [counted] = fieldsNamed(packet, length)
      if (counted) writeWhole(longer, counted, (counted.value as number) + more)
    }
    return longer
  }
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
