/** As much of DNS as these tests need: queries for TXT, and replies with TXT records (RFC 1035, section 4). */
import { bytes, hex, times, u16 } from 'ackademy/lab'

const TXT = 16
const OPT = 41
const IN = 1
/** Where the name of the first question begins. */
const QUESTION = 12

export interface Seen {
  id: number
  isCut: boolean
  rcode: number
  name: string
  texts: string[]
  records: number
  hasOpt: boolean
}

/** A query for TXT; `size` is that of its OPT record. */
export const query = (id: number, name: string, size?: number): Uint8Array =>
  bytes(...[id, 0x0100, 1, 0, 0, size === undefined ? 0 : 1].map((number) => u16(number)), question(name), opt(size))

/** A reply of an authoritative server, with these texts. */
export const reply = (id: number, name: string, texts: readonly string[], isCut = false): Uint8Array =>
  bytes(
    ...[id, isCut ? 0x8600 : 0x8400, 1, texts.length, 0, 1].map((number) => u16(number)),
    question(name),
    ...texts.map((text) =>
      bytes(hex('c00c 0010 0001 0000 012c'), u16(text.length + 1), Uint8Array.of(text.length), text),
    ),
    opt(1232),
  )

/** Texts like those of the zone. */
export const textsOf = (count: number): string[] =>
  times(count, (i) => `mail provider ${String(i + 1).padStart(2, '0')} is allowed too`)

/** Bytes that a reply with so many of these texts has. */
export const sizeOf = (name: string, count: number, size?: number): number =>
  QUESTION + question(name).length + opt(size).length + count * (13 + textsOf(1)[0]!.length)

/** The id and name of a query. */
export const asked = (message: Uint8Array): { id: number; name: string } => {
  const reader = new Reader(message)
  return { id: reader.number(0), name: reader.name(QUESTION).name }
}

/** Reads a reply. Throws for bytes that are no message, and for more or fewer than it says. */
export function parse(message: Uint8Array): Seen {
  const reader = new Reader(message)
  const flags = reader.number(2)
  const counts = [6, 8, 10].map((at) => reader.number(at))
  if ((flags & 0x8000) === 0) throw new Error('QR is 0, so it is no reply')
  if (reader.number(4) !== 1) throw new Error(`it has ${reader.number(4)} questions`)
  const { name, next } = reader.name(QUESTION)
  const [texts, others]: [string[], number[]] = [[], []]
  let at = next + 4
  for (let left = counts.reduce((sum, count) => sum + count, 0); left > 0; left--) {
    const start = reader.name(at).next
    const data = reader.take(start + 10, reader.number(start + 8))
    const type = reader.number(start)
    if (type === TXT) texts.push(String.fromCharCode(...data.subarray(1)))
    else others.push(type)
    at = start + 10 + data.length
  }
  if (at !== message.length) throw new Error(`it has ${message.length - at} bytes behind its last record`)
  const head = { id: reader.number(0), isCut: (flags & 0x0200) !== 0, rcode: flags & 15 }
  return { ...head, name, texts, records: counts[0] ?? 0, hasOpt: others.includes(OPT) }
}

function question(name: string): Uint8Array {
  const labels = name.split('.').map((label) => bytes(Uint8Array.of(label.length), label))
  return bytes(...labels, hex('00'), u16(TXT), u16(IN))
}

const opt = (size?: number): Uint8Array =>
  size === undefined ? new Uint8Array() : bytes(hex('00'), u16(OPT), u16(size), new Uint8Array(6))

class Reader {
  readonly #bytes: Uint8Array

  constructor(message: Uint8Array) {
    this.#bytes = message
  }

  number = (at: number): number => this.take(at, 2).reduce((value, byte) => value * 256 + byte, 0)

  take(at: number, length: number): Uint8Array {
    if (at + length > this.#bytes.length) throw new Error('it ends in the middle of a record, or before it')
    return this.#bytes.subarray(at, at + length)
  }

  name(offset: number): { name: string; next: number } {
    const labels: string[] = []
    for (let at = offset; ; ) {
      const [first = 0] = this.take(at, 1)
      if (first >= 0xc0) return { name: labels.join('.'), next: at + 2 } // where it leads, these tests know
      if (first === 0) return { name: labels.join('.'), next: at + 1 }
      labels.push(String.fromCharCode(...this.take(at + 1, first)))
      at += 1 + first
    }
  }
}
