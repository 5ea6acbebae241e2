/** Given: names and records as bytes (RFC 1035, 3.2.1 and 4.1.4). The header, and what goes into a reply, are yours. */
import type { ZoneRecord } from './zone.ts'

export const TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, MX: 15, TXT: 16, AAAA: 28, OPT: 41, ANY: 255 } as const
const IN = 1
const MOST_NAME = 255 // bytes (RFC 1035, 3.1)

/** Reads a name as its labels, in the case they came in; `next` is the offset behind it. Throws RangeError if there is none. */
export function readName(message: Buffer, offset: number): { labels: string[]; next: number } {
  const labels: string[] = []
  let next: number | null = null
  let start = offset // of this piece of the name: a pointer must lead to before it
  let size = 1 // the root's byte
  for (let at = offset; ; ) {
    const first = message.readUInt8(at)
    if (first >= 0xc0) {
      const target = message.readUInt16BE(at) & 0x3fff
      if (target >= start) throw new RangeError('a pointer that does not lead back')
      next ??= at + 2
      at = start = target
    } else if (first === 0) {
      return { labels, next: next ?? at + 1 }
    } else {
      if (first > 63 || at + first >= message.length) throw new RangeError('a label that is none')
      labels.push(message.toString('latin1', at + 1, at + 1 + first))
      at += 1 + first
      size += 1 + first
      if (size > MOST_NAME) throw new RangeError('a name that is too long')
    }
  }
}

/** A record of the zone as bytes. `owner`: the labels of the name that it gets, if not its own. */
export function encodeRecord(record: ZoneRecord, owner: readonly string[] = record.name.split('.')): Buffer {
  const data = encodeData(record)
  return Buffer.concat([encodeLabels(owner), u16(TYPES[record.type]), u16(IN), u32(record.ttl), u16(data.length), data])
}

function encodeData(record: ZoneRecord): Buffer {
  switch (record.type) {
    case 'A':
      return Buffer.from(record.address.split('.').map(Number))
    case 'AAAA':
      return encodeIpv6(record.address)
    case 'NS':
    case 'CNAME':
      return encodeLabels(record.target.split('.'))
    case 'MX':
      return Buffer.concat([u16(record.preference), encodeLabels(record.target.split('.'))])
    case 'TXT':
      return Buffer.concat([Buffer.of(record.text.length), Buffer.from(record.text, 'latin1')])
    case 'SOA': {
      const names = [record.primary, record.mailbox].map((name) => encodeLabels(name.split('.')))
      return Buffer.concat([...names, ...record.numbers.map(u32)])
    }
  }
}

function encodeLabels(labels: readonly string[]): Buffer {
  return Buffer.concat([...labels.map((label) => Buffer.from(String.fromCharCode(label.length) + label, 'latin1')), Buffer.of(0)])
}

/** `::` stands for as many groups of zeros as are missing. */
function encodeIpv6(address: string): Buffer {
  const [front = [], back = []] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''))
  const groups = [...front, ...Array(8 - front.length - back.length).fill('0'), ...back]
  return Buffer.concat(groups.map((group) => u16(Number.parseInt(group, 16))))
}

export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
