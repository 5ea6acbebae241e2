import { concatenate } from '#network'
import { AT_LINK, AT_PATH, DescriptorKind, Op, Ready, STAT_FIELDS, Stood } from '../../../syscalls/index.ts'
import type { RealmContext } from '../../context.ts'

/** Maximum bytes per call. */
const PIECE = 1 << 20
const NAMES = 1024
const O_DIRECTORY = 0o200000
const O_CLOEXEC = 0o2000000
/** MS_* types of a directory entry, as `FileType >> 12`, to libuv's UV_DIRENT_*. */
const DIRENT_TYPES: Readonly<Record<number, number>> = { 8: 1, 4: 2, 10: 3, 1: 4, 12: 5, 2: 6, 6: 7 }

/** How long a read of an empty pipe waits for a writer, in ns of the world's time; otherwise it might wait forever. */
const LONGEST_READ = 60e9
const AF_UNIX = 1

/** Entries of a folder. */
export interface Names {
  names: string[]
  /** libuv's UV_DIRENT_* of each. */
  types: number[]
}

/** The system calls on files as libuv uses them: results are numbers >= 0 or the requested values; errors are -errno. */
export class Files {
  readonly #realm: RealmContext

  constructor(realm: RealmContext) {
    this.#realm = realm
  }

  call(op: Op, a = 0, b = 0, c = 0, str = '', bytes: Uint8Array | null = null): number {
    return this.#realm.kernel.call(op, a, b, c, str, bytes)
  }

  /** Makes a call and returns its text result, or -errno. */
  text(op: Op, path = ''): string | number {
    const result = this.call(op, 0, 0, 0, path)
    return result < 0 ? result : this.#realm.kernel.out.str
  }

  open(path: string, flags: number, mode: number): number {
    return this.call(Op.open, flags | O_CLOEXEC, mode, 0, path)
  }

  close(fd: number): number {
    return this.call(Op.close, fd)
  }

  /** Returns the numbers of struct stat. `to`: a descriptor, AT_PATH or AT_LINK. */
  stat(to: number, path = ''): number[] | number {
    const result = this.call(Op.stat, to, 0, 0, path)
    return result < 0 ? result : this.numbers(STAT_FIELDS)
  }

  statPath(path: string, follow: boolean): number[] | number {
    return this.stat(follow ? AT_PATH : AT_LINK, path)
  }

  /** Returns the numbers that the last call returned. */
  numbers(count: number): number[] {
    const { bytes } = this.#realm.kernel.out
    if (bytes === null) return new Array(count).fill(0)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    return Array.from({ length: count }, (_, index) => view.getFloat64(index * 8))
  }

  /** Reads what is available, at most as much as fits. `position` -1: where the last read ended. */
  read(fd: number, into: Uint8Array, position: number): number {
    let done = 0
    for (;;) {
      const wanted = Math.min(PIECE, into.length - done)
      const count = this.call(Op.read, fd, wanted, position < 0 ? -1 : position + done)
      if (count < 0) return done > 0 ? done : count
      const { bytes } = this.#realm.kernel.out
      if (bytes !== null) into.set(bytes, done)
      done += count
      if (count < PIECE || done >= into.length) return done
    }
  }

  write(fd: number, bytes: Uint8Array, position: number): number {
    let done = 0
    do {
      const piece = new Uint8Array(bytes.buffer, bytes.byteOffset + done, Math.min(PIECE, bytes.length - done))
      const count = this.call(Op.write, fd, 0, position < 0 ? -1 : position + done, '', piece)
      if (count < 0) return done > 0 ? done : count
      done += count
      if (count < piece.length) return done
    } while (done < bytes.length)
    return done
  }

  /**
   * Blocks until a pipe from another process has data, as read(2) does. Returns false if nothing came, or if the world's driver is the
   * writer, which cannot write while the process is blocked.
   */
  waitForInput(fd: number): boolean {
    const { kernel } = this.#realm
    if (this.call(Op.kind, fd) !== DescriptorKind.pipe || kernel.out.b !== AF_UNIX) return false
    const wanted = new Uint8Array(4)
    const view = new DataView(wanted.buffer)
    view.setUint16(0, fd)
    view.setUint16(2, Ready.IN)
    return kernel.standStill(0, kernel.time + LONGEST_READ, wanted) === Stood.ready
  }

  /** Reads a whole file, or its first `most` bytes; returns the failed system call with an error. */
  readAll(
    path: string | number,
    flags: number,
    most = Number.POSITIVE_INFINITY,
  ): { bytes: Uint8Array } | { error: number; syscall: string } {
    const fd = typeof path === 'number' ? path : this.open(path, flags, 0o666)
    if (fd < 0) return { error: fd, syscall: 'open' }
    const parts: Uint8Array[] = []
    let length = 0
    for (;;) {
      const count = this.call(Op.read, fd, PIECE, -1)
      if (count === -this.#realm.errno('EAGAIN') && this.waitForInput(fd)) continue
      if (count < 0) {
        if (typeof path !== 'number') this.close(fd)
        return { error: count, syscall: 'read' }
      }
      if (count === 0) break
      parts.push(this.#realm.kernel.out.bytes ?? new Uint8Array(0))
      length += count
      if (length > most) break
    }
    if (typeof path !== 'number') this.close(fd)
    return { bytes: parts.length === 1 ? parts[0]! : concatenate(parts) }
  }

  /** Returns the next entries of an open folder, in the order of their creation. */
  readNames(fd: number, most = NAMES): Names | number {
    const count = this.call(Op.readdir, fd, Math.min(most, NAMES))
    if (count < 0) return count
    const { str, bytes } = this.#realm.kernel.out
    if (count === 0) return { names: [], types: [] }
    return { names: str.split('\0'), types: Array.from(bytes ?? [], (type) => DIRENT_TYPES[type] ?? 0) }
  }

  /** scandir(3), sorted as libuv sorts. */
  scan(path: string): Names | number {
    const fd = this.open(path, O_DIRECTORY, 0)
    if (fd < 0) return fd
    const rows: [string, number][] = []
    for (;;) {
      const some = this.readNames(fd)
      if (typeof some === 'number') {
        this.close(fd)
        return some
      }
      if (some.names.length === 0) break
      for (const [index, name] of some.names.entries()) rows.push([name, some.types[index]!])
    }
    this.close(fd)
    rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return { names: rows.map(([name]) => name), types: rows.map(([, type]) => type) }
  }
}
