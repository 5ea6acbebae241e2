/** Bytes received and not yet read. Appending and taking are cheap, however many there are; a search does not begin again. */
export class ByteQueue {
  #bytes = new Uint8Array(1024)
  #start = 0
  #end = 0
  /** No newline lies before here. */
  #searched = 0
  #received = 0

  get length(): number {
    return this.#end - this.#start
  }

  /** Bytes that were ever appended. */
  get received(): number {
    return this.#received
  }

  append(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#bytes.length) this.#makeRoom(bytes.length)
    this.#bytes.set(bytes, this.#end)
    this.#end += bytes.length
    this.#received += bytes.length
  }

  /** Takes `n` bytes, of which there must be as many. */
  take(n: number): Uint8Array {
    const taken = this.#bytes.slice(this.#start, this.#start + n)
    this.#start += n
    return taken
  }

  takeAll(): Uint8Array {
    return this.take(this.length)
  }

  /** The next line without its newline, or null. */
  takeLine(): string | null {
    this.#searched = Math.max(this.#searched, this.#start)
    const at = this.#bytes.subarray(0, this.#end).indexOf(10, this.#searched)
    this.#searched = at < 0 ? this.#end : this.#searched
    if (at < 0) return null
    const line = this.take(at - this.#start)
    this.#start++
    return decode(line)
  }

  /** How many whole lines there are, counting no further than `most`. */
  countLines(most: number): number {
    let lines = 0
    for (let at = this.#start; lines < most; lines++) {
      at = this.#bytes.subarray(0, this.#end).indexOf(10, at) + 1
      if (at === 0) return lines
    }
    return lines
  }

  /** The beginning of what is there, as text. */
  peekText(limit: number): string {
    return decode(this.#bytes.subarray(this.#start, Math.min(this.#end, this.#start + limit)))
  }

  #makeRoom(more: number): void {
    const length = this.length
    const target = length + more > this.#bytes.length / 2 ? new Uint8Array(2 * (length + more)) : this.#bytes
    target.set(this.#bytes.subarray(this.#start, this.#end))
    this.#bytes = target
    this.#searched = Math.max(0, this.#searched - this.#start)
    this.#start = 0
    this.#end = length
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Text as a stream carries it: UTF-8, with � for what is none. */
export function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

const encoder = new TextEncoder()

/** Data as bytes. */
export function encode(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? encoder.encode(data) : data
}
