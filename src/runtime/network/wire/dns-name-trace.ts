/** Structure of a name in a message, piece by piece, even where it must not be read (RFC 1035 §4.1.4). */
import { read16 } from '../bytes.ts'

/** Consecutive labels, and the zero or pointer that ends them. */
export interface DnsNamePiece {
  readonly start: number
  readonly labels: readonly { readonly at: number; readonly length: number }[]
  /** End of the piece: after its zero or pointer, or at the byte that is neither. */
  readonly end: number
  readonly pointer: DnsPointer | null
}

export interface DnsPointer {
  readonly at: number
  readonly target: number
  /** The pointer leads to before its piece: a reader that follows only such pointers always ends. */
  readonly leadsBack: boolean
}

const POINTER = 0xc0
const MAX_LABEL = 63

/** Returns the pieces of a name in reading order, up to its zero, a byte that is no label, or a pointer that was followed before. */
export function traceDnsName(bytes: Uint8Array, start: number): DnsNamePiece[] {
  const pieces: DnsNamePiece[] = []
  const followed = new Set<number>()
  for (let at: number | undefined = start; at !== undefined && at < bytes.length; ) {
    const piece: DnsNamePiece = pieceAt(bytes, at)
    if (piece.pointer && followed.has(piece.pointer.at)) break
    pieces.push(piece)
    if (piece.pointer) followed.add(piece.pointer.at)
    at = piece.pointer?.target
  }
  return pieces
}

function pieceAt(bytes: Uint8Array, start: number): DnsNamePiece {
  const labels: { at: number; length: number }[] = []
  for (let at = start; ; ) {
    const head = bytes[at]
    if (head === undefined || (head > MAX_LABEL && head < POINTER)) return { start, labels, end: at, pointer: null }
    if (head === 0) return { start, labels, end: at + 1, pointer: null }
    if (head >= POINTER) {
      if (at + 2 > bytes.length) return { start, labels, end: at, pointer: null }
      const target = read16(bytes, at) & 0x3fff
      return { start, labels, end: at + 2, pointer: { at, target, leadsBack: target < start } }
    }
    if (at + 1 + head > bytes.length) return { start, labels, end: at, pointer: null }
    labels.push({ at, length: head })
    at += 1 + head
  }
}
