import { AsyncWrap } from '../../async-wrap.ts'
import { bytesOf, plainBytes } from '../../bytes.ts'
import { type Encoding, encodeText, encodingNamed } from '../../encodings.ts'
import type { Any } from '../../types.ts'
import { headersOf } from './header-list.ts'
import type { SharedState } from './shared-state.ts'
import type { StreamCore } from './stream-core.ts'

/** Joins a handle to its stream. Not a method: a program that gets hold of a handle must not reach the session through it. */
let bindTo: (handle: StreamHandle, core: StreamCore) => void

/** Returns the class of `internalBinding('http2').Http2Stream`, and what sessions need to make its objects. */
export function streamClass(state: SharedState): { Stream: unknown; bind: (handle: Any, core: StreamCore) => void } {
  class Http2Stream extends StreamHandle {
    constructor() {
      super(state)
    }
  }
  return { Stream: Http2Stream, bind: (handle, core) => bindTo(handle, core) }
}

/** A stream as the library's Http2Stream uses it (StreamBase). */
class StreamHandle extends AsyncWrap {
  #core!: StreamCore
  readonly #state: SharedState
  onread: unknown
  reading = false

  static {
    bindTo = (handle, core) => {
      handle.#core = core
    }
  }

  constructor(state: SharedState) {
    super(state.realm, 'HTTP2STREAM')
    this.#state = state
  }

  id(): number {
    return this.#core.id
  }

  destroy(): void {
    this.#core.destroy()
  }

  /** Has no effect since RFC 9113. */
  priority(): void {}

  pushPromise(headers: [string, number], options: number): unknown {
    return this.#core.push(headersOf(headers), options)
  }

  info(headers: [string, number]): number {
    return this.#core.info(headersOf(headers))
  }

  trailers(headers: [string, number]): number {
    return this.#core.trailers(headersOf(headers))
  }

  respond(headers: [string, number], options: number): number {
    return this.#core.respond(headersOf(headers), options)
  }

  rstStream(code: number): void {
    this.#core.reset(code >>> 0)
  }

  refreshState(): void {
    this.#core.refreshState()
  }

  // --- StreamBase

  get fd(): number {
    return -1
  }

  get bytesRead(): number {
    return this.#core.receivedBytes
  }

  get bytesWritten(): number {
    return this.#core.sentBytes
  }

  get isStreamBase(): boolean {
    return true
  }

  useUserBuffer(): void {}

  readStart(): number {
    return this.#core.readStart()
  }

  readStop(): number {
    return this.#core.readStop()
  }

  shutdown(): number {
    return this.#core.shutdown()
  }

  #write(request: Any, parts: Uint8Array[]): number {
    const { streamState } = this.#state.realm
    const result = this.#core.write(parts, request)
    streamState[2] = parts.reduce((sum, { length }) => sum + length, 0)
    streamState[3] = 1
    return result
  }

  writeBuffer(request: Any, buffer: ArrayBufferView): number {
    if (!ArrayBuffer.isView(buffer))
      throw this.#state.realm.nodeError('ERR_INVALID_ARG_TYPE', 'buffer', ['Buffer', 'TypedArray', 'DataView'], buffer)
    return this.#write(request, [plainBytes(buffer)])
  }

  writev(request: Any, chunks: Any[], allBuffers: boolean): number {
    const { encodeUtf8 } = this.#state.realm.platform
    if (allBuffers) return this.#write(request, chunks.map(plainBytes))
    const parts: Uint8Array[] = []
    for (let at = 0; at < chunks.length; at += 2) {
      const chunk = chunks[at]
      const isText = typeof chunk === 'string'
      parts.push(isText ? encodeText(chunk, encodingNamed(chunks[at + 1]), encodeUtf8) : plainBytes(bytesOf(chunk)))
    }
    return this.#write(request, parts)
  }

  #writeText(request: Any, text: string, encoding: Encoding): number {
    return this.#write(request, [encodeText(text, encoding, this.#state.realm.platform.encodeUtf8)])
  }

  writeUtf8String(request: Any, text: string): number {
    return this.#writeText(request, text, 'utf8')
  }

  writeAsciiString(request: Any, text: string): number {
    return this.#writeText(request, text, 'latin1')
  }

  writeLatin1String(request: Any, text: string): number {
    return this.#writeText(request, text, 'latin1')
  }

  writeUcs2String(request: Any, text: string): number {
    return this.#writeText(request, text, 'utf16le')
  }
}
