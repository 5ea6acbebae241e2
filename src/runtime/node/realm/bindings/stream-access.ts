import { completeRequest } from '../async-wrap.ts'
import type { RealmContext } from '../context.ts'
import { handleState } from '../handles/index.ts'
import type { Any } from '../types.ts'
import { type FileRange, Files, rangeOf } from './fs/index.ts'
import { writeToStream } from './js-stream.ts'
import { channelOf, StreamHandle } from './stream-wrap.ts'

/**
 * What a protocol above a connection's handle does with it (node::StreamListener, StreamResource::Write). An add-on gets these functions: the
 * handle's private state belongs to the main script.
 */
export interface StreamAccess {
  /** Passes received bytes to `reader` instead of the library, until called with null. */
  takeReading(handle: Any, reader: ((bytes: Uint8Array) => void) | null): void
  /** Returns the number of bytes sent, or -errno; if some are left, `done` is called later. */
  write(handle: Any, bytes: Uint8Array, done: (status: number) => void): number
  /** Reads the next piece of a file that a FileHandle streams: `done` gets the bytes, an empty piece at the end, or -errno. */
  readFile(handle: Any, most: number, done: (piece: Uint8Array | number) => void): void
  /** Ends a request of the library, such as a WriteWrap. */
  complete(request: Any, status: number, handle: Any): void
}

/** Time that a thread of the pool needs for a piece of a file, in ns. */
const READ_DURATION = 20_000

function readPiece(
  { threadPool }: RealmContext,
  files: Files,
  range: FileRange,
  { most, done }: { most: number; done: (piece: Uint8Array | number) => void },
): void {
  const into = new Uint8Array(range.left < 0 ? most : Math.min(most, range.left))
  threadPool.submit(READ_DURATION, () => {
    const length = into.length === 0 ? 0 : files.read(range.fd, into, range.position)
    if (length < 0) return done(length)
    if (range.position >= 0) range.position += length
    if (range.left >= 0) range.left -= length
    done(into.subarray(0, length))
  })
}

export function streamAccess(realm: RealmContext): StreamAccess {
  const files = new Files(realm)
  return {
    takeReading(handle, reader) {
      if (reader) realm.streamReaders.set(handle, reader)
      else realm.streamReaders.delete(handle)
    },
    write(handle, bytes, done) {
      if (!(handle instanceof StreamHandle)) return writeToStream(realm, handle, bytes, done)
      return handleState(handle).isClosing ? -realm.errno('EBADF') : channelOf(handle).write(bytes, done)
    },
    readFile: (handle, most, done) => readPiece(realm, files, rangeOf(handle), { most, done }),
    complete(request, status, handle) {
      completeRequest(request, request.oncomplete, status, handle, undefined)
    },
  }
}
