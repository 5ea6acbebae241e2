import { Errno } from '#network'
import { Access, DEPTH_MAX, NAME_MAX, PATH_MAX, SYMLOOP_MAX } from './constants.ts'

import { type Credentials, type Directory, type Inode, type InodeFileSystem, mayAccess } from './inode.ts'

/** Where a path leads: a name in a folder, and what has it now. */
export interface Place {
  directory: Inode
  /** `.`, `..` or `/` where the path ends in none of its own. */
  name: string
  inode: Inode | null
  /** The path ends in a slash. */
  wantsDirectory: boolean
}

/** A mounted tree takes the place of a folder. */
interface Mount {
  root: Inode
  point: Inode
}

/** The tree of files that processes see: file systems, mounted in one another. */
export class Namespace {
  readonly root: Inode
  #mounts: Mount[] = []

  constructor(fileSystem: InodeFileSystem) {
    this.root = fileSystem.root
  }

  /** The same tree, in which further mounts are its own (unshare(CLONE_NEWNS)). */
  copy(): Namespace {
    const copy = new Namespace(this.root.fileSystem)
    copy.#mounts = [...this.#mounts]
    return copy
  }

  mount(point: Inode, fileSystem: InodeFileSystem): void {
    this.#mounts.push({ root: fileSystem.root, point })
  }

  isMountPoint(inode: Inode): boolean {
    return this.#mounts.some(({ root, point }) => point === inode || root === inode)
  }

  /** What is seen where `inode` lies. */
  enter(inode: Inode): Inode {
    if (this.#mounts.length === 0 || inode.body.kind !== 'directory') return inode
    const mount = this.#mounts.findLast(({ point }) => point === inode)
    return mount === undefined ? inode : this.enter(mount.root)
  }

  /** The folder above a folder, and its name there; null above the root. Of one that has been removed: where it was. */
  above(inode: Inode): { inode: Inode; name: string } | null {
    const mount = this.#mounts.findLast(({ root }) => root === inode)
    return mount === undefined ? directoryOf(inode).parent : this.above(mount.point)
  }

  /** The path of a folder, or -ENOENT for one that has been removed. */
  pathOf(inode: Inode): string | number {
    let path = ''
    for (let at = inode, steps = 0; at !== this.root && steps <= DEPTH_MAX; steps++) {
      const above = this.above(at)
      if (above === null || at.links === 0) return -Errno.ENOENT
      path = `/${above.name}${path}`
      at = this.enter(above.inode)
    }
    return path === '' ? '/' : path
  }
}

export function directoryOf(inode: Inode): Directory {
  if (inode.body.kind !== 'directory') throw new Error(`Inode ${inode.number} is no folder`)
  return inode.body.directory
}

export interface Walker {
  readonly namespace: Namespace
  readonly credentials: Credentials
  readonly cwd: Inode
}

/**
 * path_resolution(7). `follow`: whether a symbolic link at the path's end is followed. The last name need not exist. Returns
 * -ENOENT, -ENOTDIR, -EACCES, -ELOOP or -ENAMETOOLONG.
 */
export function walk({ namespace, credentials, cwd }: Walker, path: string, follow: boolean): Place | number {
  if (path === '' || path.includes('\0')) return -Errno.ENOENT
  if (byteLength(path) >= PATH_MAX) return -Errno.ENAMETOOLONG
  const names = namesOf(path)
  let wantsDirectory = path.endsWith('/')
  let at = namespace.enter(path.startsWith('/') ? namespace.root : cwd)
  let links = 0
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    if (at.body.kind !== 'directory') return -Errno.ENOTDIR
    if (!mayAccess(credentials, at, Access.execute)) return -Errno.EACCES
    const isLast = names.length === 0
    if (name === '.' || name === '..') {
      const above = name === '..' ? namespace.above(at) : null
      if (above !== null) at = namespace.enter(above.inode)
      if (isLast) return { directory: at, name, inode: at, wantsDirectory: true }
      continue
    }
    if (byteLength(name) > NAME_MAX) return -Errno.ENAMETOOLONG
    const found = at.body.directory.get(name)
    if (found === undefined) return isLast ? { directory: at, name, inode: null, wantsDirectory } : -Errno.ENOENT
    if (found.body.kind === 'symlink' && (!isLast || follow || wantsDirectory)) {
      const { target } = found.body
      if (++links > SYMLOOP_MAX) return -Errno.ELOOP
      names.push(...namesOf(target))
      if (isLast && target.endsWith('/')) wantsDirectory = true
      if (target.startsWith('/')) at = namespace.root
      if (names.length === 0) return { directory: at, name: '/', inode: at, wantsDirectory }
      continue
    }
    const seen = namespace.enter(found)
    if (isLast) {
      if (wantsDirectory && seen.body.kind !== 'directory') return -Errno.ENOTDIR
      return { directory: at, name, inode: seen, wantsDirectory }
    }
    at = seen
  }
  return { directory: at, name: '/', inode: at, wantsDirectory }
}

/** The names of a path, last first. */
function namesOf(path: string): string[] {
  return path
    .split('/')
    .filter((name) => name !== '')
    .reverse()
}

const encoder = new TextEncoder()

/** Of UTF-8; counted only where it matters. */
function byteLength(text: string): number {
  return text.length * 3 <= NAME_MAX ? text.length : encoder.encode(text).length
}
