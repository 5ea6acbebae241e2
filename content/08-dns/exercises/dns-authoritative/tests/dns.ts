/** As much of DNS as a client needs to ask, and to judge the answer byte by byte (RFC 1035, section 4). */
export const TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, MX: 15, TXT: 16, AAAA: 28, OPT: 41, ANY: 255 }
export type Type = keyof typeof TYPES

export interface Message {
  id: number
  qr: boolean
  opcode: number
  aa: boolean
  tc: boolean
  rd: boolean
  ra: boolean
  rcode: number
  question: { name: string; type: number }[]
  answer: Row[]
  authority: Row[]
  additional: Row[]
}
export interface Row {
  name: string
  type: number
  class: number
  ttl: number
  /** In presentation form; of OPT and what is unknown as hexadecimal digits. */
  data: string
}
export interface QueryOptions {
  id?: number
  rd?: boolean
  opcode?: number
  /** Version of EDNS. */
  edns?: number
}

export function query(
  name: string,
  type: Type,
  { id = 1, rd = false, opcode = 0, edns }: QueryOptions = {},
): Uint8Array {
  const labels = name.split('.').filter((label) => label !== '')
  const wire = labels.flatMap((label) => [label.length, ...new TextEncoder().encode(label)])
  const opt = edns === undefined ? [] : [0, ...u16(TYPES.OPT), ...u16(1232), 0, edns, 0, 0, 0, 0]
  const flags = (opcode << 11) | (rd ? 0x0100 : 0)
  const header = [id, flags, 1, 0, 0, opt.length > 0 ? 1 : 0].flatMap(u16)
  return Uint8Array.from([...header, ...wire, 0, ...u16(TYPES[type]), ...u16(1), ...opt])
}

/** Throws for what is no message, or has more bytes than it says. */
export function parse(bytes: Uint8Array): Message {
  const reader = new Reader(bytes)
  const [id, flags, ...counts] = Array.from({ length: 6 }, () => reader.number(2)) as [number, number, ...number[]]
  const rows = (count = 0) => Array.from({ length: count }, () => reader.row())
  const message = {
    id,
    qr: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 15,
    aa: (flags & 0x0400) !== 0,
    tc: (flags & 0x0200) !== 0,
    rd: (flags & 0x0100) !== 0,
    ra: (flags & 0x0080) !== 0,
    rcode: flags & 15,
    question: Array.from({ length: counts[0] ?? 0 }, () => reader.question()),
    answer: rows(counts[1]),
    authority: rows(counts[2]),
    additional: rows(counts[3]),
  }
  if (reader.at !== bytes.length) throw new Error(`${bytes.length - reader.at} bytes after the end of the message`)
  return message
}

const u16 = (value: number): number[] => [value >> 8, value & 0xff]

class Reader {
  at = 0
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  number(width: number): number {
    let value = 0
    for (let i = 0; i < width; i++) value = value * 256 + this.#byte(this.at++)
    return value
  }

  name(): string {
    const labels: string[] = []
    let after: number | null = null
    for (let jumps = 0; jumps < 64; ) {
      const first = this.number(1)
      if (first >= 0xc0) {
        const place = (first & 0x3f) * 256 + this.number(1)
        after ??= this.at
        this.at = place
        jumps++
      } else if (first === 0) {
        this.at = after ?? this.at
        return labels.join('.')
      } else labels.push(String.fromCharCode(...this.#take(first)))
    }
    throw new Error('a name goes in a circle')
  }

  question(): { name: string; type: number } {
    const question = { name: this.name(), type: this.number(2) }
    this.number(2)
    return question
  }

  row(): Row {
    const [name, type] = [this.name(), this.number(2)]
    const [class_, ttl, length] = [this.number(2), this.number(4), this.number(2)]
    const end = this.at + length
    const data = this.#data(type, length)
    if (this.at !== end) throw new Error(`the data of a record of ${name} is not as long as it says`)
    return { name, type, class: class_, ttl, data }
  }

  #data(type: number, length: number): string {
    if (type === TYPES.A) return Array.from(this.#take(4)).join('.')
    if (type === TYPES.NS || type === TYPES.CNAME) return this.name()
    if (type === TYPES.MX) return `${this.number(2)} ${this.name()}`
    if (type === TYPES.TXT) return String.fromCharCode(...this.#take(this.number(1)))
    if (type === TYPES.SOA)
      return [this.name(), this.name(), ...Array.from({ length: 5 }, () => this.number(4))].join(' ')
    return Array.from(this.#take(length), (byte) => byte.toString(16).padStart(2, '0')).join('')
  }

  #take(n: number): Uint8Array {
    this.at += n
    if (this.at > this.#bytes.length) throw new Error('the message is shorter than it says')
    return this.#bytes.subarray(this.at - n, this.at)
  }

  #byte(at: number): number {
    const byte = this.#bytes[at]
    if (byte === undefined) throw new Error('the message is shorter than it says')
    return byte
  }
}
