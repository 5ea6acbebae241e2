import { params } from './params.ts'

export type FrameEvent = { frame: Buffer } | { error: 'too large' | 'bad length' | 'truncated' }

/** Bytes of the length field that the length itself counts. */
const COUNTED = params.includesHeader ? params.width : 0

/** Finds the frames in a stream of bytes. */
export class FrameReader {
  #parts: Buffer[] = [] // received, but not yet part of an event
  #have = 0 // bytes in all parts
  #length: number | null = null // of the message that comes next, once it is known
  #failed = false

  /** What is complete now that `chunk` is here. */
  push(chunk: Buffer): FrameEvent[] {
    if (this.#failed) return []
    this.#parts = [Buffer.concat([...this.#parts, chunk])]
    this.#have += chunk.length
    const events: FrameEvent[] = []
    while (this.#have >= (this.#length ?? params.width)) {
      if (this.#length === null) {
        const length = readLength(this.#take(params.width)) - COUNTED
        if (length < 0 || length > params.maxFrame) return [...events, this.#fail(length)]
        this.#length = length
      } else {
        events.push({ frame: this.#take(this.#length) })
        this.#length = null
      }
    }
    return events
  }

  /** The stream is over: no event if that was between two frames. */
  end(): FrameEvent[] {
    const whole = this.#failed || (this.#have === 0 && this.#length === null)
    return whole ? [] : [{ error: 'truncated' }]
  }

  #take(n: number): Buffer {
    const all = this.#parts[0]!
    this.#parts = [all.subarray(n)]
    this.#have -= n
    return all.subarray(0, n)
  }

  #fail(length: number): FrameEvent {
    this.#failed = true
    this.#parts = []
    return { error: length < 0 ? 'bad length' : 'too large' }
  }
}

export function encodeFrame(payload: Buffer): Buffer {
  const header = Buffer.alloc(params.width)
  const length = payload.length + COUNTED
  if (params.endian === 'BE') header.writeUIntBE(length, 0, params.width)
  else header.writeUIntLE(length, 0, params.width)
  return Buffer.concat([header, payload])
}

function readLength(header: Buffer): number {
  return params.endian === 'BE' ? header.readUIntBE(0, params.width) : header.readUIntLE(0, params.width)
}
