import { concatenate } from '#network'
import { AT_PATH } from '../../syscalls/index.ts'
import { bytesOf } from '../bytes.ts'
import type { RealmContext } from '../context.ts'
import type { Any, Binding } from '../types.ts'
import { Files } from './fs/index.ts'

const OBJECT_URL = /^blob:nodedata:([^?#]+)$/
/** Bytes read from a file per pull. */
const FILE_PIECE = 1 << 16
/** Indexes in struct stat of the values that reveal a changed file. */
const SIZE = 8
const [MODIFIED_SECONDS, MODIFIED_NANOSECONDS] = [12, 13]

/** Answers of `BlobReader.pull`; a negative one is an error. */
const Pull = { end: 0, more: 1 } as const

/** Some of a blob's bytes: in memory, or in a file as it was when the blob was made. */
type Piece = Uint8Array | FilePart

class FilePart {
  readonly #path: string
  readonly #state: string
  readonly #start: number
  readonly length: number

  constructor(path: string, state: string, start: number, length: number) {
    this.#path = path
    this.#state = state
    this.#start = start
    this.length = length
  }

  subarray(from: number, to: number): FilePart {
    return new FilePart(this.#path, this.#state, this.#start + from, to - from)
  }

  /** `length` bytes from `at` on, or -errno if the file has changed. */
  read(files: Files, at: number, length: number): Uint8Array | number {
    const fd = files.open(this.#path, 0, 0)
    if (fd < 0) return fd
    const bytes = new Uint8Array(length)
    const count = fileState(files, this.#path) === this.#state ? files.read(fd, bytes, this.#start + at) : -1
    files.close(fd)
    return count === length ? bytes : Math.min(count, -1)
  }
}

/** Values that change when a file is written: its size and modification time. */
function fileState(files: Files, path: string): string | null {
  const values = files.stat(AT_PATH, path)
  return typeof values === 'number'
    ? null
    : [SIZE, MODIFIED_SECONDS, MODIFIED_NANOSECONDS].map((at) => values[at]).join()
}

/** node::Blob: bytes that never change, in pieces. */
class BlobHandle {
  readonly #pieces: readonly Piece[]
  readonly #files: Files

  static piecesOf: (blob: BlobHandle) => readonly Piece[]
  static {
    BlobHandle.piecesOf = (blob) => blob.#pieces
  }

  constructor(files: Files, pieces: readonly Piece[]) {
    this.#files = files
    this.#pieces = pieces
  }

  slice(start: number, end: number): BlobHandle {
    const cut: Piece[] = []
    let at = 0
    for (const piece of this.#pieces) {
      const [from, to] = [Math.max(start - at, 0), Math.min(end - at, piece.length)]
      // Empty files are read too: they may have grown.
      if (from < to || (piece.length === 0 && piece instanceof FilePart))
        cut.push(piece.subarray(from, Math.max(from, to)))
      at += piece.length
    }
    return new BlobHandle(this.#files, cut)
  }

  getReader(): Any {
    const files = this.#files
    const rest = [...this.#pieces]
    let at = 0
    return {
      /** Calls back at once: all bytes are available. */
      pull(callback: (status: number, buffer?: ArrayBuffer) => void) {
        const piece = rest[0]
        if (piece === undefined) return callback(Pull.end)
        const length = piece instanceof FilePart ? Math.min(FILE_PIECE, piece.length - at) : piece.length
        const bytes = piece instanceof FilePart ? piece.read(files, at, length) : piece
        if (typeof bytes === 'number') return callback(bytes)
        at += length
        if (at >= piece.length) {
          rest.shift()
          at = 0
        }
        if (bytes.length === 0) this.pull(callback)
        else callback(Pull.more, new Uint8Array(bytes).buffer as ArrayBuffer)
      },
      setWakeup() {},
    }
  }
}

/** `internalBinding('blob')`: node_blob.cc. */
export function blobBinding(realm: RealmContext): Binding {
  const files = new Files(realm)
  const objects = new Map<string, [handle: BlobHandle, length: number, type: string]>()
  const make = (pieces: readonly Piece[]) => {
    const blob = new BlobHandle(files, pieces)
    realm.shared.add(blob)
    return blob
  }
  return {
    createBlob: (sources: (BlobHandle | Uint8Array)[]) =>
      make(sources.flatMap((source) => (source instanceof BlobHandle ? BlobHandle.piecesOf(source) : [source]))),
    createBlobFromFilePath(path: string) {
      const values = files.stat(AT_PATH, path)
      const state = fileState(files, path)
      if (typeof values === 'number' || state === null) return undefined
      const length = values[SIZE]!
      return [make([new FilePart(path, state, 0, length)]), length]
    },
    concat: (parts: (ArrayBuffer | ArrayBufferView)[]) =>
      concatenate(parts.map((part) => bytesOf(part))).slice().buffer,
    storeDataObject: (id: string, handle: BlobHandle, length: number, type: string) =>
      void objects.set(id, [handle, length, type]),
    getDataObject: (id: string) => objects.get(id),
    revokeObjectURL: (url: string) => void objects.delete(OBJECT_URL.exec(url)?.[1] ?? ''),
  }
}
