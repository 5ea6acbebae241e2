import { AT_LINK, AT_PATH, Op, UTIME_NOW, UTIME_OMIT } from '../../../syscalls/index.ts'
import type { Any, Binding } from '../../types.ts'
import type { FsContext } from './fs-context.ts'
import { inEncoding, pathText } from './text.ts'
import { validMode } from './validation.ts'

const UNCHANGED = 0xffff_ffff

/** Operations that name their file by a path. */
export function pathOperations({ realm, files, requests }: FsContext): Binding {
  const text = (path: unknown) => pathText(realm, path)
  /** Dispatches an operation with one path and no result. */
  const onPath = (syscall: string, run: (path: string) => number, request: unknown, given: unknown) => {
    const path = text(given)
    return requests.dispatch(request, { syscall, path, run: () => run(path) })
  }
  const onTwo = (syscall: string, op: Op, request: unknown, first: unknown, second: unknown) => {
    const [path, dest] = [text(first), text(second)]
    return requests.dispatch(request, { syscall, path, dest, run: () => files.call(op, 0, 0, 0, `${path}\0${dest}`) })
  }
  const asText = (syscall: string, op: Op, given: unknown, encoding: unknown, request: unknown) => {
    const path = text(given)
    const convert = (result: string) => inEncoding(realm, result, encoding)
    return requests.dispatch(request, { syscall, path, run: () => files.text(op, path), convert })
  }
  const owner = (syscall: string, to: number) => (path: unknown, uid: number, gid: number, request: unknown) =>
    onPath(syscall, (at) => files.call(Op.chown, to, userId(uid), userId(gid), at), request, path)
  const times = (syscall: string, to: number) => (path: unknown, atime: number, mtime: number, request: unknown) =>
    onPath(syscall, (at) => files.call(Op.utimes, to, 0, 0, at, timesBytes(atime, mtime)), request, path)
  return {
    access(path: unknown, wanted: unknown, request: unknown) {
      const mode = validMode(realm, wanted)
      return onPath('access', (at) => files.call(Op.access, mode, 0, 0, at), request, path)
    },
    existsSync: (path: unknown) => files.call(Op.access, 0, 0, 0, text(path)) >= 0,
    chmod: (path: unknown, mode: number, request: unknown) =>
      onPath('chmod', (at) => files.call(Op.chmod, AT_PATH, mode, 0, at), request, path),
    chown: owner('chown', AT_PATH),
    lchown: owner('lchown', AT_LINK),
    utimes: times('utime', AT_PATH),
    lutimes: times('lutime', AT_LINK),
    rename: (from: unknown, to: unknown, request: unknown) => onTwo('rename', Op.rename, request, from, to),
    link: (from: unknown, to: unknown, request: unknown) => onTwo('link', Op.link, request, from, to),
    symlink: (target: unknown, path: unknown, _flags: number, request: unknown) =>
      onTwo('symlink', Op.symlink, request, target, path),
    unlink: (path: unknown, request: unknown) =>
      onPath('unlink', (at) => files.call(Op.unlink, 0, 0, 0, at), request, path),
    rmdir: (path: unknown, request: unknown) =>
      onPath('rmdir', (at) => files.call(Op.unlink, 1, 0, 0, at), request, path),
    readlink: (path: unknown, encoding: Any, request: unknown) =>
      asText('readlink', Op.readlink, path, encoding, request),
    realpath: (path: unknown, encoding: Any, request: unknown) =>
      asText('realpath', Op.realpath, path, encoding, request),
  }
}

/** Converts to uv_uid_t, where -1 means no change. */
export function userId(id: number): number {
  return id === UNCHANGED ? -1 : id
}

/** Encodes two times in seconds, as `utimes` takes them: infinity for now, NaN for no change (uv__fs_to_timespec). */
export function timesBytes(atime: number, mtime: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(32))
  for (const [index, time] of [atime, mtime].entries()) {
    const [seconds, nanoseconds] = timespec(time)
    view.setFloat64(index * 16, seconds)
    view.setFloat64(index * 16 + 8, nanoseconds)
  }
  return new Uint8Array(view.buffer)
}

function timespec(time: number): [number, number] {
  if (Number.isNaN(time)) return [0, UTIME_OMIT]
  if (!Number.isFinite(time)) return [0, UTIME_NOW]
  const seconds = Math.floor(time)
  return [seconds, Math.min(999_999_999, Math.trunc((time - seconds) * 1e9))]
}
