/**
 * Received bytes that have not been read. Appending and taking are cheap at any size; searches continue where the last
 * one stopped.
 */
export class ByteQueue {
  #bytes = new Uint8Array(1024)
  #start = 0
  #end = 0
  /** Newlines are counted up to here, each byte once. */
  #searched = 0
  /** Those of them still in the queue. */
  #lines = 0
  #received = 0

  get length(): number {
    return this.#end - this.#start
  }

  /** Number of bytes ever appended. */
  get received(): number {
    return this.#received
  }

  append(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#bytes.length) this.#makeRoom(bytes.length)
    this.#bytes.set(bytes, this.#end)
    this.#end += bytes.length
    this.#received += bytes.length
  }

  /** Takes exactly `n` bytes; there must be that many. */
  take(n: number): Uint8Array {
    const taken = this.#bytes.slice(this.#start, this.#start + n)
    this.#lines -= newlinesIn(taken.subarray(0, Math.max(0, this.#searched - this.#start)))
    this.#start += n
    this.#searched = Math.max(this.#searched, this.#start)
    return taken
  }

  takeAll(): Uint8Array {
    return this.take(this.length)
  }

  /** Takes the next line, without its newline, or returns null. */
  takeLine(): string | null {
    if (this.countLines() === 0) return null
    const end = this.#bytes.indexOf(NEWLINE, this.#start)
    const line = this.take(end - this.#start)
    this.take(1)
    return decode(line)
  }

  /** Number of complete lines. */
  countLines(): number {
    this.#lines += newlinesIn(this.#bytes.subarray(this.#searched, this.#end))
    this.#searched = this.#end
    return this.#lines
  }

  /** Returns the first bytes as text. */
  peekText(limit: number): string {
    return decode(this.#bytes.subarray(this.#start, Math.min(this.#end, this.#start + limit)))
  }

  #makeRoom(more: number): void {
    const length = this.length
    const target = length + more > this.#bytes.length / 2 ? new Uint8Array(2 * (length + more)) : this.#bytes
    target.set(this.#bytes.subarray(this.#start, this.#end))
    this.#bytes = target
    this.#searched -= this.#start
    this.#start = 0
    this.#end = length
  }
}

const NEWLINE = 10

function newlinesIn(bytes: Uint8Array): number {
  let newlines = 0
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) newlines++
  return newlines
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Decodes a stream's bytes as UTF-8, with � for invalid ones. */
export function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

const encoder = new TextEncoder()

/** Converts data to bytes. */
export function encode(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? encoder.encode(data) : data
}
