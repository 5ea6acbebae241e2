import { bytesOf } from '../../bytes.ts'
import type { Any, Binding } from '../../types.ts'
import type { FsContext } from './fs-context.ts'
import { pathText } from './text.ts'
import { uvException } from './uv-exception.ts'

/** V8's limit on a string, in UTF-16 units. */
const LONGEST_STRING = 0x1fffffe8

/** readFileSync and writeFileSync of text in UTF-8, which Node does in one step. */
export function wholeFileOperations({ realm, files }: FsContext): Binding {
  const target = (given: unknown) => (typeof given === 'number' ? given : pathText(realm, given))
  const fail = (error: number, syscall: string, at: string | number): never => {
    throw uvException(realm, error, { syscall, ...(typeof at === 'string' && syscall === 'open' && { path: at }) })
  }
  const tooLong = () => {
    const message = `Cannot create a string longer than 0x${LONGEST_STRING.toString(16)} characters`
    return Object.assign(new realm.primordials.Error(message), { code: 'ERR_STRING_TOO_LONG' })
  }
  return {
    readFileUtf8(given: unknown, flags: number) {
      const path = target(given)
      const read = files.readAll(path, flags, LONGEST_STRING)
      if (!('bytes' in read)) return fail(read.error, read.syscall, path)
      if (read.bytes.length > LONGEST_STRING) throw tooLong()
      return realm.platform.decodeUtf8(read.bytes)
    },
    writeFileUtf8(given: unknown, data: string | ArrayBufferView, flags: number, mode: number) {
      const path = target(given)
      const bytes = typeof data === 'string' ? realm.platform.encodeUtf8(data) : bytesOf(data as Any)
      const fd = typeof path === 'number' ? path : files.open(path, flags, mode)
      if (fd < 0) fail(fd, 'open', path)
      let problem = 0
      for (let at = 0; at < bytes.length && problem === 0; ) {
        const written = files.write(fd, bytes.subarray(at), -1)
        if (written <= 0) problem = written
        at += written
      }
      if (typeof path !== 'number') files.close(fd)
      if (problem < 0) fail(problem, 'write', path)
    },
  }
}
