import type { FileBudget } from './budget.ts'
import type { Device } from './devices.ts'
import type { FileContent } from './file-content.ts'
import type { Timespec } from './times.ts'

/** Content of an inode, by its kind. */
export type InodeBody =
  | { kind: 'file'; content: FileContent }
  | { kind: 'directory'; directory: Directory }
  | { kind: 'symlink'; target: string }
  | { kind: 'device'; device: Device }
  | { kind: 'socket' }

/** A file, whatever its names are: it lives while it has one or is open. */
export interface Inode {
  readonly fileSystem: InodeFileSystem
  readonly number: number
  readonly body: InodeBody
  /** Permission bits. */
  mode: number
  uid: number
  gid: number
  links: number
  /** Counts in the file system's budget. */
  readonly charged: boolean
  /** Open file descriptions. */
  opened: number
  accessed: Timespec
  modified: Timespec
  changed: Timespec
  readonly born: Timespec
  /** Watches to notify of its changes. */
  readonly watches: Set<Watch>
}

/** The file system that an inode is in. */
export interface InodeFileSystem {
  readonly device: number
  readonly now: () => Timespec
  readonly budget: FileBudget
  readonly root: Inode
  readonly stats: FileSystemStats
  create(body: InodeBody, mode: number, owner: Credentials): Inode | number
  createFile(mode: number, owner: Credentials): Inode | number
  createDirectory(mode: number, owner: Credentials, depth: number): Inode | number
  release(inode: Inode): void
}

export interface Credentials {
  readonly uid: number
  readonly gid: number
}

/** Whether the user may do all that `access` says (path_resolution(7)); root may do everything except execute a file that has no execute bit. */
export function mayAccess({ uid, gid }: Credentials, inode: Inode, access: number): boolean {
  if (uid === 0) return (access & 1) === 0 || inode.body.kind === 'directory' || (inode.mode & 0o111) !== 0
  const shift = inode.uid === uid ? 6 : inode.gid === gid ? 3 : 0
  return ((inode.mode >> shift) & access) === access
}

export function owns({ uid }: Credentials, inode: Inode): boolean {
  return uid === 0 || inode.uid === uid
}

/** Bytes that an entry takes in memory besides its name. */
const ENTRY = 64

function sizeOf(name: string): number {
  return ENTRY + 2 * name.length
}

/** The names in a folder, in the order in which they were made. */
export class Directory {
  /** The folder that it lies in and its name there: a folder has one, and keeps it when it is removed. Null for a root. */
  parent: { inode: Inode; name: string } | null = null
  readonly depth: number
  readonly #budget: FileBudget
  readonly #entries = new Map<string, Inode>()
  /** Names that were not charged. */
  readonly #free = new Set<string>()
  /** Reads the names that lie elsewhere, when they are first asked for. */
  #fill: (() => void) | null = null

  constructor(budget: FileBudget, depth: number) {
    this.#budget = budget
    this.depth = depth
  }

  fillFrom(fill: () => void): void {
    this.#fill = fill
  }

  /** An entry that lies elsewhere and takes no memory of the host's. */
  place(name: string, inode: Inode): void {
    this.#entries.set(name, inode)
    this.#free.add(name)
  }

  get entries(): ReadonlyMap<string, Inode> {
    this.#filled()
    return this.#entries
  }

  get(name: string): Inode | undefined {
    this.#filled()
    return this.#entries.get(name)
  }

  /** 0 or -ENOSPC; replaces what had the name. */
  set(name: string, inode: Inode): number {
    this.#filled()
    if (!this.#entries.has(name)) {
      const charged = this.#budget.take(sizeOf(name))
      if (charged < 0) return charged
    }
    this.#entries.set(name, inode)
    return 0
  }

  delete(name: string): void {
    if (this.#entries.delete(name) && !this.#free.delete(name)) this.#budget.give(sizeOf(name))
  }

  #filled(): void {
    const fill = this.#fill
    this.#fill = null
    fill?.()
  }
}

/** One watched inode of one `WatchQueue`. */
export interface Watch {
  readonly number: number
  readonly mask: number
  readonly inode: Inode
  /** Queue to notify. */
  readonly queue: { push(watch: number, mask: number, name: string): void; remove(watch: number): number }
}

/** Numbers of statfs(2). */
export interface FileSystemStats {
  type: number
  blockSize: number
  blocks: number
  blocksFree: number
  files: number
  filesFree: number
}
