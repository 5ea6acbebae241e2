/**
 * Brotli (RFC 7932) below lib/zlib.js. A separate add-on, because its dictionary alone is larger than all of zlib: evaluated when a program
 * first makes a Brotli stream.
 */
import type { Codec, CodecError, Span } from '../zlib/index.ts'
import { StoredBlocks } from './stored-blocks.ts'
import { BrotliMachine, Step } from './webassembly.ts'

const Operation = { process: 0, flush: 1, finish: 2 } as const
const PIECE = 65_536
const Z_BUF_ERROR = -5

let machine: BrotliMachine | null = null
const shared = (): BrotliMachine => {
  machine ??= new BrotliMachine()
  return machine
}

function write(span: Span, bytes: Uint8Array): void {
  span.output.set(bytes, span.outputOffset)
  span.outputOffset += bytes.length
  span.outputLeft -= bytes.length
}

/** Decompresses. `errors`: names of the decoder's numbers. */
export class BrotliDecoder implements Codec {
  readonly cost = 5
  readonly #errors: ReadonlyMap<number, string>
  #stream: number

  constructor(errors: ReadonlyMap<number, string>) {
    this.#errors = errors
    this.#stream = shared().newDecoder()
  }

  run(flush: number, span: Span): CodecError | null {
    const input = span.input.subarray(span.inputOffset, span.inputOffset + span.inputLeft)
    try {
      const { code, output, read } = shared().decode(this.#stream, input, span.outputLeft)
      span.inputOffset += read
      span.inputLeft -= read
      write(span, output)
      if (code !== Step.wantsInput || flush !== Operation.finish) return null
      return { message: 'unexpected end of file', errno: Z_BUF_ERROR, code: 'Z_BUF_ERROR' }
    } catch (error) {
      const errno = Number(/-\d+/.exec((error as Error).message)?.[0] ?? -1)
      return { message: 'Decompression failed', errno, code: this.#errors.get(errno) ?? 'ERR__ERROR_UNREACHABLE' }
    }
  }

  reset(): null {
    shared().freeDecoder(this.#stream)
    this.#stream = shared().newDecoder()
    return null
  }
}

/**
 * Collects the input and compresses it all at the end. If a program wants output earlier (`flush`), all further blocks are uncompressed:
 * the encoder below cannot be flushed.
 */
export class BrotliEncoder implements Codec {
  readonly cost = 100
  readonly #quality: number
  #waiting: Uint8Array[] = []
  /** Output not fetched yet. */
  #ready: Uint8Array[] = []
  #stored: StoredBlocks | null = null
  #finished = false

  constructor(quality: number) {
    this.#quality = quality
  }

  run(operation: number, span: Span): CodecError | null {
    if (span.inputLeft > 0) {
      this.#waiting.push(span.input.slice(span.inputOffset, span.inputOffset + span.inputLeft))
      span.inputOffset += span.inputLeft
      span.inputLeft = 0
    }
    if (operation === Operation.flush) this.#flush()
    if (operation === Operation.finish && !this.#finished) this.#finish()
    while (span.outputLeft > 0 && this.#ready.length > 0) {
      const next = this.#ready.shift()!
      const part = next.subarray(0, span.outputLeft)
      if (part.length < next.length) this.#ready.unshift(next.subarray(part.length))
      write(span, part)
    }
    return null
  }

  #flush(): void {
    if (this.#waiting.length === 0) return
    this.#stored ??= new StoredBlocks()
    for (const part of this.#waiting) this.#ready.push(...this.#stored.write(part))
    this.#waiting = []
  }

  #finish(): void {
    this.#finished = true
    if (this.#stored) {
      this.#flush()
      this.#ready.push(this.#stored.end())
      return
    }
    const brotli = shared()
    const stream = brotli.newEncoder(this.#quality)
    for (const part of this.#waiting)
      for (let at = 0; at < part.length; ) {
        const { output, read } = brotli.encode(stream, part.subarray(at, at + PIECE), PIECE)
        at += read
        if (output.length > 0) this.#ready.push(output)
      }
    this.#waiting = []
    for (let code: number = Step.wantsOutput; code === Step.wantsOutput; ) {
      const step = brotli.encode(stream, null, PIECE)
      code = step.code
      if (step.output.length > 0) this.#ready.push(step.output)
    }
    brotli.freeEncoder(stream)
  }

  reset(): null {
    this.#waiting = []
    this.#ready = []
    this.#stored = null
    this.#finished = false
    return null
  }
}
