import { AsyncWrap } from '../../async-wrap.ts'
import type { Binding } from '../../types.ts'
import type { FsContext } from './fs-context.ts'
import { pathText } from './text.ts'

/** `binding.FileHandle` and `openFileHandle`, used by `fs/promises`. */
export function fileHandleClass({ realm, files, requests }: FsContext): Binding {
  class FileHandle extends AsyncWrap {
    #fd: number
    #closing = false
    onread: unknown = null

    constructor(fd: number) {
      super(realm, 'FILEHANDLE')
      this.#fd = fd
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
