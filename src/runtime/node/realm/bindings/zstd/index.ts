/** Zstandard (RFC 8878) below lib/zlib.js. An add-on of its own: evaluated when a program first makes such a stream. */
import { concatenate } from '#network'
import type { Codec, CodecError, Span } from '../zlib/index.ts'
import { frameSize, StoredFrame } from './frame.ts'
import { ZstdFailure, ZstdMachine } from './webassembly.ts'

const Operation = { flush: 1, end: 2 } as const
const Z_BUF_ERROR = -5
const NOTHING = new Uint8Array(0)
/** ZSTD_ErrorCode, with the texts of ZSTD_getErrorName(). */
const ERRORS: Readonly<Record<number, [code: string, message: string]>> = {
  10: ['prefix_unknown', 'Unknown frame descriptor'],
  16: ['frameParameter_windowTooLarge', 'Frame requires too much memory for decoding'],
  20: ['corruption_detected', 'Data corruption detected'],
  22: ['checksum_wrong', "Restored data doesn't match checksum"],
  32: ['dictionary_wrong', 'Dictionary mismatch'],
  72: ['srcSize_wrong', 'Src size is incorrect'],
}

let machine: ZstdMachine | null = null
const shared = (): ZstdMachine => {
  machine ??= new ZstdMachine()
  return machine
}

function failure(number: number): CodecError {
  const [code, message] = ERRORS[number] ?? ['GENERIC', 'Error (generic)']
  return { message, errno: number, code: `ZSTD_error_${code}` }
}

/** Output that waits for room. */
class Output {
  #parts: Uint8Array[] = []

  get isEmpty(): boolean {
    return this.#parts.length === 0
  }

  push(...parts: Uint8Array[]): void {
    this.#parts.push(...parts.filter(({ length }) => length > 0))
  }

  drainTo(span: Span): void {
    while (span.outputLeft > 0 && this.#parts.length > 0) {
      const next = this.#parts.shift()!
      const part = next.subarray(0, span.outputLeft)
      if (part.length < next.length) this.#parts.unshift(next.subarray(part.length))
      span.output.set(part, span.outputOffset)
      span.outputOffset += part.length
      span.outputLeft -= part.length
    }
  }
}

function takeInput(span: Span): Uint8Array {
  const taken = span.input.slice(span.inputOffset, span.inputOffset + span.inputLeft)
  span.inputOffset += span.inputLeft
  span.inputLeft = 0
  return taken
}

/** Decompressor, which returns a frame's content once the frame is complete. */
export class ZstdDecompressor implements Codec {
  readonly cost = 5
  readonly #dictionary: Uint8Array
  #held: Uint8Array = NOTHING
  #finished = false
  #output = new Output()

  constructor(dictionary: Uint8Array | null) {
    this.#dictionary = dictionary ?? NOTHING
  }

  run(operation: number, span: Span): CodecError | null {
    if (this.#output.isEmpty && span.inputLeft > 0) {
      const error = this.#read(span)
      if (error) return error
    }
    this.#output.drainTo(span)
    if (operation !== Operation.end || this.#finished) return null
    return { message: 'unexpected end of file', errno: Z_BUF_ERROR, code: 'Z_BUF_ERROR' }
  }

  #read(span: Span): CodecError | null {
    this.#held = concatenate([this.#held, takeInput(span)])
    const size = frameSize(this.#held)
    if (size === 'unknown') return failure(10)
    this.#finished = size !== null
    if (size === null) return null
    const surplus = this.#held.length - size.length
    span.inputOffset -= surplus
    span.inputLeft += surplus
    const frame = this.#held.slice(0, size.length)
    this.#held = NOTHING
    try {
      this.#output.push(shared().decompress(frame, this.#dictionary, size.room))
      return null
    } catch (error) {
      return failure(error instanceof ZstdFailure ? error.number : 1)
    }
  }

  reset(): null {
    this.#held = NOTHING
    this.#finished = false
    this.#output = new Output()
    return null
  }
}

/** One frame of all data up to the end; once a program asks for output earlier, the rest is stored, not compressed. */
export class ZstdCompressor implements Codec {
  readonly cost = 10
  readonly #level: number
  readonly #dictionary: Uint8Array
  readonly #promised: number | undefined
  #waiting: Uint8Array[] = []
  #length = 0
  #stored: StoredFrame | null = null
  #finished = false
  #output = new Output()

  /** `promised`: number of bytes that the program promised to write. */
  constructor(level: number, dictionary: Uint8Array | null, promised: number | undefined) {
    this.#level = level
    this.#dictionary = dictionary ?? NOTHING
    this.#promised = promised
  }

  run(operation: number, span: Span): CodecError | null {
    if (span.inputLeft > 0) {
      this.#length += span.inputLeft
      this.#waiting.push(takeInput(span))
    }
    if (operation === Operation.end && !this.#finished) {
      if (this.#promised !== undefined && this.#promised !== this.#length) return failure(72)
      this.#finish()
    } else if (operation === Operation.flush && this.#waiting.length > 0) {
      this.#stored ??= new StoredFrame()
      this.#output.push(...this.#stored.write(this.#take()))
    }
    this.#output.drainTo(span)
    return null
  }

  #finish(): void {
    this.#finished = true
    const bytes = this.#take()
    if (this.#stored) this.#output.push(...this.#stored.write(bytes, true))
    else this.#output.push(shared().compress(bytes, this.#dictionary, this.#level))
  }

  #take(): Uint8Array {
    const bytes = concatenate(this.#waiting)
    this.#waiting = []
    return bytes
  }

  reset(): null {
    this.#take()
    this.#length = 0
    this.#stored = null
    this.#finished = false
    this.#output = new Output()
    return null
  }
}
