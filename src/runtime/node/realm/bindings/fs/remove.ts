import { Op } from '../../../syscalls/index.ts'
import type { Binding } from '../../types.ts'
import type { FsContext } from './fs-context.ts'
import { pathText } from './text.ts'
import { uvException } from './uv-exception.ts'

const TYPE = 0o170000
const DIRECTORY = 0o040000

/** `rmSync`, which Node does in C++. */
export function removeOperations({ realm, files }: FsContext): Binding {
  return {
    rmSync(given: unknown, _maxRetries: number, recursive: boolean) {
      const path = pathText(realm, given)
      const values = files.statPath(path, false)
      if (typeof values === 'number') {
        if (values === -realm.errno('ENOENT')) return
        throw uvException(realm, values, { syscall: 'rm', path })
      }
      const isFolder = (values[1]! & TYPE) === DIRECTORY
      if (isFolder && !recursive) throw isFolderError(path)
      const result = isFolder ? removeTree(path) : files.call(Op.unlink, 0, 0, 0, path)
      if (result < 0) throw uvException(realm, result, { syscall: 'rm', path })
    },
  }

  function isFolderError(path: string): Error {
    const error = new realm.primordials.Error(`Path is a directory: rm returned EISDIR (is a directory) ${path}`)
    return Object.assign(error, { code: 'ERR_FS_EISDIR' })
  }

  /** Removes a folder with its content, without recursion because folders may be deep. */
  function removeTree(root: string): number {
    const waiting = [root]
    for (let path = waiting.at(-1); path !== undefined; path = waiting.at(-1)) {
      const removed = files.call(Op.unlink, 1, 0, 0, path)
      if (removed >= 0) {
        waiting.pop()
        continue
      }
      if (removed !== -realm.errno('ENOTEMPTY')) return removed
      const emptied = emptyOfFiles(path, waiting)
      if (emptied < 0) return emptied
    }
    return 0
  }

  function emptyOfFiles(path: string, folders: string[]): number {
    const found = files.scan(path)
    if (typeof found === 'number') return found
    for (const [index, name] of found.names.entries()) {
      const inside = `${path}/${name}`
      if (found.types[index] === 2) folders.push(inside)
      else {
        const removed = files.call(Op.unlink, 0, 0, 0, inside)
        if (removed < 0) return removed
      }
    }
    return 0
  }
}
