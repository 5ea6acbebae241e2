/** What matters here of a TCP segment. */
export interface Segment {
  /** Number of the first byte (or of the flag) in it: 32 bits, and after 4294967295 comes 0. */
  seq: number
  syn?: boolean
  fin?: boolean
  data?: Uint8Array
}

/** What an acknowledgment says: the next byte expected, and how many bytes from there on may be sent. */
export interface Acknowledgment {
  ack: number
  window: number
}


interface Piece {
  at: number
  data: Uint8Array
}

export class Receiver {
  readonly #capacity: number
  #isn = -1
  #next = 0
  #unread: Uint8Array[] = []
  #unreadBytes = 0
  /** Pieces beyond a gap, in order and without overlap. */
  #early: Piece[] = []
  #fin = -1
  #done = false

  constructor({ capacity }: { capacity: number }) {
    this.#capacity = capacity
  }

  segment(segment: Segment): Acknowledgment {
    if (segment.syn && this.#isn === -1) this.#isn = segment.seq
    if (this.#isn === -1) return { ack: 0, window: this.#capacity }
    const seq = segment.syn ? segment.seq + 1 : segment.seq
    let at = this.#next + ((seq - (this.#isn + 1) - this.#next) | 0)
    const edge = this.#next + this.#capacity - this.#unreadBytes
    let data = Uint8Array.from(segment.data ?? [])
    const end = at + data.length
    if (segment.fin && this.#fin === -1 && end >= this.#next && end <= edge) {
      this.#fin = end
      this.#early = this.#early
        .filter((piece) => piece.at < end)
        .map((piece) => ({ at: piece.at, data: piece.data.subarray(0, end - piece.at) }))
    }
    if (at < this.#next) {
      data = data.slice(Math.min(data.length, this.#next - at))
      at = this.#next
    }
    const limit = this.#fin >= 0 ? Math.min(edge, this.#fin) : edge
    data = data.slice(0, Math.max(0, limit - at))

    // Keep of it what no earlier piece has.
    let rest: Piece[] = [{ at, data }]
    for (const old of this.#early) {
      const oldEnd = old.at + old.data.length
      rest = rest.flatMap((piece) => [
        { at: piece.at, data: piece.data.subarray(0, Math.max(0, old.at - piece.at)) },
        { at: Math.max(piece.at, oldEnd), data: piece.data.subarray(Math.max(0, oldEnd - piece.at)) },
      ])
      rest = rest.filter((piece) => piece.data.length > 0)
    }
    this.#early.push(...rest)
    this.#early.sort((a, b) => a.at - b.at)

    while (this.#early.length > 0 && this.#early[0]!.at === this.#next) {
      const piece = this.#early.shift()!
      if (piece.data.length === 0) continue
      this.#unread.push(piece.data)
      this.#unreadBytes += piece.data.length
      this.#next += piece.data.length
    }
    this.#early = this.#early.filter((piece) => piece.data.length > 0)
    if (this.#next === this.#fin) this.#done = true
    return {
      ack: (this.#isn + 1 + this.#next + Number(this.#done)) >>> 0,
      window: this.#capacity - this.#unreadBytes,
    }
  }

  read(n: number): Uint8Array | null {
    if (this.#unreadBytes === 0) return this.#done ? null : new Uint8Array()
    const result = new Uint8Array(Math.min(n, this.#unreadBytes))
    for (let filled = 0; filled < result.length; ) {
      const piece = this.#unread[0]!
      const part = piece.subarray(0, result.length - filled)
      result.set(part, filled)
      filled += part.length
      if (part.length === piece.length) this.#unread.shift()
      else this.#unread[0] = piece.subarray(part.length)
    }
    this.#unreadBytes -= result.length
    return result
  }
}
