import wasm from 'zstd-wasm/webassembly'
import { encodeBase64 } from '../../encodings.ts'

/** Captured before a program can change them. */
const { Instance, Module } = WebAssembly
const PAGE = 65_536

/** Names of zstd.h's functions and of the memory in the package's build. */
const Name = {
  memory: 'f',
  start: 'g',
  isError: 'h',
  bound: 'i',
  newEncoder: 'j',
  freeEncoder: 'k',
  encode: 'l',
} as const
const DecoderName = { newDecoder: 'n', freeDecoder: 'o', decode: 'q', malloc: 's', free: 't' } as const

type WasmFunction = (...parameters: number[]) => number

/** zstd's error by its number (ZSTD_ErrorCode). */
export class ZstdFailure extends Error {
  readonly number: number
  constructor(number: number) {
    super(`zstd failed with ${number}`)
    this.number = number
  }
}

/** Facebook's zstd compiled to WebAssembly: one instance for a process. Whole frames only: the build has no streaming. */
export class ZstdMachine {
  readonly #exports: Record<string, WasmFunction>
  readonly #memory: WebAssembly.Memory

  constructor() {
    const nothing = () => 0
    const stop = () => {
      throw new Error('zstd stopped')
    }
    const imports = { a: stop, b: nothing, c: stop, d: nothing, e: (size: number) => this.#grow(size) }
    const module = new Module(encodeBase64(wasm) as Uint8Array<ArrayBuffer>)
    const { exports } = new Instance(module, { a: imports })
    this.#exports = exports as Record<string, WasmFunction>
    this.#memory = exports[Name.memory] as WebAssembly.Memory
    this.#exports[Name.start]!()
  }

  #grow(size: number): number {
    try {
      this.#memory.grow(Math.ceil((size - this.#memory.buffer.byteLength) / PAGE))
      return 1
    } catch {
      return 0
    }
  }

  compress(bytes: Uint8Array, dictionary: Uint8Array, level: number): Uint8Array {
    const { encode, newEncoder, freeEncoder, bound } = Name
    const room = this.#exports[bound]!(bytes.length)
    const context = this.#exports[newEncoder]!()
    try {
      return this.#run(bytes, dictionary, room, (out, input, dict) =>
        this.#exports[encode]!(context, out, room, input, bytes.length, dict, dictionary.length, level),
      )
    } finally {
      this.#exports[freeEncoder]!(context)
    }
  }

  /** `room`: largest size of the frame's content. */
  decompress(frame: Uint8Array, dictionary: Uint8Array, room: number): Uint8Array {
    const { decode, newDecoder, freeDecoder } = DecoderName
    const context = this.#exports[newDecoder]!()
    try {
      return this.#run(frame, dictionary, room, (out, input, dict) =>
        this.#exports[decode]!(context, out, room, input, frame.length, dict, dictionary.length),
      )
    } finally {
      this.#exports[freeDecoder]!(context)
    }
  }

  #run(
    bytes: Uint8Array,
    dictionary: Uint8Array,
    room: number,
    work: (out: number, input: number, dictionary: number) => number,
  ): Uint8Array {
    const { malloc, free } = DecoderName
    const [out, input, dict] = [room, bytes.length, dictionary.length].map((size) => this.#exports[malloc]!(size + 1))
    try {
      new Uint8Array(this.#memory.buffer).set(bytes, input)
      new Uint8Array(this.#memory.buffer).set(dictionary, dict)
      const result = work(out!, input!, dict!)
      if (this.#exports[Name.isError]!(result)) throw new ZstdFailure(-(result | 0))
      return new Uint8Array(this.#memory.buffer, out, result >>> 0).slice()
    } finally {
      for (const place of [out!, input!, dict!]) this.#exports[free]!(place)
    }
  }
}
