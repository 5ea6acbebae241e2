import { params } from './params.ts'

export type FrameEvent = { frame: Buffer } | { error: 'too large' | 'bad length' | 'truncated' }

const { width, endian, maxFrame, includesHeader } = params
const own = includesHeader ? width : 0

/** The protocol as if one could wait for bytes: yields how many it needs next, and is resumed with them. */
function* protocol(emit: (event: FrameEvent) => void): Generator<number, void, Buffer> {
  for (;;) {
    const head = yield width
    const announced = endian === 'BE' ? head.readUIntBE(0, width) : head.readUIntLE(0, width)
    const size = announced - own
    if (size < 0) return emit({ error: 'bad length' })
    if (size > maxFrame) return emit({ error: 'too large' })
    emit({ frame: size === 0 ? Buffer.alloc(0) : yield size })
    // between two frames
  }
}

export class FrameReader {
  #events: FrameEvent[] = []
  readonly #steps = protocol((event) => this.#events.push(event))
  #needs = this.#steps.next().value
  #pieces: Buffer[] = []
  #have = 0
  #isInFrame = false

  push(chunk: Buffer): FrameEvent[] {
    let rest = chunk
    while (this.#needs !== undefined && rest.length > 0) {
      const part = rest.subarray(0, this.#needs - this.#have)
      rest = rest.subarray(part.length)
      this.#pieces.push(part)
      this.#have += part.length
      this.#isInFrame = true
      if (this.#have < this.#needs) break
      const whole = this.#pieces.length === 1 ? part : Buffer.concat(this.#pieces, this.#have)
      const before = this.#events.length
      this.#pieces = []
      this.#have = 0
      const step = this.#steps.next(whole)
      this.#needs = step.done ? undefined : (step.value as number)
      if (this.#events.length > before) this.#isInFrame = false
    }
    return this.#events.splice(0)
  }

  end(): FrameEvent[] {
    const isCut = this.#needs !== undefined && this.#isInFrame
    this.#needs = undefined
    this.#pieces = []
    return isCut ? [{ error: 'truncated' }] : []
  }
}

export function encodeLength(size: number): Buffer {
  const head = Buffer.alloc(width)
  if (endian === 'BE') head.writeUIntBE(size + own, 0, width)
  else head.writeUIntLE(size + own, 0, width)
  return head
}

export function encodeFrame(payload: Buffer): Buffer {
  return Buffer.concat([encodeLength(payload.length), payload])
}
