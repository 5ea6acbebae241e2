import { decodeLatin1 } from '../../encodings.ts'

/** Callbacks of llhttp while it reads; each returns 0, or an error's number. Texts and bodies may come in pieces. */
export interface MessageEvents {
  onMessageBegin(): number
  onUrl(piece: string): number
  onStatus(piece: string): number
  onHeaderField(piece: string): number
  onHeaderValue(piece: string): number
  /** Returns 1 if there is no body; 2 if there is no further message either. */
  onHeadersComplete(): number
  onBody(bytes: Uint8Array): number
  onMessageComplete(): number
}

/** The values of llhttp_errno_t that are used here. */
export const HttpError = { OK: 0, PAUSED: 21, PAUSED_UPGRADE: 22, USER: 24 } as const

/** Stops a parser whose owner is gone. */
const refuse = () => HttpError.USER
const RELEASED: MessageEvents = {
  onMessageBegin: refuse,
  onUrl: refuse,
  onStatus: refuse,
  onHeaderField: refuse,
  onHeaderValue: refuse,
  onHeadersComplete: () => -1,
  onBody: refuse,
  onMessageComplete: refuse,
}

type WasmFunction = (...parameters: number[]) => number

/** Captured before a program can change them. */
const { Instance } = WebAssembly

/** The parsers of one process in one instance, each at its own address in the instance's memory. */
export class Llhttp {
  readonly #exports: Record<string, WasmFunction>
  readonly #memory: WebAssembly.Memory
  readonly #events = new Map<number, MessageEvents>()
  /** Memory of the bytes being read; during an event, another parser may read other bytes. */
  #buffer = { at: 0, size: 0 }
  /** Parsers that are reading, innermost last. */
  readonly #reading: number[] = []

  constructor(module: WebAssembly.Module) {
    const text =
      (tell: (events: MessageEvents, piece: string) => number) => (parser: number, at: number, length: number) =>
        tell(this.#events.get(parser)!, decodeLatin1(this.#bytes(), at, at + length))
    const env = {
      wasm_on_message_begin: (parser: number) => this.#events.get(parser)!.onMessageBegin(),
      wasm_on_url: text((events, piece) => events.onUrl(piece)),
      wasm_on_status: text((events, piece) => events.onStatus(piece)),
      wasm_on_header_field: text((events, piece) => events.onHeaderField(piece)),
      wasm_on_header_value: text((events, piece) => events.onHeaderValue(piece)),
      wasm_on_headers_complete: (parser: number) => this.#events.get(parser)!.onHeadersComplete(),
      wasm_on_body: (parser: number, at: number, length: number) =>
        this.#events.get(parser)!.onBody(this.#bytes().slice(at, at + length)),
      wasm_on_message_complete: (parser: number) => this.#events.get(parser)!.onMessageComplete(),
    }
    const { exports } = new Instance(module, { env })
    this.#exports = exports as Record<string, WasmFunction>
    this.#memory = exports.memory as WebAssembly.Memory
    this.#exports._initialize!()
  }

  #bytes(): Uint8Array {
    return new Uint8Array(this.#memory.buffer)
  }

  /** Makes a parser. `type`: 1 requests, 2 responses. */
  create(type: number, events: MessageEvents): number {
    const parser = this.#exports.llhttp_alloc!(type)
    this.#events.set(parser, events)
    return parser
  }

  /** Frees a parser. One that is reading gets no more callbacks, and is freed when it returns. */
  release(parser: number): void {
    if (this.#reading.includes(parser)) {
      this.#events.set(parser, RELEASED)
      return
    }
    this.#events.delete(parser)
    this.#exports.llhttp_free!(parser)
  }

  has(name: string): boolean {
    return `llhttp_${name}` in this.#exports
  }

  /** Calls `llhttp_NAME`. */
  call(name: string, parser: number, ...parameters: number[]): number {
    return this.#exports[`llhttp_${name}`]!(parser, ...parameters)
  }

  /** Reads bytes. `read`: how many were read, fewer than all only if there is an error. */
  execute(parser: number, bytes: Uint8Array): { error: number; read: number } {
    this.#reading.push(parser)
    const buffer = this.#take(bytes.length)
    try {
      this.#bytes().set(bytes, buffer.at)
      const error = this.#exports.llhttp_execute!(parser, buffer.at, bytes.length)
      if (error === HttpError.OK) return { error, read: bytes.length }
      const at = this.#exports.llhttp_get_error_pos!(parser)
      return { error, read: at === 0 ? 0 : at - buffer.at }
    } finally {
      this.#reading.pop()
      if (this.#events.get(parser) === RELEASED) this.release(parser)
      if (buffer !== this.#buffer) this.#exports.free!(buffer.at)
    }
  }

  #take(size: number): { at: number; size: number } {
    if (this.#reading.length > 1) return { at: this.#exports.malloc!(size), size }
    if (this.#buffer.size < size) {
      if (this.#buffer.at !== 0) this.#exports.free!(this.#buffer.at)
      this.#buffer = { at: this.#exports.malloc!(size), size }
    }
    return this.#buffer
  }

  errorName(error: number): string {
    return this.#text(this.#exports.llhttp_errno_name!(error))
  }

  errorReason(parser: number): string {
    return this.#text(this.#exports.llhttp_get_error_reason!(parser))
  }

  #text(at: number): string {
    if (at === 0) return ''
    const bytes = this.#bytes()
    return decodeLatin1(bytes, at, bytes.indexOf(0, at))
  }
}
