import type { ModuleFiles } from '../modules/index.ts'
import { Op } from '../syscalls/index.ts'
import { Files } from './bindings/index.ts'
import type { RealmContext } from './context.ts'

const TYPE = 0o170000
const DIRECTORY = 0o040000

/** Gives the module loader access to the host's files. */
export function programFiles(realm: RealmContext): ModuleFiles {
  const files = new Files(realm)
  const isFolder = (path: string): boolean | null => {
    const values = files.statPath(path, true)
    return typeof values === 'number' ? null : (values[1]! & TYPE) === DIRECTORY
  }
  return {
    read(path) {
      const read = files.readAll(path, 0)
      return 'bytes' in read ? realm.platform.decodeUtf8(read.bytes) : undefined
    },
    isFile: (path) => isFolder(path) === false,
    isDirectory: (path) => isFolder(path) === true,
    realPath(path) {
      const real = files.text(Op.realpath, path)
      return typeof real === 'number' ? path : real
    },
  }
}
