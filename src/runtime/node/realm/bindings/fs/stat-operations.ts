import { Op } from '../../../syscalls/index.ts'
import type { Binding } from '../../types.ts'
import type { FsContext } from './fs-context.ts'
import { pathText } from './text.ts'
import { validDescriptor } from './validation.ts'

const STATFS_FIELDS = 8

/** stat, lstat, fstat and statfs. */
export function statOperations({ realm, files, requests, arrays }: FsContext): Binding {
  const statPath = (syscall: string, follow: boolean) => {
    return (given: unknown, useBigint: boolean, request: unknown, throwIfNoEntry = true) => {
      const path = pathText(realm, given)
      const run = () => {
        const values = files.statPath(path, follow)
        return typeof values === 'number' && !throwIfNoEntry && isMissing(values, follow) ? null : values
      }
      const convert = (values: number[] | null, isPromise: boolean) =>
        values === null ? undefined : arrays.stat(values, useBigint, isPromise)
      return requests.dispatch(request, { syscall, path, run, convert })
    }
  }
  /** node_file.cc's LStat checks only one of the errors, Stat both. */
  const isMissing = (error: number, follow: boolean) =>
    error === -realm.errno('ENOENT') || (follow && error === -realm.errno('ENOTDIR'))
  return {
    stat: statPath('stat', true),
    lstat: statPath('lstat', false),
    fstat(given: unknown, useBigint: boolean, request: unknown, shouldNotThrow = false) {
      const fd = validDescriptor(realm, given)
      const convert = (values: number[] | null, isPromise: boolean) =>
        values === null ? undefined : arrays.stat(values, useBigint, isPromise)
      const run = () => {
        const values = files.stat(fd)
        return typeof values === 'number' && shouldNotThrow ? null : values
      }
      return requests.dispatch(request, { syscall: 'fstat', run, convert })
    },
    statfs(given: unknown, useBigint: boolean, request: unknown) {
      const path = pathText(realm, given)
      const run = () => {
        const result = files.call(Op.statfs, 0, 0, 0, path)
        return result < 0 ? result : files.numbers(STATFS_FIELDS)
      }
      const convert = (values: number[], isPromise: boolean) => arrays.statFs(values, useBigint, isPromise)
      return requests.dispatch(request, { syscall: 'statfs', path, run, convert })
    },
  }
}
