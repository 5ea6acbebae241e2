/** One direction of a conversation in lines: each byte counts once and in order, however often it was sent. */
export class LineCounter {
  /** Relative sequence number of the next byte; the first one has number 1. */
  next = 1
  /** Bytes since the last complete line. */
  tail = 0
  #early: { sequence: number; bytes: Uint8Array }[] = []

  /** Adds a segment; returns the number of lines that it completes. */
  add(sequence: number, bytes: Uint8Array): number {
    this.#early.push({ sequence, bytes })
    this.#early.sort((a, b) => a.sequence - b.sequence)
    let lines = 0
    for (let first = this.#early[0]; first && first.sequence <= this.next; first = this.#early[0]) {
      this.#early.shift()
      const fresh = first.bytes.subarray(Math.min(first.bytes.length, this.next - first.sequence))
      this.next += fresh.length
      for (const byte of fresh) {
        this.tail = byte === LINE_FEED ? 0 : this.tail + 1
        if (byte === LINE_FEED) lines++
      }
    }
    return lines
  }
}

const LINE_FEED = 10
