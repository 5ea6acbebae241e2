/** The part of `cpSync` that Node does in C++: checking the target, replacing a file, and copying folders (node_file.cc, CpSync…). */
import { AT_PATH, Op } from '../../../syscalls/index.ts'
import type { Binding } from '../../types.ts'
import type { FsContext } from './fs-context.ts'
import { pathText } from './text.ts'
import { uvException } from './uv-exception.ts'

const TYPE = 0o170000
const DIRECTORY = 0o040000
const SYMLINK = 0o120000
const SOCKET = 0o140000
const REGULAR = 0o100000
const FOLDER_MODE = 0o777

interface CopyOptions {
  force: boolean
  dereference: boolean
  errorOnExist: boolean
  verbatimSymlinks: boolean
  preserveTimestamps: boolean
}

type Values = number[] | null

export function copyTreeOperations(context: FsContext, copyFile: CopyFile): Binding {
  const { realm, files } = context
  const { resolve, dirname } = realm.require('path')
  const text = (path: unknown) => pathText(realm, path)
  const stat = (path: string, follow: boolean): Values => {
    const values = files.statPath(path, follow)
    return typeof values === 'number' ? null : values
  }
  const refuse = (code: string, message: string): never => {
    throw Object.assign(new realm.primordials.Error(message), { code })
  }
  const fail: (error: number, path: string, dest?: string) => never = (error, path, dest) => {
    throw uvException(realm, error, { syscall: 'cp', path, dest })
  }
  const check = (result: number, path: string, dest?: string) => {
    if (result < 0) fail(result, path, dest)
  }

  function checkPaths(from: string, to: string, dereference: boolean, recursive: boolean): void {
    const source = files.statPath(from, true)
    if (typeof source === 'number')
      throw uvException(realm, source, { syscall: dereference ? 'stat' : 'lstat', path: from })
    const target = stat(to, dereference)
    const isFolder = typeOf(source) === DIRECTORY
    if (target !== null) checkKinds(source, target, from, to)
    const shown = isFolder && !from.endsWith('/') ? `${from}/` : from
    const inItself = () => refuse('ERR_FS_CP_EINVAL', `Cannot copy ${shown} to a subdirectory of self ${to}`)
    if (isFolder && (to.startsWith(shown) || hasAbove(to, source))) inItself()
    if (isFolder && !recursive)
      refuse('ERR_FS_EISDIR', `Recursive option not enabled, cannot copy a directory: ${shown}`)
    if (typeOf(source) === SOCKET) refuse('ERR_FS_CP_SOCKET', `Cannot copy a socket file: ${to}`)
    if (target === null) makeFolders(dirname(resolve(to)))
  }

  function checkKinds(source: number[], target: number[], from: string, to: string): void {
    const [isFolder, ontoFolder] = [typeOf(source) === DIRECTORY, typeOf(target) === DIRECTORY]
    if (isSame(source, stat(to, true) ?? target)) refuse('ERR_FS_CP_EINVAL', `src and dest cannot be the same ${to}`)
    if (isFolder && !ontoFolder)
      refuse('ERR_FS_CP_DIR_TO_NON_DIR', `Cannot overwrite non-directory ${to} with directory ${from}`)
    if (!isFolder && ontoFolder)
      refuse('ERR_FS_CP_NON_DIR_TO_DIR', `Cannot overwrite directory ${to} with non-directory ${from}`)
  }

  /** Returns whether `folder` is one of the folders above `path`. */
  function hasAbove(path: string, folder: number[]): boolean {
    for (let at: string = dirname(resolve(path)); at !== '/'; at = dirname(at)) {
      const values = stat(at, true)
      if (values !== null && isSame(values, folder)) return true
    }
    return false
  }

  function makeFolders(path: string): void {
    const missing: string[] = []
    for (let at = path; stat(at, true) === null && at !== '/'; at = dirname(at)) missing.push(at)
    for (const at of missing.reverse()) if (files.call(Op.mkdir, FOLDER_MODE, 0, 0, at) < 0) return
  }

  function copyTimes(from: string, to: string): void {
    const values = files.statPath(from, true)
    if (typeof values === 'number') return
    const view = new DataView(new ArrayBuffer(32))
    for (const [index, value] of values.slice(10, 14).entries()) view.setFloat64(index * 8, value)
    files.call(Op.utimes, AT_PATH, 0, 0, to, new Uint8Array(view.buffer))
  }

  function copyFolder(from: string, to: string, options: CopyOptions): void {
    makeFolders(resolve(to))
    const found = files.scan(from)
    if (typeof found === 'number') fail(found, from, to)
    for (const name of found.names) {
      const [source, target] = [`${from}/${name}`, `${to}/${name}`]
      const values = stat(source, options.dereference)
      if (values === null) continue
      if (typeOf(values) === SYMLINK) copyLink(from, source, target, options)
      else if (typeOf(values) === DIRECTORY) copyFolder(source, target, options)
      else if (typeOf(values) === REGULAR) copyEntry(source, target, options)
    }
  }

  function copyEntry(from: string, to: string, { force, errorOnExist, preserveTimestamps }: CopyOptions): void {
    if (!force && stat(to, true) !== null) {
      if (errorOnExist)
        refuse(
          'ERR_FS_CP_EEXIST',
          `[ERR_FS_CP_EEXIST]: Target already exists: cp returned EEXIST (${to} already exists)`,
        )
      return
    }
    check(copyFile(from, to, 0), from, to)
    if (preserveTimestamps) copyTimes(from, to)
  }

  function copyLink(folder: string, from: string, to: string, options: CopyOptions): void {
    const target = files.text(Op.readlink, from)
    if (typeof target === 'number') fail(target, from, to)
    const absolute = options.verbatimSymlinks ? target : resolve(folder, target)
    if (!options.verbatimSymlinks && stat(to, false) !== null) replaceLink(from, to, target)
    check(files.call(Op.symlink, 0, 0, 0, `${absolute}\0${to}`), from, to)
  }

  function replaceLink(from: string, to: string, target: string): void {
    const existing = files.text(Op.readlink, to)
    if (typeof existing === 'number') fail(-realm.errno('EEXIST'), from, to)
    if (isFolder(target) && isInside(existing, target))
      refuse('ERR_FS_CP_EINVAL', `Cannot copy ${target} to a subdirectory of self ${existing}`)
    if (isFolder(to) && isInside(target, existing))
      refuse('ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY', `cannot overwrite ${existing} with ${target}`)
    check(files.call(Op.unlink, 0, 0, 0, to), to)
  }

  const isFolder = (path: string) => typeOf(stat(path, true)) === DIRECTORY
  const isInside = (path: string, folder: string) => {
    const [inner, outer] = [resolve(path), resolve(folder)]
    return inner === outer || inner.startsWith(`${outer}/`)
  }

  return {
    cpSyncCheckPaths: (from: unknown, to: unknown, dereference: boolean, recursive: boolean) =>
      checkPaths(text(from), text(to), dereference, recursive),
    cpSyncOverrideFile(from: unknown, to: unknown, mode: number, preserveTimestamps: boolean) {
      const [source, target] = [text(from), text(to)]
      check(files.call(Op.unlink, 0, 0, 0, target), target)
      check(copyFile(source, target, mode), source, target)
      if (preserveTimestamps) copyTimes(source, target)
    },
    cpSyncCopyDir(from: unknown, to: unknown, ...flags: boolean[]) {
      const [force = false, dereference = false, errorOnExist = false, verbatimSymlinks = false, times = false] = flags
      copyFolder(text(from), text(to), {
        force,
        dereference,
        errorOnExist,
        verbatimSymlinks,
        preserveTimestamps: times,
      })
    },
  }
}

function typeOf(values: Values): number {
  return values === null ? 0 : values[1]! & TYPE
}

/** Returns whether both are the same inode. */
function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a[0] === b[0] && a[7] === b[7]
}

/** Copies a file and returns 0 or -errno. */
export type CopyFile = (from: string, to: string, mode: number) => number
