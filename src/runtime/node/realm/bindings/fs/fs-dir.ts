import { AsyncWrap } from '../../async-wrap.ts'
import type { RealmContext } from '../../context.ts'
import type { Any, Binding } from '../../types.ts'
import { Files, type Names } from './files.ts'
import { Requests } from './requests.ts'
import { inEncoding, pathText } from './text.ts'

const O_DIRECTORY = 0o200000

/** `internalBinding('fs_dir')`: node_dir.cc. */
export function fsDirBinding(realm: RealmContext): Binding {
  const files = new Files(realm)
  const requests = new Requests(realm, files)
  class DirHandle extends AsyncWrap {
    readonly #fd: number

    constructor(fd: number) {
      super(realm, 'DIRHANDLE')
      this.#fd = fd
    }

    /** Returns [name, type, …], or null at the end. */
    read(encoding: unknown, bufferSize: number, request: unknown): unknown {
      const run = () => files.readNames(this.#fd, bufferSize)
      const convert = ({ names, types }: Names): Any =>
        names.length === 0 ? null : names.flatMap((name, index) => [inEncoding(realm, name, encoding), types[index]])
      return requests.dispatch(request, { syscall: 'scandir', run, convert })
    }

    close(request: unknown): unknown {
      return requests.dispatch(request, { syscall: 'closedir', run: () => files.close(this.#fd) })
    }
  }
  const open = (given: unknown, request: unknown) => {
    const path = pathText(realm, given)
    const run = () => files.open(path, O_DIRECTORY, 0)
    const convert = (fd: number) => new DirHandle(fd)
    // node_dir.cc's OpenDirSync does not name the path.
    return requests.dispatch(request, { syscall: 'opendir', ...(request !== undefined && { path }), run, convert })
  }
  return {
    DirHandle,
    opendir: (path: unknown, _encoding: unknown, request: unknown) => open(path, request),
    opendirSync: (path: unknown) => open(path, undefined),
  }
}
