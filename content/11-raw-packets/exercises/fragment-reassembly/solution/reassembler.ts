import { params } from './params.ts'

const MAX_AGE_MS = 1000 * params.seconds
const MAX_HELD = 1_048_576
const MAX_DATAGRAM = 65_535
const MORE_FRAGMENTS = 0x2000
const OFFSET = 0x1fff

interface Piece {
  start: number
  data: Buffer
}

interface Waiting {
  since: number
  pieces: Piece[]
  /** Bytes in all, once the last piece has come. */
  end: number | null
  held: number
  /** The fragment with offset 0, as it came. */
  first: Buffer | null
}

export class Reassembler {
  /** In the order of their first arrival. */
  readonly #waiting = new Map<string, Waiting>()
  #held = 0

  get held(): number {
    return this.#held
  }

  push(packet: Uint8Array, nowMs: number): Uint8Array | null {
    const ip = validPacket(packet)
    if (!ip) return null
    const field = ip.readUInt16BE(6)
    const isLast = (field & MORE_FRAGMENTS) === 0
    const start = 8 * (field & OFFSET)
    if (isLast && start === 0) return ip
    const header = headerLength(ip)
    const data = ip.subarray(header)
    if (data.length === 0 || (!isLast && data.length % 8 !== 0)) return null
    if (header + start + data.length > MAX_DATAGRAM) return null

    const key = ip.toString('latin1', 12, 20) + ip.toString('latin1', 9, 10) + ip.toString('latin1', 4, 6)
    const known = this.#waiting.get(key)
    if (known?.pieces.some((piece) => piece.start === start && piece.data.length === data.length)) return null
    if (known && contradicts(known, start, start + data.length, isLast)) {
      this.#forget(key)
      return null
    }
    this.#makeRoom(data.length)
    const waiting = this.#waiting.get(key) ?? { since: nowMs, pieces: [], end: null, held: 0, first: null }
    this.#waiting.set(key, waiting)
    waiting.pieces.push({ start, data })
    waiting.held += data.length
    this.#held += data.length
    if (isLast) waiting.end = start + data.length
    if (start === 0) waiting.first = ip
    if (waiting.held !== waiting.end || !waiting.first) return null
    this.#forget(key)
    return whole(waiting.first, waiting.pieces)
  }

  expire(nowMs: number): Uint8Array[] {
    const firsts: Uint8Array[] = []
    for (const [key, { since, first }] of this.#waiting) {
      if (nowMs - since < MAX_AGE_MS) break
      if (first) firsts.push(first)
      this.#forget(key)
    }
    return firsts
  }

  #makeRoom(bytes: number): void {
    for (const key of this.#waiting.keys()) {
      if (this.#held + bytes <= MAX_HELD) return
      this.#forget(key)
    }
  }

  #forget(key: string): void {
    this.#held -= this.#waiting.get(key)?.held ?? 0
    this.#waiting.delete(key)
  }
}

/** A copy of the packet up to its total length, or null if it isn't IPv4. */
function validPacket(packet: Uint8Array): Buffer | null {
  const ip = Buffer.from(packet)
  if (ip.length < 20 || ip[0]! >> 4 !== 4) return null
  const [header, total] = [headerLength(ip), ip.readUInt16BE(2)]
  return header < 20 || total < header || total > ip.length ? null : ip.subarray(0, total)
}

const headerLength = (ip: Buffer): number => 4 * (ip[0]! & 15)

/** Whether a piece that is no copy can't be of the same datagram as the others. */
function contradicts({ pieces, end }: Waiting, start: number, stop: number, isLast: boolean): boolean {
  if (end !== null && (isLast || stop > end)) return true
  return pieces.some(
    (piece) => (isLast && piece.start >= stop) || (piece.start < stop && piece.start + piece.data.length > start),
  )
}

/** The first fragment's header, for all data. */
function whole(first: Buffer, pieces: Piece[]): Buffer {
  const header = Buffer.from(first.subarray(0, headerLength(first)))
  const data = pieces.sort((a, b) => a.start - b.start).map((piece) => piece.data)
  const packet = Buffer.concat([header, ...data])
  packet.writeUInt16BE(packet.length, 2)
  packet.writeUInt16BE(packet.readUInt16BE(6) & ~(MORE_FRAGMENTS | OFFSET), 6)
  packet.writeUInt16BE(0, 10)
  packet.writeUInt16BE(checksum(packet.subarray(0, header.length)), 10)
  return packet
}

function checksum(header: Buffer): number {
  let sum = 0
  for (let i = 0; i < header.length; i += 2) sum += header.readUInt16BE(i)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}
