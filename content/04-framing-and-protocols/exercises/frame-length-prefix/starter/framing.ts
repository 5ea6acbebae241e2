import { params } from './params.ts'

export type FrameEvent = { frame: Buffer } | { error: 'too large' | 'bad length' | 'truncated' }

/** Finds the frames in a stream of bytes. */
export class FrameReader {
  /** What is complete now that `chunk` is here. */
  push(chunk: Buffer): FrameEvent[] {
    console.log('received', chunk.length, 'bytes; a length has', params.width)
    // Your turn: which bytes are a length, which are its message, and what is not complete yet?
    return []
  }

  /** The stream is over: was it in the middle of something? */
  end(): FrameEvent[] {
    return []
  }
}

/** A message with its length in front. */
export function encodeFrame(payload: Buffer): Buffer {
  return payload
}
