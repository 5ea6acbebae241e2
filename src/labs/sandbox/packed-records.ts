/**
 * Form in which records cross from the world's worker to the page: the numbers of packets, of their fates and of output in one column, frames and output back to back, both in
 * transferred buffers. Cloning the records as objects costs several times what making them does.
 */
import type { WorldRecord } from '#lab'
import type { HostTimer, PacketCause, PacketFate } from '#network'

type PacketOf = WorldRecord & { kind: 'packet' }
type FateOf = WorldRecord & { kind: 'fate' }
type OutputOf = WorldRecord & { kind: 'output' }

export interface PackedRecords {
  /** Kind of each record, in their order: a `Form`. */
  forms: Uint8Array<ArrayBuffer>
  /** Numbers of each packet, fate and piece of output in turn. */
  numbers: Float64Array<ArrayBuffer>
  /** Frames and output, back to back. */
  bytes: Uint8Array<ArrayBuffer>
  /** Ends of links and fates that the numbers name. */
  texts: string[]
  /** Records of other kinds, and packets with rare fields. */
  others: WorldRecord[]
}

const Form = { other: 0, packet: 1, fate: 2, stdout: 3, stderr: 4 } as const
const PACKET_NUMBERS = 12
const FATE_NUMBERS = 3
const OUTPUT_NUMBERS = 3
/** Stands for an absent number. */
const NONE = -1
/** Fields of an ordinary packet; one with more crosses as it is. */
const USUAL = new Set(['kind', 'number', 'at', 'arrives', 'link', 'from', 'to', 'bytes', 'fate', 'cause', 'before'])

/** Buffers to transfer with the records. */
export function buffersOf({ forms, numbers, bytes }: PackedRecords): ArrayBuffer[] {
  return [forms.buffer, numbers.buffer, bytes.buffer]
}

export function packRecords(records: readonly WorldRecord[]): PackedRecords {
  const forms = Uint8Array.from(records, formOf)
  const { numbers, bytes } = sizesOf(records, forms)
  const packer = new Packer(numbers, bytes)
  const others: WorldRecord[] = []
  for (const [index, record] of records.entries()) {
    if (forms[index] === Form.packet) packer.packet(record as PacketOf)
    else if (forms[index] === Form.fate) packer.fate(record as FateOf)
    else if (record.kind === 'output') packer.output(record)
    else others.push(record)
  }
  return { forms, numbers: packer.numbers, bytes: packer.bytes, texts: packer.texts, others }
}

function formOf(record: WorldRecord): number {
  if (record.kind === 'output') return Form[record.stream]
  if (record.kind === 'fate') return record.heldUntil === undefined ? Form.fate : Form.other
  if (record.kind !== 'packet' || record.arrives !== null) return Form.other
  for (const key in record) if (!USUAL.has(key)) return Form.other
  return Form.packet
}

function sizesOf(records: readonly WorldRecord[], forms: Uint8Array): { numbers: number; bytes: number } {
  const sizes = { numbers: 0, bytes: 0 }
  for (const [index, record] of records.entries()) {
    if (forms[index] === Form.fate) sizes.numbers += FATE_NUMBERS
    if (forms[index] !== Form.packet && record.kind !== 'output') continue
    sizes.numbers += record.kind === 'output' ? OUTPUT_NUMBERS : PACKET_NUMBERS
    sizes.bytes += (record as PacketOf | OutputOf).bytes.length
  }
  return sizes
}

class Packer {
  readonly numbers: Float64Array<ArrayBuffer>
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly texts: string[] = []
  #numbersUsed = 0
  #bytesUsed = 0

  constructor(numbers: number, bytes: number) {
    this.numbers = new Float64Array(numbers)
    this.bytes = new Uint8Array(bytes)
  }

  packet({ number, at, link, from, to, fate, cause, before, bytes }: PacketOf): void {
    for (const value of [number, at, link, this.#text(from), this.#text(to), this.#text(fate)]) this.#put(value)
    for (const value of causeNumbers(cause)) this.#put(value)
    this.#put(before?.events ?? NONE)
    this.#put(before?.at ?? NONE)
    this.#putBytes(bytes)
  }

  output({ pid, at, bytes }: OutputOf): void {
    this.#put(pid)
    this.#put(at)
    this.#putBytes(bytes)
  }

  fate({ number, fate, arrives }: FateOf): void {
    this.#put(number)
    this.#put(this.#text(fate))
    this.#put(arrives ?? NONE)
  }

  #putBytes(bytes: Uint8Array): void {
    this.#put(bytes.length)
    this.bytes.set(bytes, this.#bytesUsed)
    this.#bytesUsed += bytes.length
  }

  #put(value: number): void {
    this.numbers[this.#numbersUsed++] = value
  }

  /** Index of a text; there are few, the ends of a topology's links. */
  #text(text: string): number {
    const known = this.texts.indexOf(text)
    return known >= 0 ? known : this.texts.push(text) - 1
  }
}

/** Timers by number; at the end, so that what is stored keeps its meaning. */
const TIMERS: readonly HostTimer[] = [
  ...(['retransmission', 'loss probe', 'reordering', 'window probe', 'delayed ack', 'keep-alive', 'neighbor'] as const),
]

/** A cause as three numbers: of a call pid, call and packet before; an arrival has no pid, a timer no call either. */
function causeNumbers(cause: PacketCause | null): readonly [number, number, number] {
  if (cause === null) return [NONE, NONE, NONE]
  if ('call' in cause) return [cause.pid, cause.call, cause.after ?? NONE]
  return 'packet' in cause ? [NONE, 0, cause.packet] : [NONE, 1, TIMERS.indexOf(cause.timer)]
}

function causeOf(pid: number, call: number, other: number): PacketCause | null {
  if (pid !== NONE) return { pid, call, ...(other !== NONE && { after: other }) }
  if (call === NONE) return null
  return call === 0 ? { packet: other } : { timer: TIMERS[other]! }
}

/** Returns the records. All frames share one buffer: copy a frame before sending it on. */
export function unpackRecords({ forms, numbers, bytes, texts, others }: PackedRecords): WorldRecord[] {
  let [atNumber, atByte, atOther] = [0, 0, 0]
  const next = () => numbers[atNumber++]!
  const orNull = (value: number) => (value === NONE ? null : value)
  const nextBytes = (length: number) => {
    atByte += length
    return bytes.subarray(atByte - length, atByte)
  }
  const output = (stream: OutputOf['stream']): WorldRecord => {
    const [pid, at] = [next(), next()]
    return { kind: 'output', pid, stream, bytes: nextBytes(next()), at }
  }
  const packet = (): WorldRecord => {
    const [number, at, link] = [next(), next(), next()]
    const [from, to, fate] = [texts[next()]!, texts[next()]!, texts[next()] as PacketFate]
    const cause = causeOf(next(), next(), next())
    const [events, beforeAt] = [next(), next()]
    const frame = nextBytes(next())
    const record = { kind: 'packet' as const, number, at, arrives: null, link, from, to, bytes: frame, fate, cause }
    return events === NONE ? record : { ...record, before: { events, at: beforeAt } }
  }
  const fate = (): WorldRecord => {
    const [number, text, arrives] = [next(), texts[next()] as PacketFate, orNull(next())]
    return { kind: 'fate', number, fate: text, arrives }
  }
  return Array.from(forms, (form) => {
    if (form === Form.packet) return packet()
    if (form === Form.stdout || form === Form.stderr) return output(form === Form.stdout ? 'stdout' : 'stderr')
    return form === Form.fate ? fate() : others[atOther++]!
  })
}
