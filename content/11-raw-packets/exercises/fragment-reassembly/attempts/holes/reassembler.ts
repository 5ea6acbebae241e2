import { params } from './params.ts'

// After RFC 815: what is kept of a datagram are its holes, and a buffer that the pieces are copied into.
type Hole = { first: number; last: number }
type Entry = {
  key: string
  born: number
  holes: Hole[]
  seen: Set<string>
  buffer: Uint8Array
  bytes: number
  end: number
  head: Uint8Array | undefined
}

const FAR = 1e9
const u16 = (b: Uint8Array, at: number) => b[at]! * 256 + b[at + 1]!

export class Reassembler {
  private entries: Entry[] = []

  get held(): number {
    let sum = 0
    for (const entry of this.entries) sum += entry.bytes
    return sum
  }

  expire(nowMs: number): Uint8Array[] {
    const old = this.entries.filter((entry) => nowMs - entry.born >= params.seconds * 1000)
    this.entries = this.entries.filter((entry) => !old.includes(entry))
    return old.flatMap((entry) => (entry.head ? [entry.head] : []))
  }

  push(packet: Uint8Array, nowMs: number): Uint8Array | null {
    if (packet.length < 20 || packet[0]! >>> 4 !== 4) return null
    const header = (packet[0]! % 16) * 4
    const total = u16(packet, 2)
    if (header < 20 || header > total || total > packet.length) return null
    const mine = packet.slice(0, total)
    const field = u16(mine, 6)
    const more = (field & 0x2000) > 0
    const first = (field % 8192) * 8
    if (first === 0 && !more) return mine
    const size = total - header
    if (size === 0 || (more && size % 8 > 0) || first + size + header > 65535) return null
    const key = [9, 4, 5, 12, 13, 14, 15, 16, 17, 18, 19].map((at) => mine[at]).join()
    let entry = this.entries.find((candidate) => candidate.key === key)
    const range = `${first}+${size}`
    if (entry?.seen.has(range)) return null
    const last = first + size - 1
    if (entry) {
      const hole = entry.holes.find((candidate) => candidate.first <= first && candidate.last >= last)
      // What doesn't fit into one hole overlaps; a last piece must have nothing behind it.
      if (!hole || (!more && (hole.last !== FAR || entry.end > 0))) {
        this.drop(entry)
        return null
      }
    }
    while (this.held + size > 1 << 20) this.drop(this.entries[0]!)
    entry = this.entries.find((candidate) => candidate.key === key)
    if (!entry) {
      entry = { key, born: nowMs, holes: [{ first: 0, last: FAR }], seen: new Set(), buffer: new Uint8Array(), bytes: 0, end: 0, head: undefined }
      this.entries.push(entry)
    }
    entry.seen.add(range)
    entry.holes = entry.holes.flatMap((hole) => {
      if (hole.first > last || hole.last < first) return [hole]
      const before = { first: hole.first, last: first - 1 }
      const behind = { first: last + 1, last: more ? hole.last : last }
      return [before, behind].filter((left) => left.last >= left.first)
    })
    if (entry.buffer.length <= last) {
      const larger = new Uint8Array(last + 1)
      larger.set(entry.buffer)
      entry.buffer = larger
    }
    entry.buffer.set(mine.subarray(header), first)
    entry.bytes += size
    if (!more) entry.end = last + 1
    if (first === 0) entry.head = mine
    if (entry.holes.length > 0 || !entry.head) return null
    this.drop(entry)
    return finish(entry.head, entry.buffer)
  }

  private drop(entry: Entry): void {
    this.entries = this.entries.filter((other) => other !== entry)
  }
}

function finish(head: Uint8Array, data: Uint8Array): Uint8Array {
  const length = (head[0]! % 16) * 4
  const out = new Uint8Array(length + data.length)
  out.set(head.subarray(0, length))
  out.set(data, length)
  out[2] = out.length >> 8
  out[3] = out.length & 255
  out[6] = out[6]! & 0xc0
  out[7] = 0
  out[10] = 0
  out[11] = 0
  let sum = 0
  for (let i = 0; i < length; i += 2) {
    sum += u16(out, i)
    if (sum > 65535) sum -= 65535
  }
  out[10] = (65535 - sum) >> 8
  out[11] = (65535 - sum) & 255
  return out
}
