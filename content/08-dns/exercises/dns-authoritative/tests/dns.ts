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
  /** Data of the OPT record. */
  options?: Uint8Array
  /** An A record for the name in question, given by a pointer, in front of the OPT record. */
  extra?: boolean
}

export function query(
  name: string,
  type: Type | number,
  { id = 1, rd = false, opcode = 0, edns, options = new Uint8Array(), extra = false }: QueryOptions = {},
): Uint8Array {
  const labels = name.split('.').filter((label) => label !== '')
  // A label may have a dot of its own, written as `\\`.
  const bytes = (label: string) => new TextEncoder().encode(label.replaceAll('\\', '.'))
  const wire = labels.flatMap((label) => [label.length, ...bytes(label)])
  const size = u16(options.length)
  const opt = edns === undefined ? [] : [0, ...u16(TYPES.OPT), ...u16(1232), 0, edns, 0, 0, ...size, ...options]
  const record = extra ? [0xc0, 12, ...u16(TYPES.A), ...u16(1), 0, 0, 0, 0, ...u16(4), 192, 0, 2, 1] : []
  const flags = (opcode << 11) | (rd ? 0x0100 : 0)
  const header = [id, flags, 1, 0, 0, Number(opt.length > 0) + Number(extra)].flatMap(u16)
  return Uint8Array.from([
    ...header,
    ...wire,
    0,
    ...u16(typeof type === 'number' ? type : TYPES[type]),
    ...u16(1),
    ...record,
    ...opt,
  ])
}

/** Throws for bytes that are no message, or for more bytes than the message has. */
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

const RCODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED']
export const rcodeOf = ({ rcode }: Message): string => RCODES[rcode] ?? `RCODE ${rcode}`

/** The flags that are set, as dig prints them: `qr aa rd`. */
export const flagsOf = (message: Message): string =>
  (['qr', 'aa', 'tc', 'rd', 'ra'] as const).filter((flag) => message[flag]).join(' ')

export const typeName = (type: number): string =>
  Object.entries(TYPES).find(([, number]) => number === type)?.[0] ?? `TYPE${type}`

/** Records as dig prints them, in alphabetical order: `web.lab.test 300 A 192.0.2.10`; names in lower case. */
export const linesOf = (rows: readonly Row[]): string[] => rows.map(lineOf).toSorted()

function lineOf({ name, type, class: class_, ttl, data }: Row): string {
  if (type === TYPES.OPT) return `OPT size ${class_}, upper RCODE bits ${ttl >>> 24}, version ${(ttl >>> 16) & 0xff}`
  const shownClass = class_ === 1 ? '' : ` CLASS${class_}`
  return `${name.toLowerCase()} ${ttl}${shownClass} ${typeName(type)} ${data}`
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
