/** Making and taking away names: link(2), unlink(2), rename(2), symlink(2), mkdir(2), rmdir(2), and the names of sockets. */
import { Errno } from '#network'
import { LINK_MAX, Mode, PATH_MAX } from './constants.ts'
import { type FileView, noteModified } from './file-view.ts'
import { type Inode, owns } from './inode.ts'
import { directoryOf, type Place } from './namespace.ts'
import { tellWatchers, WatchEvent } from './watches.ts'

/** Gives a new inode its first name. 0 or -ENOSPC, and the inode is freed then. */
export function addName(directory: Inode, name: string, inode: Inode): number {
  const entered = directoryOf(directory).set(name, inode)
  if (entered < 0) {
    inode.fileSystem.release(inode)
    return entered
  }
  inode.links++
  if (inode.body.kind === 'directory') {
    inode.links++
    directory.links++
    inode.body.directory.parent = { inode: directory, name }
  }
  noteModified(directory)
  tellWatchers(directory, WatchEvent.create, name)
  return 0
}

/** Where something new may be put, or -errno. `linked`: what is to get a further name there. */
function freePlace(view: FileView, path: string, linked: Inode | null = null): Place | number {
  const place = view.locate(path, false)
  if (typeof place === 'number') return place
  if (place.inode !== null) return -Errno.EEXIST
  if (linked !== null && place.directory.fileSystem !== linked.fileSystem) return -Errno.EXDEV
  // A folder that has been removed takes no more names.
  if (place.directory.links === 0) return -Errno.ENOENT
  return view.mayChange(place.directory) ? place : -Errno.EACCES
}

export function makeDirectory(view: FileView, path: string, mode: number): number {
  const place = freePlace(view, path)
  if (typeof place === 'number') return place
  const { directory, name } = place
  const bits = mode & ~view.umask & (0o777 | Mode.sticky)
  const inode = directory.fileSystem.createDirectory(bits, view.credentials, directoryOf(directory).depth)
  return typeof inode === 'number' ? inode : addName(directory, name, inode)
}

export function makeSymlink(view: FileView, target: string, path: string): number {
  if (target === '') return -Errno.ENOENT
  if (target.length >= PATH_MAX) return -Errno.ENAMETOOLONG
  const place = freePlace(view, path)
  if (typeof place === 'number') return place
  if (place.wantsDirectory) return -Errno.ENOENT
  const inode = place.directory.fileSystem.create({ kind: 'symlink', target }, 0o777, view.credentials)
  return typeof inode === 'number' ? inode : addName(place.directory, place.name, inode)
}

/** The node that bind(2) makes for an AF_UNIX socket. */
export function makeSocketNode(view: FileView, path: string): Inode | number {
  const place = freePlace(view, path)
  if (typeof place === 'number') return place
  const { directory, name } = place
  const inode = directory.fileSystem.create({ kind: 'socket' }, 0o777 & ~view.umask, view.credentials)
  if (typeof inode === 'number') return inode
  const named = addName(directory, name, inode)
  return named < 0 ? named : inode
}

/** A further name for a file. A symbolic link at `existing` is not followed, as Linux's link(2) has it. */
export function makeLink(view: FileView, existing: string, path: string): number {
  const inode = view.find(existing, false)
  if (typeof inode === 'number') return inode
  const place = freePlace(view, path, inode)
  if (typeof place === 'number') return place
  if (place.wantsDirectory) return -Errno.ENOENT
  if (inode.body.kind === 'directory') return -Errno.EPERM
  if (inode.links >= LINK_MAX) return -Errno.EMLINK
  const named = addName(place.directory, place.name, inode)
  if (named < 0) return named
  touch(inode)
  tellWatchers(inode, WatchEvent.attributes)
  return 0
}

export function removeFile(view: FileView, path: string): number {
  const place = view.locate(path, false)
  if (typeof place === 'number') return place
  const { directory, name, inode } = place
  if (inode === null) return -Errno.ENOENT
  if (inode.body.kind === 'directory') return -Errno.EISDIR
  const refused = checkRemoval(view, directory, inode)
  if (refused < 0) return refused
  removeName(directory, name, inode)
  return 0
}

export function removeDirectory(view: FileView, path: string): number {
  const place = view.locate(path, false)
  if (typeof place === 'number') return place
  const { name, inode } = place
  if (inode === null) return -Errno.ENOENT
  if (inode.body.kind !== 'directory') return -Errno.ENOTDIR
  if (name === '.') return -Errno.EINVAL
  if (name === '..') return -Errno.ENOTEMPTY
  if (name === '/' || view.namespace.isMountPoint(inode)) return -Errno.EBUSY
  const refused = checkRemoval(view, place.directory, inode)
  if (refused < 0) return refused
  if (inode.body.directory.entries.size > 0) return -Errno.ENOTEMPTY
  removeName(place.directory, name, inode)
  return 0
}

/** In a folder with the sticky bit only the owners of file or folder may (unlink(2), EPERM). */
function checkRemoval(view: FileView, directory: Inode, inode: Inode): number {
  if (!view.mayChange(directory)) return -Errno.EACCES
  const { credentials } = view
  const isSticky = (directory.mode & Mode.sticky) !== 0
  return isSticky && !owns(credentials, inode) && !owns(credentials, directory) ? -Errno.EPERM : 0
}

function removeName(directory: Inode, name: string, inode: Inode): void {
  directoryOf(directory).delete(name)
  noteModified(directory)
  tellWatchers(directory, WatchEvent.delete, name)
  dropName(directory, inode)
}

/** An inode has lost a name. */
function dropName(directory: Inode, inode: Inode): void {
  touch(inode)
  inode.links--
  if (inode.body.kind === 'directory') {
    inode.links = 0
    directory.links--
  } else tellWatchers(inode, WatchEvent.attributes)
  if (inode.links === 0) tellWatchers(inode, WatchEvent.deleteSelf)
  inode.fileSystem.release(inode)
}

export function rename(view: FileView, from: string, to: string): number {
  const source = view.locate(from, false)
  if (typeof source === 'number') return source
  const target = view.locate(to, false)
  if (typeof target === 'number') return target
  const { inode } = source
  if (inode === null) return -Errno.ENOENT
  const refused = checkRename(view, { ...source, inode }, target)
  if (refused !== 0) return Math.min(refused, 0)
  return move({ ...source, inode }, target)
}

type Existing = Place & { inode: Inode }

/** 0, -errno, or 1 when there is nothing to do. */
function checkRename(view: FileView, source: Existing, target: Place): number {
  const { inode } = source
  const isDirectory = inode.body.kind === 'directory'
  if (source.directory.fileSystem !== target.directory.fileSystem) return -Errno.EXDEV
  if (isNoName(source.name) || isNoName(target.name)) return -Errno.EBUSY
  if (view.namespace.isMountPoint(inode)) return -Errno.EBUSY
  if (!isDirectory && target.wantsDirectory) return -Errno.ENOTDIR
  const refused = checkRemoval(view, source.directory, inode)
  if (refused < 0) return refused
  if (!view.mayChange(target.directory)) return -Errno.EACCES
  if (isDirectory && isWithin(view, target.directory, inode)) return -Errno.EINVAL
  if (target.inode === null) return 0
  if (target.inode === inode) return 1
  if (view.namespace.isMountPoint(target.inode)) return -Errno.EBUSY
  return checkReplacement(view, inode, target.directory, target.inode)
}

function checkReplacement(view: FileView, inode: Inode, directory: Inode, replaced: Inode): number {
  if (replaced.body.kind !== 'directory') {
    return inode.body.kind === 'directory' ? -Errno.ENOTDIR : checkRemoval(view, directory, replaced)
  }
  if (inode.body.kind !== 'directory') return -Errno.EISDIR
  return replaced.body.directory.entries.size > 0 ? -Errno.ENOTEMPTY : checkRemoval(view, directory, replaced)
}

function isNoName(name: string): boolean {
  return name === '.' || name === '..' || name === '/'
}

function isWithin(view: FileView, directory: Inode, inode: Inode): boolean {
  for (let at: Inode | undefined = directory; at !== undefined; at = view.namespace.above(at)?.inode) {
    if (at === inode) return true
  }
  return false
}

function move(source: Existing, target: Place): number {
  const { inode } = source
  const entered = directoryOf(target.directory).set(target.name, inode)
  if (entered < 0) return entered
  if (target.inode !== null) dropName(target.directory, target.inode)
  directoryOf(source.directory).delete(source.name)
  if (inode.body.kind === 'directory') {
    source.directory.links--
    target.directory.links++
    inode.body.directory.parent = { inode: target.directory, name: target.name }
  }
  touch(inode)
  noteModified(source.directory)
  noteModified(target.directory)
  tellWatchers(source.directory, WatchEvent.movedFrom, source.name)
  tellWatchers(target.directory, WatchEvent.movedTo, target.name)
  tellWatchers(inode, WatchEvent.moveSelf)
  return 0
}

function touch(inode: Inode): void {
  inode.changed = inode.fileSystem.now()
}
