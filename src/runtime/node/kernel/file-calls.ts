/** The system calls on files and folders. What they mean is in `files`; here are descriptors, and numbers in and out. */

import { Errno } from '#network'
import {
  changeDirectory,
  changeMode,
  changeOwner,
  changeTimes,
  checkAccess,
  FileDescription,
  type FileStats,
  type FileSystemStats,
  type FileView,
  type Inode,
  makeDirectory,
  makeLink,
  makeSymlink,
  type NewTime,
  openPath,
  readLink,
  realPath,
  removeDirectory,
  removeFile,
  rename,
  statsOf,
  tellOf,
  truncatePath,
  WatchEvent,
  WatchQueue,
} from '../files/index.ts'
import { AT_LINK, AT_PATH, Op, UTIME_NOW, UTIME_OMIT } from '../syscalls/index.ts'
import type { OpenFile } from './descriptors.ts'
import type { CallHandler, Process, SystemCall } from './kernel-services.ts'
import { LARGEST_PIECE } from './limits.ts'
import { shareFile } from './shared-files.ts'

const NO_BYTES = new Uint8Array(0)
/** Most names that one `readdir` returns. */
const MOST_NAMES = 1024

export const fileCalls: ReadonlyMap<Op, CallHandler> = new Map<Op, CallHandler>([
  [Op.open, open],
  [Op.read, onFile(read)],
  [Op.write, onFile((_, file, { bytes, c }) => write(file, bytes ?? NO_BYTES, c))],
  [Op.stat, stat],
  [Op.readdir, onFile(readNames)],
  [Op.mkdir, onPath((files, { str, a }) => makeDirectory(files, str, a))],
  [Op.unlink, onPath((files, { str, a }) => (a === 1 ? removeDirectory(files, str) : removeFile(files, str)))],
  [Op.rename, onTwoPaths(rename)],
  [Op.link, onTwoPaths(makeLink)],
  [Op.symlink, onTwoPaths(makeSymlink)],
  [Op.readlink, (process, { str }) => tell(process, readLink(process.files, str))],
  [Op.chmod, onInode((files, inode, { b }) => changeMode(files, inode, b))],
  [Op.chown, onInode((files, inode, { b, c }) => changeOwner(files, inode, b, c))],
  [Op.utimes, onInode(setTimes)],
  [Op.truncate, truncate],
  [Op.access, onPath((files, { str, a }) => checkAccess(files, str, a))],
  [Op.realpath, (process, { str }) => tell(process, realPath(process.files, str))],
  [Op.fsync, onFile((_, file) => (file instanceof FileDescription ? 0 : -Errno.EINVAL))],
  [Op.statfs, statFileSystem],
  [Op.chdir, onPath((files, { str }) => changeDirectory(files, str))],
  [Op.getcwd, (process) => tell(process, process.files.namespace.pathOf(process.files.cwd))],
  [Op.umask, setUmask],
  [Op.inotify, (process) => openAs(process, new WatchQueue())],
  [Op.watchFile, onFile(watchFile)],
  [Op.unwatchFile, onFile((_, file, { b }) => (file instanceof WatchQueue ? file.remove(b) : -Errno.EINVAL))],
])

function onPath(handle: (files: FileView, call: SystemCall) => number): CallHandler {
  return (process, call) => handle(process.files, call)
}

function onTwoPaths(handle: (files: FileView, first: string, second: string) => number): CallHandler {
  return ({ files }, { str }) => {
    const [first, second, ...more] = str.split('\0')
    return first === undefined || second === undefined || more.length > 0 ? -Errno.EINVAL : handle(files, first, second)
  }
}

function onFile(handle: (process: Process, file: OpenFile, call: SystemCall) => number): CallHandler {
  return (process, call) => {
    const descriptor = process.descriptors.get(call.a)
    return descriptor === undefined ? -Errno.EBADF : handle(process, descriptor.file, call)
  }
}

/** Changes the file that a descriptor or a path leads to. */
function onInode(handle: (files: FileView, inode: Inode, call: SystemCall) => number): CallHandler {
  return (process, call) => {
    const { files } = process
    const place = call.a < 0 ? files.locate(call.str, call.a === AT_PATH) : null
    if (typeof place === 'number') return place
    const inode = findInode(process, call)
    if (typeof inode === 'number') return inode
    const result = handle(files, inode, call)
    if (result < 0) return result
    const file = process.descriptors.get(call.a)?.file
    if (place !== null) tellOf(place, WatchEvent.attributes)
    else if (file instanceof FileDescription) file.tell(WatchEvent.attributes)
    return result
  }
}

function findInode({ files, descriptors }: Process, { a, str }: SystemCall): Inode | number {
  if (a === AT_PATH || a === AT_LINK) return files.find(str, a === AT_PATH)
  const file = descriptors.get(a)?.file
  if (file === undefined) return -Errno.EBADF
  return file instanceof FileDescription ? file.inode : -Errno.EINVAL
}

/** Passes a text to the process, or an error. */
function tell({ out }: Process, text: string | number): number {
  if (typeof text === 'number') return text
  out.str = text
  return 0
}

function openAs(process: Process, file: FileDescription | WatchQueue): number {
  const opened = process.open(file)
  if (typeof opened !== 'number') return opened.fd
  file.close()
  return opened
}

/** /dev/stdin and its like lead to what the process has open already (proc(5), /proc/pid/fd). */
const OWN_DESCRIPTOR = /^\/dev\/(std(?:in|out|err))$|^\/(?:dev|proc\/self)\/fd\/(\d+)$/
const STANDARD = ['stdin', 'stdout', 'stderr']

function openOwn(process: Process, [, name, number]: RegExpExecArray): number {
  const descriptor = process.descriptors.get(name === undefined ? Number(number) : STANDARD.indexOf(name))
  if (descriptor === undefined) return -Errno.ENOENT
  const { kind } = descriptor.file
  if (kind === 'tcp' || kind === 'udp' || kind === 'raw') return -Errno.ENXIO
  shareFile(descriptor.file, descriptor)
  const opened = process.open(descriptor.file)
  return typeof opened === 'number' ? opened : opened.fd
}

function open(process: Process, { a: flags, b: mode, str }: SystemCall): number {
  if (process.descriptors.full) return -Errno.EMFILE
  const own = OWN_DESCRIPTOR.exec(str)
  if (own !== null) return openOwn(process, own)
  const file = openPath(process.files, str, flags, mode)
  return typeof file === 'number' ? file : openAs(process, file)
}

function read({ out }: Process, file: OpenFile, { b, c: position }: SystemCall): number {
  if (b < 0 || position < -1) return -Errno.EINVAL
  const most = Math.min(b, LARGEST_PIECE)
  if (!(file instanceof FileDescription)) return position >= 0 ? -Errno.ESPIPE : receive(out, file, most)
  const bytes = file.read(most, position)
  if (typeof bytes === 'number') return bytes
  out.bytes = bytes
  return bytes.length
}

function receive(out: Process['out'], file: Exclude<OpenFile, FileDescription>, most: number): number {
  const received = file.receive(most)
  if (typeof received === 'number') return received
  out.bytes = received.bytes
  return received.bytes.length
}

function write(file: OpenFile, bytes: Uint8Array, position: number): number {
  if (bytes.length > LARGEST_PIECE || position < -1) return -Errno.EINVAL
  if (file instanceof FileDescription) return file.write(bytes, position)
  return position >= 0 ? -Errno.ESPIPE : file.send(bytes)
}

function stat(process: Process, call: SystemCall): number {
  const file = call.a >= 0 ? process.descriptors.get(call.a)?.file : undefined
  if (file !== undefined && !(file instanceof FileDescription)) {
    process.out.bytes = numbers(streamStats(file))
    return 0
  }
  const inode = findInode(process, call)
  if (typeof inode === 'number') return inode
  process.out.bytes = numbers(statFields(statsOf(inode)))
  return 0
}

const PIPE_MODE = 0o010600
const SOCKET_MODE = 0o140777

/** Result of fstat for pipes and sockets, which have no inode in a file system. */
function streamStats(file: OpenFile): number[] {
  const isPipe = file.kind === 'input' || file.kind === 'output' || file.kind === 'watches'
  const fields = new Array<number>(18).fill(0)
  fields[1] = isPipe ? PIPE_MODE : SOCKET_MODE
  fields[2] = 1
  fields[6] = 4096
  return fields
}

function statFields(stats: FileStats): number[] {
  const { device, mode, links, uid, gid, rdev, blockSize, inode, size, blocks } = stats
  const times = [stats.accessed, stats.modified, stats.changed, stats.born]
  return [
    ...[device, mode, links, uid, gid, rdev, blockSize, inode, size, blocks],
    ...times.flatMap(({ seconds, nanoseconds }) => [seconds, nanoseconds]),
  ]
}

/** Numbers as f64, big-endian. */
function numbers(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 8))
  for (const [index, value] of values.entries()) view.setFloat64(index * 8, value)
  return new Uint8Array(view.buffer)
}

function readNames({ out }: Process, file: OpenFile, { b }: SystemCall): number {
  if (!(file instanceof FileDescription)) return -Errno.ENOTDIR
  const found = file.readNames(Math.max(1, Math.min(b, MOST_NAMES)))
  if (typeof found === 'number') return found
  out.str = found.map(([name]) => name).join('\0')
  out.bytes = Uint8Array.from(found, ([, inode]) => statsOf(inode).mode >> 12)
  return found.length
}

function setTimes(files: FileView, inode: Inode, { bytes }: SystemCall): number {
  if (bytes?.length !== 32) return -Errno.EINVAL
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const accessed = newTime(view.getFloat64(0), view.getFloat64(8))
  const modified = newTime(view.getFloat64(16), view.getFloat64(24))
  if (accessed === undefined || modified === undefined) return -Errno.EINVAL
  return changeTimes(files, inode, accessed, modified)
}

function newTime(seconds: number, nanoseconds: number): NewTime | undefined {
  if (nanoseconds === UTIME_NOW) return null
  if (nanoseconds === UTIME_OMIT) return 'omit'
  const isTime = Number.isSafeInteger(seconds) && Number.isInteger(nanoseconds)
  return isTime && nanoseconds >= 0 && nanoseconds < 1e9 ? { seconds, nanoseconds } : undefined
}

function truncate({ files, descriptors }: Process, { a, b: size, str }: SystemCall): number {
  if (a === AT_PATH) return truncatePath(files, str, size)
  const file = descriptors.get(a)?.file
  if (file === undefined) return -Errno.EBADF
  return file instanceof FileDescription ? file.truncate(size) : -Errno.EINVAL
}

function statFileSystem({ files, out }: Process, { str }: SystemCall): number {
  const inode = files.find(str, true)
  if (typeof inode === 'number') return inode
  const stats: FileSystemStats = inode.fileSystem.stats
  const { blocks, blocksFree } = stats
  out.bytes = numbers([
    ...[stats.type, stats.blockSize, stats.blockSize, blocks, blocksFree, blocksFree],
    ...[stats.files, stats.filesFree],
  ])
  return 0
}

function setUmask({ files }: Process, { a: mask }: SystemCall): number {
  const previous = files.umask
  if (mask >= 0) files.umask = mask & 0o777
  return previous
}

function watchFile({ files }: Process, file: OpenFile, { b: mask, str }: SystemCall): number {
  if (!(file instanceof WatchQueue)) return -Errno.EINVAL
  const inode = files.find(str, true)
  if (typeof inode === 'number') return inode
  return files.may(inode, 4) ? file.add(inode, mask) : -Errno.EACCES
}
