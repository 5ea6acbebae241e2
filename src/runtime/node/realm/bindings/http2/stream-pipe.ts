import { AsyncWrap, makeCallback } from '../../async-wrap.ts'
import type { RealmContext } from '../../context.ts'
import type { Any, Binding } from '../../types.ts'
import type { StreamAccess } from '../stream-access.ts'

const UV_EOF = -4095
/** Bytes of a file that are read at a time. */
const PIECE = 65_536

/** `internalBinding('stream_pipe')`: sends a file's content to a stream without passing through the library. */
export function streamPipeBinding(realm: RealmContext, access: StreamAccess): Binding {
  return {
    StreamPipe: class StreamPipe extends FilePipe {
      constructor(source: Any, sink: Any) {
        super(realm, access, { source, sink })
      }
    },
  }
}

class FilePipe extends AsyncWrap {
  readonly source: Any
  readonly sink: Any
  /** Set by the library. */
  declare onunpipe: unknown
  readonly #realm: RealmContext
  readonly #access: StreamAccess
  #isOpen = false

  constructor(realm: RealmContext, access: StreamAccess, { source, sink }: { source: Any; sink: Any }) {
    super(realm, 'STREAMPIPE')
    this.source = source
    this.sink = sink
    this.#realm = realm
    this.#access = access
  }

  start(): void {
    this.#isOpen = true
    this.#next()
  }

  #next(): void {
    this.#access.readFile(this.source, PIECE, (piece) => {
      if (!this.#isOpen) return
      if (typeof piece === 'number' || piece.length === 0) this.#end(typeof piece === 'number' ? piece : UV_EOF)
      else this.#write(piece)
    })
  }

  #write(piece: Uint8Array): void {
    const request = new (this.#realm.internalBinding('stream_wrap').WriteWrap)()
    request.oncomplete = (status: number) => {
      if (!this.#isOpen) return
      if (status < 0) this.unpipe()
      else this.#next()
    }
    this.sink.writeBuffer(request, piece)
  }

  #end(status: number): void {
    const { streamState } = this.#realm
    streamState[0] = status
    streamState[1] = 0
    makeCallback(this.source, this.source.onread)
    if (!this.#isOpen) return
    this.sink.shutdown()
    this.unpipe()
  }

  unpipe(): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#realm.loop.defer(() => makeCallback(this, this.onunpipe))
  }

  isClosed(): boolean {
    return !this.#isOpen
  }

  pendingWrites(): number {
    return 0
  }
}
