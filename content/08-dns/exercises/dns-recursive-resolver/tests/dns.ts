/** As much of DNS as a client needs to ask a resolver, and to read what it and other hosts say (RFC 1035, section 4). */
export const TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, AAAA: 28 }
export type Type = keyof typeof TYPES

export interface Message {
  id: number
  rd: boolean
  rcode: string
  name: string
  answer: Row[]
  authority: Row[]
}
export interface Row {
  name: string
  type: string
  ttl: number
  /** In presentation form; of other types hexadecimal digits. */
  data: string
}

/** A query with RD set. */
export function query(name: string, type: Type, id: number): Uint8Array {
  const labels = name.split('.').flatMap((label) => [label.length, ...new TextEncoder().encode(label)])
  return Uint8Array.from([...u16(id), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...labels, 0, 0, TYPES[type], 0, 1])
}

const RCODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED']

/** Throws for bytes that are no message. */
export function parse(bytes: Uint8Array): Message {
  const reader = new Reader(bytes)
  const [id = 0, flags = 0, , answers = 0, authorities = 0] = Array.from({ length: 6 }, () => reader.number(2))
  const name = reader.name()
  reader.number(4)
  const rows = (count: number) => Array.from({ length: count }, () => reader.row())
  const rcode = RCODES[flags & 15] ?? `RCODE ${flags & 15}`
  return { id, rd: (flags & 0x0100) !== 0, rcode, name, answer: rows(answers), authority: rows(authorities) }
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
        return labels.join('.').toLowerCase()
      } else labels.push(String.fromCharCode(...this.#take(first)))
    }
    throw new Error('a name goes in a circle')
  }

  row(): Row {
    const [name, type] = [this.name(), this.number(2)]
    const [, ttl, length] = [this.number(2), this.number(4), this.number(2)] as const
    const known = Object.entries(TYPES).find(([, number]) => number === type)?.[0]
    return { name, type: known ?? `TYPE${type}`, ttl, data: this.#data(type, length) }
  }

  #data(type: number, length: number): string {
    const end = this.at + length
    if (type === TYPES.NS || type === TYPES.CNAME) return this.name()
    if (type === TYPES.A) return this.#take(4).join('.')
    const bytes = this.#take(end - this.at)
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
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
