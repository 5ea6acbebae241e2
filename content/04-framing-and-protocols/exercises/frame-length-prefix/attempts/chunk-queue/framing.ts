import { params } from './params.ts'

export type FrameEvent = { frame: Buffer } | { error: 'too large' | 'bad length' | 'truncated' }

/** Bytes in the order in which they came; taking some copies only those. */
class ByteQueue {
  #chunks: Buffer[] = []
  #first = 0 // chunks before this one are used up
  #offset = 0 // bytes of the first chunk that are used up
  length = 0

  add(chunk: Buffer) {
    if (chunk.length === 0) return
    this.#chunks.push(chunk)
    this.length += chunk.length
  }

  take(count: number): Buffer {
    const result = Buffer.allocUnsafe(count)
    for (let done = 0; done < count; ) {
      const chunk = this.#chunks[this.#first]!
      const copied = chunk.copy(result, done, this.#offset)
      done += copied
      this.#offset += copied
      if (this.#offset === chunk.length) {
        this.#first++
        this.#offset = 0
      }
    }
    this.length -= count
    if (this.length === 0 || this.#first > 1024) {
      this.#chunks = this.#chunks.slice(this.#first)
      this.#first = 0
    }
    return result
  }
}

export class FrameReader {
  #queue = new ByteQueue()
  #expected: number | null = null
  #failed = false

  push(chunk: Buffer): FrameEvent[] {
    if (this.#failed) return []
    this.#queue.add(chunk)
    return [...this.#complete()]
  }

  *#complete(): Generator<FrameEvent> {
    for (;;) {
      if (this.#expected === null) {
        if (this.#queue.length < params.width) return
        const size = decodeLength(this.#queue.take(params.width))
        if (size < 0 || size > params.maxFrame) {
          this.#failed = true
          this.#queue = new ByteQueue()
          yield { error: size < 0 ? 'bad length' : 'too large' }
          return
        }
        this.#expected = size
      }
      if (this.#queue.length < this.#expected) return
      const frame = this.#queue.take(this.#expected)
      this.#expected = null
      yield { frame }
    }
  }

  end(): FrameEvent[] {
    if (this.#failed) return []
    this.#failed = true
    return this.#expected !== null || this.#queue.length > 0 ? [{ error: 'truncated' }] : []
  }
}

function decodeLength(head: Buffer): number {
  const view = new DataView(head.buffer, head.byteOffset, head.length)
  const isLittle = params.endian === 'LE'
  const length = params.width === 2 ? view.getUint16(0, isLittle) : view.getUint32(0, isLittle)
  return params.includesHeader ? length - params.width : length
}

export function encodeFrame(payload: Buffer): Buffer {
  const frame = Buffer.alloc(params.width + payload.length)
  const view = new DataView(frame.buffer, frame.byteOffset, params.width)
  const length = params.includesHeader ? frame.length : payload.length
  if (params.width === 2) view.setUint16(0, length, params.endian === 'LE')
  else view.setUint32(0, length, params.endian === 'LE')
  frame.set(payload, params.width)
  return frame
}
