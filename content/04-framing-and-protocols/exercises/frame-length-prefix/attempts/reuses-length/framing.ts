import { params } from './params.ts'

export type FrameEvent = { frame: Buffer } | { error: 'too large' | 'bad length' | 'truncated' }

export class FrameReader {
  #parts: Buffer[] = []
  #held = 0
  #wanted: number | undefined
  #dead = false

  push(chunk: Buffer): FrameEvent[] {
    const events: FrameEvent[] = []
    if (this.#dead) return events
    this.#parts.push(chunk)
    this.#held += chunk.length
    while (!this.#dead && this.#held >= (this.#wanted ?? params.width)) {
      // enough for the next step: put it together once
      const all = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts)
      const need = this.#wanted ?? params.width
      const piece = all.subarray(0, need)
      this.#parts = [all.subarray(need)]
      this.#held -= need
      if (this.#wanted !== undefined) {
        this.#wanted = undefined
        events.push({ frame: piece })
        continue
      }
      let length = params.endian === 'BE' ? piece.readUIntBE(0, params.width) : piece.readUIntLE(0, params.width)
      if (params.includesHeader) length -= params.width
      if (length < 0 || length > params.maxFrame) {
        this.#dead = true
        events.push({ error: length < 0 ? 'bad length' : 'too large' })
      } else this.#wanted = length
    }
    return events
  }

  end(): FrameEvent[] {
    if (this.#dead || (this.#held === 0 && this.#wanted === undefined)) return []
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
