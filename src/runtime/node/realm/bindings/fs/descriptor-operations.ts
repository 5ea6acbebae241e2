import { Op } from '../../../syscalls/index.ts'
import { bytesOf, concatenate } from '../../bytes.ts'
import { encodeText, encodingNamed } from '../../encodings.ts'
import type { Any, Binding } from '../../types.ts'
import type { FsContext } from './index.ts'
import { timesBytes, userId } from './path-operations.ts'
import { pathText } from './text.ts'

const same = <T>(value: T) => value

/** Operations on descriptors, and opening them. */
export function descriptorOperations({ realm, files, requests }: FsContext): Binding {
  const onDescriptor = (syscall: string, run: () => number, request: unknown) =>
    requests.dispatch(request, { syscall, run })
  /** A result that is a number for the program too. */
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
        ...{ syscall: 'open', path: at },
        run: () => files.open(at, flags, mode),
        convert: same,
      })
    },
    close: (fd: number, request: unknown) => onDescriptor('close', () => files.close(fd), request),
    fsync: (fd: number, request: unknown) => onDescriptor('fsync', () => files.call(Op.fsync, fd), request),
    fdatasync: (fd: number, request: unknown) => onDescriptor('fdatasync', () => files.call(Op.fsync, fd), request),
    ftruncate: (fd: number, size: number, request: unknown) =>
      onDescriptor('ftruncate', () => files.call(Op.truncate, fd, size), request),
    fchmod: (fd: number, mode: number, request: unknown) =>
      onDescriptor('fchmod', () => files.call(Op.chmod, fd, mode), request),
    fchown: (fd: number, uid: number, gid: number, request: unknown) =>
      onDescriptor('fchown', () => files.call(Op.chown, fd, userId(uid), userId(gid)), request),
    futimes: (fd: number, atime: number, mtime: number, request: unknown) =>
      onDescriptor('futime', () => files.call(Op.utimes, fd, 0, 0, '', timesBytes(atime, mtime)), request),
    read(fd: number, buffer: ArrayBufferView, offset: number, length: number, position: unknown, request: unknown) {
      const into = part(buffer, offset, length)
      return counted('read', () => files.read(fd, into, at(position)), request, undefined, fd)
    },
    readBuffers(fd: number, buffers: ArrayBufferView[], position: unknown, request: unknown) {
      const views = buffers.map(bytesOf)
      return counted('read', () => scatter(views, at(position), fd), request)
    },
    writeBuffer(
      fd: number,
      buffer: ArrayBufferView,
      offset: number,
      length: number,
      position: unknown,
      ...rest: Any[]
    ) {
      const bytes = part(buffer, offset, length)
      return counted('write', () => files.write(fd, bytes, at(position)), rest[0], rest[1])
    },
    writeBuffers(fd: number, buffers: ArrayBufferView[], position: unknown, request: unknown) {
      const bytes = concatenate(buffers.map(bytesOf))
      return counted('write', () => files.write(fd, bytes, at(position)), request)
    },
    writeString(fd: number, text: string, position: unknown, encoding: unknown, request: unknown, context?: Any) {
      const bytes = encode(text, encoding)
      return counted('write', () => files.write(fd, bytes, at(position)), request, context)
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

/** A position as the program gave it: null and what is negative mean where the last operation ended. */
function at(position: unknown): number {
  const number = typeof position === 'bigint' ? Number(position) : position
  return typeof number === 'number' && number >= 0 ? Math.trunc(number) : -1
}

/** A plain view of a part: Buffer's own methods are the program's to change. */
function part(view: ArrayBufferView, offset = 0, length = view.byteLength - offset): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + offset, length)
}
