import { Errno } from '#network'
import { ACCESS_MODE, Access, Mode, OpenFlag } from './constants.ts'
import { FileDescription } from './file-description.ts'
import type { FileView } from './file-view.ts'
import type { Inode } from './inode.ts'
import { addName } from './names.ts'
import type { Place } from './namespace.ts'

/** open(2). The file that is opened, or -errno. */
export function openPath(view: FileView, path: string, flags: number, mode: number): FileDescription | number {
  const isExclusive = (flags & OpenFlag.CREAT) !== 0 && (flags & OpenFlag.EXCL) !== 0
  const place = view.locate(path, !isExclusive && (flags & OpenFlag.NOFOLLOW) === 0)
  if (typeof place === 'number') return place
  if (place.inode === null) return create(view, place, flags, mode)
  if (isExclusive) return -Errno.EEXIST
  const refused = checkOpen(view, place.inode, flags)
  if (refused < 0) return refused
  const file = new FileDescription(place.inode, flags, place)
  if ((flags & OpenFlag.TRUNC) !== 0 && place.inode.body.kind === 'file' && file.writable) file.truncate(0)
  return file
}

function create(view: FileView, place: Place, flags: number, mode: number): FileDescription | number {
  if ((flags & OpenFlag.CREAT) === 0) return -Errno.ENOENT
  if (place.wantsDirectory) return -Errno.EISDIR
  if ((flags & OpenFlag.DIRECTORY) !== 0) return -Errno.EINVAL
  if (place.directory.links === 0) return -Errno.ENOENT
  if (!view.mayChange(place.directory)) return -Errno.EACCES
  const { fileSystem } = place.directory
  const inode = fileSystem.createFile(mode & ~view.umask & Mode.permissions, view.credentials)
  if (typeof inode === 'number') return inode
  const named = addName(place.directory, place.name, inode)
  // The creator of a file may use it as requested, whatever its mode says.
  return named < 0 ? named : new FileDescription(inode, flags, place)
}

function checkOpen(view: FileView, inode: Inode, flags: number): number {
  const { kind } = inode.body
  const writes = (flags & ACCESS_MODE) !== OpenFlag.RDONLY
  if (kind === 'symlink') return -Errno.ELOOP
  if (kind === 'socket') return -Errno.ENXIO
  if (kind === 'directory' && (writes || (flags & OpenFlag.CREAT) !== 0)) return -Errno.EISDIR
  if (kind !== 'directory' && (flags & OpenFlag.DIRECTORY) !== 0) return -Errno.ENOTDIR
  const reads = (flags & ACCESS_MODE) !== OpenFlag.WRONLY
  const wanted = (reads ? Access.read : 0) | (writes || (flags & OpenFlag.TRUNC) !== 0 ? Access.write : 0)
  return view.may(inode, wanted) ? 0 : -Errno.EACCES
}
