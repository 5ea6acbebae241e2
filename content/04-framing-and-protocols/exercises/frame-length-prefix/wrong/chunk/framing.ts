import { params } from './params.ts'

export type FrameEvent = { frame: Buffer } | { error: 'too large' | 'bad length' | 'truncated' }

const COUNTED = params.includesHeader ? params.width : 0

/** Takes what one data event brings for one frame. */
export class FrameReader {
  #failed = false

  push(chunk: Buffer): FrameEvent[] {
    if (this.#failed || chunk.length < params.width) return []
    const length = readLength(chunk) - COUNTED
    if (length >= 0 && length <= params.maxFrame) return [{ frame: chunk.subarray(params.width, params.width + length) }]
    this.#failed = true
    return [{ error: length < 0 ? 'bad length' : 'too large' }]
  }

  end(): FrameEvent[] {
    return []
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
