import wasm from 'brotli-wasm/webassembly'
import { decodeLatin1, encodeBase64 } from '../../encodings.ts'

/** Captured before a program can change them. */
const { Instance, Module } = WebAssembly

/** Result of a step (BrotliStreamResultCode). */
export const Step = { done: 1, wantsInput: 2, wantsOutput: 3 } as const

export interface StepResult {
  readonly code: number
  readonly output: Uint8Array
  /** Bytes of the input that were read. */
  readonly read: number
}

type WasmFunction = (...parameters: number[]) => number
type Exports = Record<string, WasmFunction> & { memory: WebAssembly.Memory }

/** Bytes for a call's result of three words. */
const RESULT_SIZE = 16

/** Google's Brotli, translated to Rust and compiled to WebAssembly: one instance for a process. */
export class BrotliMachine {
  readonly #exports: Exports
  /** JavaScript values that the module refers to by number: the texts of its errors. */
  readonly #held: unknown[] = []

  constructor() {
    const { wbg } = this.#imports()
    const module = new Module(encodeBase64(wasm) as Uint8Array<ArrayBuffer>)
    this.#exports = new Instance(module, { wbg: wbg as WebAssembly.ModuleImports }).exports as Exports
  }

  newEncoder(quality: number): number {
    return this.#exports.compressstream_new!(1, quality)
  }

  newDecoder(): number {
    return this.#exports.decompressstream_new!()
  }

  freeEncoder(stream: number): void {
    this.#exports.__wbg_compressstream_free!(stream)
  }

  freeDecoder(stream: number): void {
    this.#exports.__wbg_decompressstream_free!(stream)
  }

  /** Encodes. `input`: null at the end. Throws an error with the module's own text. */
  encode(stream: number, input: Uint8Array | null, room: number): StepResult {
    return this.#step('compressstream_compress', stream, input, room)
  }

  decode(stream: number, input: Uint8Array, room: number): StepResult {
    return this.#step('decompressstream_decompress', stream, input, room)
  }

  #step(name: string, stream: number, input: Uint8Array | null, room: number): StepResult {
    const exports = this.#exports
    const at = exports.__wbindgen_add_to_stack_pointer!(-RESULT_SIZE)
    try {
      const [place, length] = input === null ? [0, 0] : [this.#give(input), input.length]
      exports[name]!(at, stream, place, length, room)
      const [result, error, failed] = this.#words(at)
      if (failed) throw new Error(String(this.#held[error!]))
      const step = {
        code: exports.__wbg_get_brotlistreamresult_code!(result!) >>> 0,
        read: exports.__wbg_get_brotlistreamresult_input_offset!(result!) >>> 0,
        output: this.#take(result!, at),
      }
      exports.__wbg_brotlistreamresult_free!(result!)
      return step
    } finally {
      exports.__wbindgen_add_to_stack_pointer!(RESULT_SIZE)
    }
  }

  #words(at: number): number[] {
    return [...new Int32Array(this.#exports.memory.buffer, at, 3)]
  }

  #give(bytes: Uint8Array): number {
    const place = this.#exports.__wbindgen_malloc!(bytes.length)
    new Uint8Array(this.#exports.memory.buffer).set(bytes, place)
    return place
  }

  #take(result: number, at: number): Uint8Array {
    this.#exports.__wbg_get_brotlistreamresult_buf!(at, result)
    const [place, length] = this.#words(at) as [number, number]
    const bytes = new Uint8Array(this.#exports.memory.buffer, place, length).slice()
    this.#exports.__wbindgen_free!(place, length)
    return bytes
  }

  #text(place: number, length: number): string {
    const bytes = new Uint8Array(this.#exports.memory.buffer, place, length)
    return decodeLatin1(bytes, 0, length)
  }

  /** Returns wasm-bindgen's imports: they make and hold strings. The rest belong to functions that are never called. */
  #imports() {
    const hold = (value: unknown) => this.#held.push(value) - 1
    const unused = () => {
      throw new Error('This part of Brotli is not used')
    }
    return {
      wbg: {
        __wbindgen_string_new: (place: number, length: number) => hold(this.#text(place, length)),
        __wbindgen_error_new: (place: number, length: number) => hold(this.#text(place, length)),
        __wbindgen_throw: (place: number, length: number) => {
          throw new Error(this.#text(place, length))
        },
        __wbindgen_object_drop_ref: () => {},
        ...Object.fromEntries(UNUSED.map((name) => [name, unused])),
      },
    }
  }
}

const UNUSED = [
  '__wbindgen_is_undefined',
  '__wbindgen_is_object',
  '__wbindgen_json_serialize',
  '__wbg_new_693216e109162396',
  '__wbg_stack_0ddaca5d1abfb52f',
  '__wbg_error_09919627ac0992f5',
]
