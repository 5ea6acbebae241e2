import { Op } from '../../../syscalls/index.ts'
import type { Binding } from '../../types.ts'
import { copyTreeOperations } from './copy-tree.ts'
import type { FsContext } from './fs-context.ts'
import { pathText } from './text.ts'
import { validMode } from './validation.ts'

const COPYFILE_EXCL = 1
const COPYFILE_FICLONE_FORCE = 4
const O_WRONLY = 0o1
const O_CREAT = 0o100
const O_EXCL = 0o200
const TYPE = 0o170000
const REGULAR = 0o100000
const PIECE = 1 << 20

/** `copyFile`, which is uv__fs_copyfile, and the `cpSync` operations over it. */
export function copyOperations(context: FsContext): Binding {
  const { realm, files, requests } = context
  return {
    ...copyTreeOperations(context, copyFile),
    copyFile(from: unknown, to: unknown, wanted: unknown, request: unknown) {
      const mode = validMode(realm, wanted)
      const [path, dest] = [pathText(realm, from), pathText(realm, to)]
      return requests.dispatch(request, { syscall: 'copyfile', path, dest, run: () => copyFile(path, dest, mode) })
    },
  }

  function copyFile(from: string, to: string, mode: number): number {
    if ((mode & COPYFILE_FICLONE_FORCE) !== 0) return -realm.errno('ENOTSUP')
    const source = files.open(from, 0, 0)
    if (source < 0) return source
    const result = copyInto(source, to, mode)
    files.close(source)
    return result
  }

  function copyInto(source: number, to: string, mode: number): number {
    const stats = files.stat(source)
    if (typeof stats === 'number') return stats
    const exclusive = (mode & COPYFILE_EXCL) !== 0 ? O_EXCL : 0
    const target = files.open(to, O_WRONLY | O_CREAT | exclusive, stats[1]! & 0o777)
    if (target < 0) return target
    const result = copyBetween(source, target, stats)
    files.close(target)
    return result
  }

  function copyBetween(source: number, target: number, stats: readonly number[]): number {
    const existing = files.stat(target)
    if (typeof existing === 'number') return existing
    const isSame = existing[0] === stats[0] && existing[7] === stats[7]
    if (isSame) return 0
    if ((existing[1]! & TYPE) === REGULAR) {
      files.call(Op.truncate, target, 0)
      files.call(Op.chmod, target, stats[1]! & 0o7777)
    }
    const piece = new Uint8Array(PIECE)
    for (;;) {
      const count = files.read(source, piece, -1)
      if (count <= 0) return count
      const written = files.write(target, piece.subarray(0, count), -1)
      if (written < count) return written < 0 ? written : -realm.errno('ENOSPC')
    }
  }
}
