import { AsyncWrap } from '../../async-wrap.ts'
import type { Binding } from '../../types.ts'
import type { FsContext } from './fs-context.ts'
import { pathText } from './text.ts'

/** Part of a file that a handle reads as a stream; -1 for the current position and for all that is left. */
export interface FileRange {
  readonly fd: number
  position: number
  left: number
}

/** The range of a handle. Not a method: see `realmOf`. */
export let rangeOf: (handle: object) => FileRange

/** `binding.FileHandle` and `openFileHandle`, used by `fs/promises`. */
export function fileHandleClass({ realm, files, requests }: FsContext): Binding {
  class FileHandle extends AsyncWrap {
    #fd: number
    #closing = false
    readonly #range: FileRange
    onread: unknown = null

    static {
      rangeOf = (handle) => (handle as FileHandle).#range
    }

    constructor(fd: number, position = -1, left = -1) {
      super(realm, 'FILEHANDLE')
      this.#fd = fd
      this.#range = { fd, position, left }
    }

    get fd(): number {
      return this.#fd
    }

    close(): Promise<unknown> {
      const fd = this.#fd
      const run = () => (this.#closing ? -realm.errno('EBADF') : files.close(fd))
      const closing = requests.promise({ syscall: 'close', run: () => this.#closed(run) })
      return closing
    }

    #closed(run: () => number): number {
      const result = run()
      this.#closing = true
      this.#fd = -1
      return result
    }

    closeSync(): void {
      requests.dispatch(undefined, { syscall: 'close', run: () => this.#closed(() => files.close(this.#fd)) })
    }

    releaseFD(): number {
      const fd = this.#fd
      this.#closing = true
      this.#fd = -1
      return fd
    }

    get isStreamBase(): boolean {
      return true
    }
  }
  return {
    FileHandle,
    openFileHandle(given: unknown, flags: number, mode: number, request: unknown) {
      const path = pathText(realm, given)
      const convert = (fd: number) => new FileHandle(fd)
      return requests.dispatch(request, { syscall: 'open', path, run: () => files.open(path, flags, mode), convert })
    },
  }
}
