import { Errno, Ready, type Received } from '#network'
import { ACCESS_MODE, OpenFlag } from './constants.ts'
import { MemoryContent } from './file-content.ts'
import { noteAccessed, noteModified } from './file-view.ts'
import type { Inode } from './inode.ts'
import { memoryCopyOf } from './mounted.ts'
import { tellWatchers, WatchEvent } from './watches.ts'

/** An open file, folder or device (POSIX: an open file description). */
export class FileDescription {
  readonly kind = 'file'
  onReadiness: (() => void) | null = null
  readonly inode: Inode
  readonly flags: number
  /** Where it was found, for the watchers of that folder. */
  readonly #found: { directory: Inode; name: string } | null
  #position = 0
  /** Names that `readNames` has yet to give. */
  #names: string[] | null = null

  constructor(inode: Inode, flags: number, found: { directory: Inode; name: string } | null) {
    this.inode = inode
    this.flags = flags
    this.#found = found
    inode.opened++
  }

  /** The name in its folder under which it was opened. */
  get path(): string | undefined {
    return this.#found?.name
  }

  get readable(): boolean {
    return (this.flags & ACCESS_MODE) !== OpenFlag.WRONLY
  }

  get writable(): boolean {
    return (this.flags & ACCESS_MODE) !== OpenFlag.RDONLY
  }

  /** Bytes from `position`, or from where the last read or write ended if it is -1, and -errno. */
  read(length: number, position: number): Uint8Array | number {
    if (!this.readable) return -Errno.EBADF
    const { body } = this.inode
    if (body.kind === 'directory') return -Errno.EISDIR
    if (body.kind === 'device') return body.device.read(length)
    if (body.kind !== 'file') return -Errno.EINVAL
    const bytes = body.content.read(position < 0 ? this.#position : position, length)
    if (position < 0) this.#position += bytes.length
    if (length > 0) noteAccessed(this.inode)
    return bytes
  }

  /** Bytes written, or -errno. */
  write(bytes: Uint8Array, position: number): number {
    if (!this.writable) return -Errno.EBADF
    const { body } = this.inode
    if (body.kind === 'device') return body.device.write(bytes)
    const content = writableContent(this.inode)
    if (typeof content === 'number') return content
    const appends = (this.flags & OpenFlag.APPEND) !== 0
    // Linux appends wherever pwrite says to write (pwrite(2), BUGS).
    const at = appends ? content.size : position < 0 ? this.#position : position
    const written = content.write(at, bytes)
    if (written < 0) return written
    if (position < 0) this.#position = at + written
    if (written > 0) this.noteModified()
    return written
  }

  truncate(size: number): number {
    if (!this.writable || this.inode.body.kind !== 'file') return -Errno.EINVAL
    const result = resize(this.inode, size)
    if (result >= 0) this.tell(WatchEvent.modify)
    return result
  }

  noteModified(): void {
    noteModified(this.inode)
    this.tell(WatchEvent.modify)
  }

  /** Notifies the watchers of this file, and of the folder in which it was found. */
  tell(event: number): void {
    tellWatchers(this.inode, event)
    if (this.#found !== null) tellWatchers(this.#found.directory, event, this.#found.name)
  }

  /** The next names of a folder: those that were there when the first were read. */
  readNames(most: number): [name: string, inode: Inode][] | number {
    const { body } = this.inode
    if (body.kind !== 'directory') return -Errno.ENOTDIR
    this.#names ??= [...body.directory.entries.keys()]
    const found: [string, Inode][] = []
    while (found.length < most) {
      const name = this.#names.shift()
      if (name === undefined) break
      const inode = body.directory.get(name)
      if (inode !== undefined) found.push([name, inode])
    }
    return found
  }

  // --- what the kernel asks of everything that a descriptor stands for

  readiness(): number {
    return Ready.IN | Ready.OUT
  }

  receive(max: number): Received | number {
    const bytes = this.read(max, -1)
    return typeof bytes === 'number' ? bytes : { bytes, from: null }
  }

  send(bytes: Uint8Array): number {
    return this.write(bytes, -1)
  }

  sendSpace(): number {
    return this.writable ? 1 << 20 : 0
  }

  takeError(): number {
    return 0
  }

  close(): void {
    this.inode.opened--
    this.inode.fileSystem.release(this.inode)
  }
}

/** The content of a regular file for changing it: what lies elsewhere is copied into memory first. */
function writableContent(inode: Inode): MemoryContent | number {
  const { body } = inode
  if (body.kind !== 'file') return -Errno.EINVAL
  if (body.content instanceof MemoryContent) return body.content
  const copy = memoryCopyOf(body.content, inode.fileSystem.budget)
  if (typeof copy !== 'number') body.content = copy
  return copy
}

/** Sets a regular file's size. */
export function resize(inode: Inode, size: number): number {
  if (size < 0) return -Errno.EINVAL
  const content = writableContent(inode)
  if (typeof content === 'number') return content
  const result = content.resize(size)
  if (result >= 0) noteModified(inode)
  return result
}
