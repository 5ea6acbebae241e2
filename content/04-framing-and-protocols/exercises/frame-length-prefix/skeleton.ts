import { params } from './params.ts'

type FrameEvent = { frame: Buffer } | { error: 'too large' | 'bad length' | 'truncated' }

declare function readLength(header: Buffer): number

/** The reader, with two places left open. */
export class FrameReader {
  #parts: Buffer[] = [] // received, but not yet part of an event
  #have = 0 // bytes in all parts
  #length: number | null = null // of the message that comes next, once it is known

  push(chunk: Buffer): FrameEvent[] {
    this.#parts.push(chunk)
    this.#have += chunk.length
    const events: FrameEvent[] = []
    while (this.#have >= (this.#length ?? params.width)) {
      if (this.#length === null) {
        this.#length = readLength(this.#take(params.width))
        // … which lengths are an error?
      } else {
        events.push({ frame: this.#take(this.#length) })
        this.#length = null
      }
    }
    return events
  }

  #take(n: number): Buffer {
    const all = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts)
    this.#parts = [all.subarray(n)]
    this.#have -= n
    return all.subarray(0, n)
  }

  // … and what is there at the end?
}
