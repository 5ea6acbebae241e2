import { bytesOf, concatenate } from '../bytes.ts'
import type { RealmContext } from '../context.ts'
import type { Any, Binding } from '../types.ts'

const OBJECT_URL = /^blob:nodedata:([^?#]+)$/

/** Answers of `BlobReader.pull`. */
const Pull = { end: 0, more: 1 } as const

/** node::Blob: bytes that never change, in pieces. */
class BlobHandle {
  readonly #pieces: readonly Uint8Array[]

  static piecesOf: (blob: BlobHandle) => readonly Uint8Array[]
  static {
    BlobHandle.piecesOf = (blob) => blob.#pieces
  }

  constructor(pieces: readonly Uint8Array[]) {
    this.#pieces = pieces
  }

  slice(start: number, end: number): BlobHandle {
    const cut: Uint8Array[] = []
    let at = 0
    for (const piece of this.#pieces) {
      const [from, to] = [Math.max(start - at, 0), Math.min(end - at, piece.length)]
      if (from < to) cut.push(piece.subarray(from, to))
      at += piece.length
    }
    return new BlobHandle(cut)
  }

  getReader(): Any {
    const rest = [...this.#pieces]
    return {
      /** Calls back at once: all the bytes are there. */
      pull(callback: (status: number, buffer?: ArrayBuffer) => void) {
        const piece = rest.shift()
        if (piece === undefined) callback(Pull.end)
        else callback(Pull.more, piece.slice().buffer)
      },
      setWakeup() {},
    }
  }
}

/** `internalBinding('blob')`: node_blob.cc, without blobs that stand for files. */
export function blobBinding(realm: RealmContext): Binding {
  const objects = new Map<string, [handle: BlobHandle, length: number, type: string]>()
  const make = (pieces: readonly Uint8Array[]) => {
    const blob = new BlobHandle(pieces)
    realm.shared.add(blob)
    return blob
  }
  return {
    createBlob: (sources: (BlobHandle | Uint8Array)[]) =>
      make(sources.flatMap((source) => (source instanceof BlobHandle ? BlobHandle.piecesOf(source) : [source]))),
    createBlobFromFilePath(): never {
      throw new Error('fs.openAsBlob() is not supported here yet')
    },
    concat: (parts: (ArrayBuffer | ArrayBufferView)[]) =>
      concatenate(parts.map((part) => bytesOf(part))).slice().buffer,
    storeDataObject: (id: string, handle: BlobHandle, length: number, type: string) =>
      void objects.set(id, [handle, length, type]),
    getDataObject: (id: string) => objects.get(id),
    revokeObjectURL: (url: string) => void objects.delete(OBJECT_URL.exec(url)?.[1] ?? ''),
  }
}
