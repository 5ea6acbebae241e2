/** Reads and changes attributes of files: stat(2), chmod(2), chown(2), utimensat(2), access(2), truncate(2), realpath(3). */
import { Errno } from '#network'
import { Access, BLOCK_SIZE, FileType, Mode } from './constants.ts'
import { resize } from './file-description.ts'
import { type FileView, noteAccessed } from './file-view.ts'
import { type Inode, owns } from './inode.ts'
import type { Place } from './namespace.ts'
import type { Timespec } from './times.ts'
import { tellWatchers, WatchEvent } from './watches.ts'

/** struct stat, with type and permission bits in `mode`. */
export interface FileStats {
  device: number
  mode: number
  links: number
  uid: number
  gid: number
  /** Number of a device. */
  rdev: number
  blockSize: number
  inode: number
  size: number
  blocks: number
  accessed: Timespec
  modified: Timespec
  changed: Timespec
  born: Timespec
}

export function statsOf(inode: Inode): FileStats {
  const { body, uid, gid, accessed, modified, changed, born } = inode
  const isFile = body.kind === 'file'
  return {
    device: inode.fileSystem.device,
    mode: FileType[body.kind] | inode.mode,
    links: inode.links,
    uid,
    gid,
    inode: inode.number,
    rdev: body.kind === 'device' ? body.device.number : 0,
    blockSize: BLOCK_SIZE,
    size: sizeOf(inode),
    blocks: isFile ? body.content.blocks : body.kind === 'directory' ? BLOCK_SIZE / 512 : 0,
    accessed,
    modified,
    changed,
    born,
  }
}

const encoder = new TextEncoder()

function sizeOf({ body }: Inode): number {
  if (body.kind === 'file') return body.content.size
  if (body.kind === 'symlink') return encoder.encode(body.target).length
  return body.kind === 'directory' ? BLOCK_SIZE : 0
}

export function changeMode(view: FileView, inode: Inode, mode: number): number {
  if (inode.body.kind === 'symlink') return -Errno.EOPNOTSUPP
  if (!owns(view.credentials, inode)) return -Errno.EPERM
  inode.mode = mode & Mode.permissions
  noteAttributes(inode)
  return 0
}

/** Changes owner and group; -1 leaves one unchanged. Only root may give files away. */
export function changeOwner(view: FileView, inode: Inode, uid: number, gid: number): number {
  const { credentials } = view
  const givesAway = uid !== -1 && uid !== inode.uid
  const changesGroup = gid !== -1 && gid !== inode.gid && gid !== credentials.gid
  if (credentials.uid !== 0 && (!owns(credentials, inode) || givesAway || changesGroup)) return -Errno.EPERM
  if (uid !== -1) inode.uid = uid
  if (gid !== -1) inode.gid = gid
  noteAttributes(inode)
  return 0
}

/** `null`: now; `'omit'`: unchanged. */
export type NewTime = Timespec | null | 'omit'

export function changeTimes(view: FileView, inode: Inode, accessed: NewTime, modified: NewTime): number {
  if (!owns(view.credentials, inode)) {
    const onlyNow = accessed === null && modified === null
    if (!onlyNow) return -Errno.EPERM
    if (!view.may(inode, Access.write)) return -Errno.EACCES
  }
  const now = inode.fileSystem.now()
  if (accessed !== 'omit') inode.accessed = accessed ?? now
  if (modified !== 'omit') inode.modified = modified ?? now
  noteAttributes(inode)
  return 0
}

/** Records the change time. The callers notify watchers, which depend on the name by which the file was found. */
function noteAttributes(inode: Inode): void {
  inode.changed = inode.fileSystem.now()
}

/** access(2): 0 or -errno. */
export function checkAccess(view: FileView, path: string, access: number): number {
  const inode = view.find(path, true)
  if (typeof inode === 'number') return inode
  return view.may(inode, access & 7) ? 0 : -Errno.EACCES
}

export function truncatePath(view: FileView, path: string, size: number): number {
  const place = view.locate(path, true)
  if (typeof place === 'number') return place
  const { inode } = place
  if (inode === null) return -Errno.ENOENT
  if (inode.body.kind === 'directory') return -Errno.EISDIR
  if (!view.may(inode, Access.write)) return -Errno.EACCES
  const result = resize(inode, size)
  if (result >= 0) tellOf(place, WatchEvent.modify)
  return result
}

/** Notifies the watchers of a file, and those of the folder in which it was found. */
export function tellOf({ directory, name, inode }: Place, event: number): void {
  if (inode !== null) tellWatchers(inode, event)
  if (directory !== inode) tellWatchers(directory, event, name)
}

/** The target of a symbolic link, or -errno. */
export function readLink(view: FileView, path: string): string | number {
  const inode = view.find(path, false)
  if (typeof inode === 'number') return inode
  if (inode.body.kind !== 'symlink') return -Errno.EINVAL
  noteAccessed(inode)
  return inode.body.target
}

/** realpath(3): the path without links and dots, or -errno. */
export function realPath(view: FileView, path: string): string | number {
  const place = view.locate(path, true)
  if (typeof place === 'number') return place
  if (place.inode === null) return -Errno.ENOENT
  if (place.inode.body.kind === 'directory') return view.namespace.pathOf(place.inode)
  const directory = view.namespace.pathOf(place.directory)
  if (typeof directory === 'number') return directory
  return directory === '/' ? `/${place.name}` : `${directory}/${place.name}`
}

export function changeDirectory(view: FileView, path: string): number {
  const inode = view.find(path, true)
  if (typeof inode === 'number') return inode
  if (inode.body.kind !== 'directory') return -Errno.ENOTDIR
  if (!view.may(inode, Access.execute)) return -Errno.EACCES
  view.cwd = inode
  return 0
}
