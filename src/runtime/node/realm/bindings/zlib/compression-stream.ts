import { AsyncWrap, makeCallback } from '../../async-wrap.ts'
import { bytesOf } from '../../bytes.ts'
import type { RealmContext } from '../../context.ts'
import { nativeError } from '../../native-error.ts'
import type { Any } from '../../types.ts'
import type { Codec, CodecError, Span } from './codec.ts'

type WriteParameters = [
  flush: number,
  input: Uint8Array | null,
  inputOffset: number,
  inputLength: number,
  output: Uint8Array,
  outputOffset: number,
  outputLength: number,
]

const NOTHING = new Uint8Array(0)
/** The view's own getter: a program can shadow the property of that name. */
const lengthBy = (prototype: object) => Object.getOwnPropertyDescriptor(prototype, 'byteLength')!.get!
const lengthOfArray = lengthBy(Object.getPrototypeOf(Uint8Array.prototype))
const lengthOfDataView = lengthBy(DataView.prototype)

/** Returns the same bytes without the methods that Node's Buffer overrides. */
function plain(bytes: ArrayBufferView): Uint8Array {
  const byteLength = bytes instanceof DataView ? lengthOfDataView : lengthOfArray
  return new Uint8Array(bytes.buffer, bytes.byteOffset, byteLength.call(bytes))
}

/** node::CompressionStream: a compressor's or decompressor's handle in `lib/zlib.js`. */
export class CompressionStream extends AsyncWrap {
  /** Set by the library: called with an error's message, number and name. */
  declare onerror: unknown
  readonly #realm: RealmContext
  #codec: Codec | null = null
  #state: Uint32Array = new Uint32Array(2)
  #callback: unknown
  #busy = false
  #closing = false

  constructor(realm: RealmContext) {
    super(realm, 'ZLIB')
    this.#realm = realm
  }

  /** `state`: [room left in the output, bytes left of the input] after a write, shared with the library. */
  protected begin(codec: Codec, state: Uint32Array, callback: unknown): void {
    this.#codec = codec
    this.#state = state
    this.#callback = callback
  }

  write(...parameters: WriteParameters): void {
    const [flush, span] = spanOf(parameters)
    this.#busy = true
    this.#realm.threadPool.submit(this.#cost(span), () => {
      const error = this.#closing ? null : (this.#codec?.run(flush, span) ?? null)
      this.#written(error, span)
    })
  }

  #written(error: CodecError | null, span: Span): void {
    this.#busy = false
    if (!this.#closing && error) this.#fail(error)
    else if (!this.#closing) {
      this.#tell(span)
      makeCallback(this, this.#callback)
    }
    if (this.#closing) this.close()
  }

  writeSync(...parameters: WriteParameters): void {
    const [flush, span] = spanOf(parameters)
    this.#realm.kernel.spend(this.#cost(span))
    const error = this.#codec?.run(flush, span) ?? null
    if (error) this.#fail(error)
    else this.#tell(span)
  }

  reset(): void {
    if (this.#busy) throw new Error('Cannot reset zlib stream while a write is in progress')
    const error = this.#codec?.reset() ?? null
    if (error) this.#fail(error)
  }

  /** Closes the stream; a write under way ends first. */
  close(): void {
    this.#closing = true
    if (!this.#busy) this.#codec = null
  }

  protected fail(error: CodecError | null): void {
    if (error) this.#fail(error)
  }

  #fail({ message, errno, code }: CodecError): void {
    makeCallback(this, this.onerror, message, errno, code)
    if (this.#closing) this.close()
  }

  #tell(span: Span): void {
    this.#state[0] = span.outputLeft
    this.#state[1] = span.inputLeft
  }

  /** Returns the cost of a write, of the input that its output has room for. */
  #cost({ inputLeft, outputLeft }: Span): number {
    return Math.ceil(Math.min(inputLeft, 8 * outputLeft) * (this.#codec?.cost ?? 0))
  }
}

function spanOf([flush, input, inputOffset, inputLeft, output, outputOffset, outputLeft]: WriteParameters): [
  number,
  Span,
] {
  const bytes = input === null ? NOTHING : plain(input)
  if (inputOffset + inputLeft > bytes.length)
    throw nativeError(RangeError, 'ERR_OUT_OF_RANGE', 'input buffer is out of bounds')
  const room = plain(output)
  if (outputOffset + outputLeft > room.length || outputLeft < 0)
    throw nativeError(RangeError, 'ERR_OUT_OF_RANGE', 'output buffer is out of bounds')
  const span = {
    input: bytes,
    inputOffset,
    inputLeft: input === null ? 0 : inputLeft,
    output: room,
    outputOffset,
    outputLeft,
  }
  return [flush, span]
}

/** Copies a program's dictionary, so that the program can't change it afterwards. */
export function dictionaryOf(dictionary: Any): Uint8Array | null {
  return dictionary === undefined ? null : new Uint8Array(bytesOf(dictionary))
}
