import { params } from './params.ts'

/** One datagram: for each block of eight bytes the number of the piece that it is from, 0 for none. */
class Puzzle {
  readonly blocks = new Uint16Array(8192)
  readonly pieces: { block: number; bytes: Buffer }[] = []
  lastBlock = -1
  held = 0
  head: Buffer | null = null
  constructor(readonly born: number) {}

  /** 'known', 'bad', or 'fits' */
  judge(block: number, length: number, isLast: boolean): 'known' | 'bad' | 'fits' {
    const count = Math.ceil(length / 8)
    const number = this.blocks[block]!
    const there = this.pieces[number - 1]
    if (there && there.block === block && there.bytes.length === length) return 'known'
    for (let i = block; i < block + count; i++) if (this.blocks[i] !== 0) return 'bad'
    if (this.lastBlock >= 0 && (isLast || block + count - 1 > this.lastBlock)) return 'bad'
    if (isLast) for (let i = block + count; i < 8192; i++) if (this.blocks[i] !== 0) return 'bad'
    return 'fits'
  }

  add(block: number, bytes: Buffer, isLast: boolean): void {
    this.pieces.push({ block, bytes })
    const count = Math.ceil(bytes.length / 8)
    this.blocks.fill(this.pieces.length, block, block + count)
    if (isLast) this.lastBlock = block + count - 1
    this.held += bytes.length
  }

  get isWhole(): boolean {
    return this.lastBlock >= 0 && this.blocks.subarray(0, this.lastBlock + 1).every((number) => number > 0)
  }
}

export class Reassembler {
  private readonly puzzles = new Map<bigint, Puzzle>()

  get held() {
    return [...this.puzzles.values()].reduce((sum, { held }) => sum + held, 0)
  }

  expire(nowMs: number): Uint8Array[] {
    const heads: Uint8Array[] = []
    this.puzzles.forEach((puzzle, key) => {
      if (puzzle.born + params.seconds * 1000 > nowMs) return
      this.puzzles.delete(key)
      if (puzzle.head) heads.push(puzzle.head)
    })
    return heads
  }

  push(packet: Uint8Array, nowMs: number): Uint8Array | null {
    const p = Buffer.from(packet)
    const sound = p.length >= 20 && p[0]! >= 0x45 && p[0]! <= 0x4f && p.readUInt16BE(2) <= p.length && p.readUInt16BE(2) >= 4 * (p[0]! - 0x40)
    if (!sound) return null
    const ip = p.subarray(0, p.readUInt16BE(2))
    const [more, block] = [(ip[6]! & 0x20) !== 0, ip.readUInt16BE(6) & 0x1fff]
    if (!more && block === 0) return ip
    const header = 4 * (ip[0]! - 0x40)
    const bytes = ip.subarray(header)
    if (bytes.length === 0) return null
    if (more && bytes.length % 8) return null
    if (block * 8 + ip.length > 65_535) return null
    const key = (ip.readBigUInt64BE(12) << 24n) | BigInt(ip[9]! << 16) | BigInt(ip.readUInt16BE(4))
    switch (this.puzzles.get(key)?.judge(block, bytes.length, !more)) {
      case 'known':
        return null
      case 'bad':
        this.puzzles.delete(key)
        return null
    }
    for (const [oldest] of this.puzzles) {
      if (this.held + bytes.length <= 1024 * 1024) break
      this.puzzles.delete(oldest)
    }
    const puzzle = this.puzzles.get(key) ?? new Puzzle(nowMs)
    this.puzzles.set(key, puzzle)
    puzzle.add(block, bytes, !more)
    if (block === 0) puzzle.head = ip
    if (!puzzle.isWhole || !puzzle.head) return null
    this.puzzles.delete(key)
    return together(puzzle.head, puzzle.pieces)
  }
}

function together(head: Buffer, pieces: Puzzle['pieces']): Buffer {
  const size = 4 * (head[0]! - 0x40)
  pieces.sort((a, b) => a.block - b.block)
  const all = Buffer.concat([head.subarray(0, size), ...pieces.map(({ bytes }) => bytes)])
  all.writeUInt16BE(all.length, 2)
  all.writeUInt16BE(all.readUInt16BE(6) & 0xc000, 6)
  all.writeUInt16BE(0, 10)
  let sum = 0
  for (let i = 0; i < size; i += 2) sum += all.readUInt16BE(i)
  sum = (sum & 0xffff) + (sum >> 16)
  sum = (sum & 0xffff) + (sum >> 16)
  all.writeUInt16BE(0xffff ^ sum, 10)
  return all
}
