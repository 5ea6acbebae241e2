import { params } from './params.ts'

export type FrameEvent = { frame: Buffer } | { error: 'too large' | 'bad length' | 'truncated' }

/** Reads into one slot at a time: first into the length's, then into the message's, which is made when its size is known. */
export class FrameReader {
  readonly #head = Buffer.alloc(params.width)
  #state: 'length' | 'message' | 'dead' = 'length'
  #slot: Buffer = this.#head
  #filled = 0

  push(chunk: Buffer): FrameEvent[] {
    const events: FrameEvent[] = []
    let at = 0
    while (at < chunk.length && this.#state !== 'dead') {
      const copied = chunk.copy(this.#slot, this.#filled, at)
      at += copied
      this.#filled += copied
      if (this.#filled === this.#slot.length) this.#full(events)
    }
    return events
  }

  #full(events: FrameEvent[]) {
    this.#filled = 0
    if (this.#state === 'message') {
      events.push({ frame: this.#slot })
      this.#slot = this.#head
      this.#state = 'length'
      return
    }
    let size = 0
    for (const byte of params.endian === 'BE' ? this.#head : Buffer.from(this.#head).reverse()) size = size * 256 + byte
    if (params.includesHeader) size -= params.width
    if (size < 0 || size > params.maxFrame) {
      this.#state = 'dead'
      events.push({ error: size < 0 ? 'bad length' : 'too large' })
    } else if (size === 0) {
      events.push({ frame: Buffer.alloc(0) })
    } else {
      this.#slot = Buffer.alloc(size)
      this.#state = 'message'
    }
  }

  end(): FrameEvent[] {
    const wasCut = this.#state === 'message'
    this.#state = 'dead'
    return wasCut ? [{ error: 'truncated' }] : []
  }
}

export function encodeFrame(payload: Buffer): Buffer {
  let length = payload.length + (params.includesHeader ? params.width : 0)
  const head = Buffer.alloc(params.width)
  for (let i = 0; i < params.width; i++) {
    head[params.endian === 'LE' ? i : params.width - 1 - i] = length % 256
    length = Math.floor(length / 256)
  }
  if (length > 0) throw new RangeError('this message has no length')
  return Buffer.concat([head, payload])
}
