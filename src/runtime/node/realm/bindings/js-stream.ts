import { AsyncWrap, completeRequest, makeCallback, realmOf } from '../async-wrap.ts'
import { ownBuffer } from '../bytes.ts'
import type { RealmContext } from '../context.ts'
import type { Any, Binding } from '../types.ts'

/** libuv's own number for the end of a stream. */
const UV_EOF = -4095

/** Writes bytes to the JavaScript stream; returns 0 and calls `done` later, or returns -errno. */
export function writeToStream(
  realm: RealmContext,
  stream: JsStream,
  bytes: Uint8Array,
  done: (status: number) => void,
): number {
  const request = new (realm.internalBinding('stream_wrap').WriteWrap)()
  request.oncomplete = (status: number) => done(status)
  const { Buffer } = realm.require('buffer')
  return Math.min(stream.writeBuffer(request, Buffer.from(ownBuffer(bytes))), 0)
}

/** node::JSStream: a handle whose other side is a JavaScript stream (`internal/js_stream_socket`). */
class JsStream extends AsyncWrap {
  onread: unknown
  onreadstart: () => number = () => 0
  onreadstop: () => number = () => 0
  onshutdown: (request: Any) => number = () => 0
  onwrite: (request: Any, buffers: unknown[]) => number = () => 0
  bytesRead = 0
  bytesWritten = 0
  readonly fd = -1

  get isStreamBase(): boolean {
    return true
  }

  readStart(): number {
    return this.onreadstart()
  }

  readStop(): number {
    return this.onreadstop()
  }

  shutdown(request: Any): number {
    return this.onshutdown(request)
  }

  readBuffer(bytes: Uint8Array): void {
    this.bytesRead += bytes.length
    const copy = new Uint8Array(bytes.length)
    copy.set(bytes)
    const reader = realmOf(this).streamReaders.get(this)
    if (reader) {
      reader(copy)
      return
    }
    this.#callOnRead(bytes.length, ownBuffer(copy))
  }

  emitEOF(): void {
    this.#callOnRead(UV_EOF, undefined)
  }

  #callOnRead(status: number, buffer: ArrayBuffer | undefined): void {
    const { streamState } = realmOf(this)
    streamState[0] = status
    streamState[1] = 0
    makeCallback(this, this.onread, buffer)
  }

  #write(request: Any, buffers: Uint8Array[]): number {
    const { streamState } = realmOf(this)
    const bytes = buffers.reduce((sum, buffer) => sum + buffer.length, 0)
    this.bytesWritten += bytes
    const result = this.onwrite(request, buffers)
    streamState[2] = bytes
    streamState[3] = 1
    return result
  }

  #buffer(data: unknown, encoding?: string): Uint8Array {
    return realmOf(this).require('buffer').Buffer.from(data, encoding)
  }

  writeBuffer(request: Any, buffer: Uint8Array): number {
    return this.#write(request, [buffer])
  }

  writev(request: Any, chunks: Any[], allBuffers: boolean): number {
    if (allBuffers) return this.#write(request, chunks)
    const buffers: Uint8Array[] = []
    for (let i = 0; i < chunks.length; i += 2)
      buffers.push(typeof chunks[i] === 'string' ? this.#buffer(chunks[i], chunks[i + 1]) : chunks[i])
    return this.#write(request, buffers)
  }

  writeUtf8String(request: Any, text: string): number {
    return this.#write(request, [this.#buffer(text, 'utf8')])
  }

  writeAsciiString(request: Any, text: string): number {
    return this.#write(request, [this.#buffer(text, 'latin1')])
  }

  writeLatin1String(request: Any, text: string): number {
    return this.#write(request, [this.#buffer(text, 'latin1')])
  }

  writeUcs2String(request: Any, text: string): number {
    return this.#write(request, [this.#buffer(text, 'utf16le')])
  }

  finishWrite(request: Any, status: number): void {
    completeRequest(request, request.oncomplete, status, this, undefined)
  }

  finishShutdown(request: Any, status: number): void {
    completeRequest(request, request.oncomplete, status)
  }
}

/** `internalBinding('js_stream')`. */
export function jsStreamBinding(realm: RealmContext): Binding {
  return {
    JSStream: class JSStream extends JsStream {
      constructor() {
        super(realm, 'JSSTREAM')
      }
    },
  }
}
