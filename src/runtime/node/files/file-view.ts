import { Errno } from '#network'
import { Access } from './constants.ts'
import { type Credentials, type Inode, mayAccess } from './inode.ts'
import { type Namespace, type Place, walk } from './namespace.ts'
import { isLater, type Timespec } from './times.ts'

const DEFAULT_UMASK = 0o022
const DAY = 86_400

/** One process's view of its host's files: a tree, a position in it, and the user whose permissions apply. */
export class FileView {
  readonly namespace: Namespace
  readonly credentials: Credentials
  cwd: Inode
  umask = DEFAULT_UMASK

  constructor(namespace: Namespace, credentials: Credentials) {
    this.namespace = namespace
    this.credentials = credentials
    this.cwd = namespace.enter(namespace.root)
  }

  /** Returns a copy as the initial view of another process. */
  copy(): FileView {
    const copy = new FileView(this.namespace, this.credentials)
    copy.cwd = this.cwd
    copy.umask = this.umask
    return copy
  }

  /** Finds the place of a path, whether or not a file exists there. */
  locate(path: string, follow: boolean): Place | number {
    return walk(this, path, follow)
  }

  /** Finds the inode of a path. */
  find(path: string, follow: boolean): Inode | number {
    const place = walk(this, path, follow)
    return typeof place === 'number' ? place : (place.inode ?? -Errno.ENOENT)
  }

  may(inode: Inode, access: number): boolean {
    return mayAccess(this.credentials, inode, access)
  }

  /** Whether names in a folder may be made and taken away. */
  mayChange(directory: Inode): boolean {
    return this.may(directory, Access.write | Access.execute)
  }
}

/** A file's content, or a folder's names, have changed. */
export function noteModified(inode: Inode, now = inode.fileSystem.now()): void {
  inode.modified = now
  inode.changed = now
}

/** Access times move as with relatime, Linux's default: once after each change, and once a day. */
export function noteAccessed(inode: Inode): void {
  const now: Timespec = inode.fileSystem.now()
  const { accessed, modified, changed } = inode
  if (isLater(accessed, modified) && isLater(accessed, changed) && now.seconds - accessed.seconds < DAY) return
  inode.accessed = now
}
