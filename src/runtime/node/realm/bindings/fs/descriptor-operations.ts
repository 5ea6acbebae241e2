import { concatenate } from '#network'
import { Op } from '../../../syscalls/index.ts'
import { bytesOf } from '../../bytes.ts'
import { encodeText, encodingNamed } from '../../encodings.ts'
import type { Any, Binding } from '../../types.ts'
import type { FsContext } from './fs-context.ts'
import { timesBytes, userId } from './path-operations.ts'
import { pathText } from './text.ts'
import { validDescriptor } from './validation.ts'

/** Limit of file positions; numbers of system calls are safe integers. */
const FARTHEST = 2 ** 52

const same = <T>(value: T) => value

/** Operations that open and use descriptors. */
export function descriptorOperations({ realm, files, requests }: FsContext): Binding {
  const onDescriptor = (syscall: string, fd: unknown, request: unknown, run: (fd: number) => number) => {
    const valid = validDescriptor(realm, fd)
    return requests.dispatch(request, { syscall, run: () => run(valid) })
  }
  /** Dispatches an operation whose result the program gets as a number. */
  const counted = (syscall: string, run: () => number, request: unknown, context?: Any, fd?: number) => {
    if (request !== undefined || context === undefined)
      return requests.dispatch(request, { syscall, run, convert: same, ...(fd !== undefined && { fd }) })
    const result = run()
    if (result < 0) describeFailure(context, result, syscall)
    return result
  }
  const describeFailure = (context: Any, error: number, syscall: string) => {
    context.errno = error
    context.code = realm.internalBinding('uv').errname(error)
    context.syscall = syscall
  }
  const encode = (text: string, encoding: unknown) =>
    encodeText(text, encodingNamed(encoding), realm.platform.encodeUtf8)
  return {
    open(path: unknown, flags: number, mode: number, request: unknown) {
      const at = pathText(realm, path)
      return requests.dispatch(request, {
        syscall: 'open',
        path: at,
        run: () => files.open(at, flags, mode),
        convert: same,
      })
    },
    close: (fd: unknown, request: unknown) => onDescriptor('close', fd, request, (of) => files.close(of)),
    fsync: (fd: unknown, request: unknown) => onDescriptor('fsync', fd, request, (of) => files.call(Op.fsync, of)),
    fdatasync: (fd: unknown, request: unknown) =>
      onDescriptor('fdatasync', fd, request, (of) => files.call(Op.fsync, of)),
    ftruncate: (fd: unknown, size: number, request: unknown) =>
      onDescriptor('ftruncate', fd, request, (of) => files.call(Op.truncate, of, size)),
    fchmod: (fd: unknown, mode: number, request: unknown) =>
      onDescriptor('fchmod', fd, request, (of) => files.call(Op.chmod, of, mode)),
    fchown: (fd: unknown, uid: number, gid: number, request: unknown) =>
      onDescriptor('fchown', fd, request, (of) => files.call(Op.chown, of, userId(uid), userId(gid))),
    futimes: (fd: unknown, atime: number, mtime: number, request: unknown) =>
      onDescriptor('futime', fd, request, (of) => files.call(Op.utimes, of, 0, 0, '', timesBytes(atime, mtime))),
    read(fd: unknown, buffer: ArrayBufferView, offset: number, length: number, position: unknown, request: unknown) {
      const of = validDescriptor(realm, fd)
      const into = part(buffer, offset, length)
      return counted('read', () => files.read(of, into, at(position)), request, undefined, of)
    },
    readBuffers(fd: unknown, buffers: ArrayBufferView[], position: unknown, request: unknown) {
      const of = validDescriptor(realm, fd)
      const views = buffers.map(bytesOf)
      return counted('read', () => scatter(views, at(position), of), request)
    },
    writeBuffer(
      fd: unknown,
      buffer: ArrayBufferView,
      offset: number,
      length: number,
      position: unknown,
      ...rest: Any[]
    ) {
      const of = validDescriptor(realm, fd)
      const bytes = part(buffer, offset, length)
      return counted('write', () => files.write(of, bytes, at(position)), rest[0], rest[1])
    },
    writeBuffers(fd: unknown, buffers: ArrayBufferView[], position: unknown, request: unknown) {
      const of = validDescriptor(realm, fd)
      const bytes = concatenate(buffers.map(bytesOf))
      return counted('write', () => files.write(of, bytes, at(position)), request)
    },
    writeString(fd: unknown, text: string, position: unknown, encoding: unknown, request: unknown, context?: Any) {
      const of = validDescriptor(realm, fd)
      const bytes = encode(text, encoding)
      return counted('write', () => files.write(of, bytes, at(position)), request, context)
    },
  }

  function scatter(views: readonly Uint8Array[], position: number, fd: number): number {
    const whole = new Uint8Array(views.reduce((sum, { length }) => sum + length, 0))
    const count = files.read(fd, whole, position)
    let done = 0
    for (const view of views) {
      if (done >= count) break
      view.set(whole.subarray(done, Math.min(count, done + view.length)))
      done += view.length
    }
    return count
  }
}

/** Reads a position from the program: null and negative numbers mean where the last operation ended. */
function at(position: unknown): number {
  const number = typeof position === 'bigint' ? Number(position) : position
  return typeof number === 'number' && number >= 0 ? Math.min(Math.trunc(number), FARTHEST) : -1
}

/** Returns a plain view of a part: a program may have changed Buffer's methods. */
function part(view: ArrayBufferView, offset = 0, length = view.byteLength - offset): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + offset, length)
}
