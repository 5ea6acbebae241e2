import { params } from './params.ts'

export type FrameEvent = { frame: Buffer } | { error: 'too large' | 'bad length' | 'truncated' }

export class FrameReader {
  #buffer = Buffer.alloc(0)
  #dead = false

  push(chunk: Buffer): FrameEvent[] {
    const events: FrameEvent[] = []
    if (this.#dead) return events
    this.#buffer = Buffer.concat([this.#buffer, chunk])
    while (this.#buffer.length >= params.width) {
      let length = params.endian === 'BE' ? this.#buffer.readUIntBE(0, params.width) : this.#buffer.readUIntLE(0, params.width)
      if (params.includesHeader) length -= params.width
      if (length < 0) {
        this.#dead = true
        events.push({ error: 'bad length' })
        break
      }
      if (length > params.maxFrame) {
        this.#dead = true
        events.push({ error: 'too large' })
        break
      }
      if (this.#buffer.length < params.width + length) break
      events.push({ frame: this.#buffer.subarray(params.width, params.width + length) })
      this.#buffer = this.#buffer.subarray(params.width + length)
    }
    return events
  }

  end(): FrameEvent[] {
    if (this.#dead || this.#buffer.length === 0) return []
    return [{ error: 'truncated' }]
  }
}

export function encodeFrame(payload: Buffer): Buffer {
  const head = Buffer.alloc(params.width)
  const length = payload.length + (params.includesHeader ? params.width : 0)
  if (params.endian === 'BE') head.writeUIntBE(length, 0, params.width)
  else head.writeUIntLE(length, 0, params.width)
  return Buffer.concat([head, payload])
}
