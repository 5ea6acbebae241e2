import { Op } from '../../../syscalls/index.ts'
import type { Any, Binding } from '../../types.ts'
import type { Files, Names } from './files.ts'
import type { FsContext } from './fs-context.ts'
import { inEncoding, pathText } from './text.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const TEMPLATE_LENGTH = 6
const DIRECTORY = 0o040000
const TYPE = 0o170000

/** Operations on folders. */
export function treeOperations({ realm, files, requests }: FsContext): Binding {
  const errors = { exists: -realm.errno('EEXIST'), missing: -realm.errno('ENOENT'), noFolder: -realm.errno('ENOTDIR') }
  const final = new Set(['EACCES', 'ENOSPC', 'ENOTDIR', 'EPERM'].map((name) => -realm.errno(name)))
  return {
    mkdir(given: unknown, mode: number, recursive: boolean, request: unknown) {
      const path = pathText(realm, given)
      if (!recursive)
        return requests.dispatch(request, {
          syscall: 'mkdir',
          path,
          run: () => files.call(Op.mkdir, mode, 0, 0, path),
        })
      const run = () => makeFolders(files, path, mode, errors, final)
      const convert = ({ first }: { first: string | undefined }) => first
      return requests.dispatch(request, { syscall: 'mkdir', path, run, convert })
    },
    readdir(given: unknown, encoding: unknown, withTypes: boolean, request: unknown) {
      const path = pathText(realm, given)
      const convert = ({ names, types }: Names) => {
        const encoded = names.map((name) => inEncoding(realm, name, encoding))
        return withTypes ? [encoded, types] : encoded
      }
      return requests.dispatch(request, { syscall: 'scandir', path, run: () => files.scan(path), convert })
    },
    mkdtemp(given: unknown, encoding: unknown, request: unknown) {
      const prefix = pathText(realm, given)
      const convert = (path: string) => inEncoding(realm, path, encoding)
      return requests.dispatch(request, {
        syscall: 'mkdtemp',
        path: `${prefix}XXXXXX`,
        run: () => makeTemporary(prefix),
        convert,
      })
    },
  }

  /** mkdtemp(3). */
  function makeTemporary(prefix: string): string | number {
    for (;;) {
      files.call(Op.random, TEMPLATE_LENGTH)
      const letters = Array.from(realm.kernel.out.bytes ?? [], (byte) => LETTERS[byte % LETTERS.length])
      const path = prefix + letters.join('')
      const made = files.call(Op.mkdir, 0o700, 0, 0, path)
      if (made >= 0) return path
      if (made !== errors.exists) return made
    }
  }
}

type FolderErrors = Record<'exists' | 'missing' | 'noFolder', number>

/** node::fs::MKDirpSync: returns the first folder that was made, or undefined if none was, or -errno. */
function makeFolders(files: Files, path: string, mode: number, errors: FolderErrors, final: ReadonlySet<number>): Any {
  const waiting = [path]
  let first: string | undefined
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const made = files.call(Op.mkdir, mode, 0, 0, next)
    if (made >= 0) {
      first ??= next
      continue
    }
    if (final.has(made)) return made
    if (made === errors.missing) {
      const above = next.slice(0, next.lastIndexOf('/'))
      if (next.includes('/') && above !== next && above !== '') {
        waiting.push(next, above)
        continue
      }
      if (waiting.length === 0) return made
    }
    const values = files.statPath(next, true)
    if (typeof values === 'number') return values
    if ((values[1]! & TYPE) === DIRECTORY) continue
    return made === errors.exists && waiting.length > 0 ? errors.noFolder : errors.exists
  }
  return { first }
}
