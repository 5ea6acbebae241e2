import { Errno } from '#network'
import { DEFAULT_FILE_LIMITS, FileBudget, type FileLimits } from './budget.ts'
import { BLOCK_SIZE, DEPTH_MAX, LEARNER, ROOT_USER } from './constants.ts'
import { MemoryContent } from './file-content.ts'
import { type Credentials, Directory, type FileSystemStats, type Inode, type InodeBody } from './inode.ts'
import type { Timespec } from './times.ts'

export const ROOT: Credentials = { uid: ROOT_USER, gid: ROOT_USER }
export const USER: Credentials = { uid: LEARNER, gid: LEARNER }

export interface FileSystemOptions {
  /** st_dev. */
  device: number
  now: () => Timespec
  /** What may be kept in memory. */
  budget?: FileBudget
  /** Permission bits and owner of its root. */
  rootMode?: number
  owner?: Credentials
}

const TMPFS_MAGIC = 0x0102_1994

/** One tree of inodes with what it may take of memory. */
export class FileSystem {
  readonly device: number
  readonly now: () => Timespec
  readonly budget: FileBudget
  readonly root: Inode
  #number = 1

  constructor({ device, now, budget, rootMode = 0o755, owner = ROOT }: FileSystemOptions) {
    this.device = device
    this.now = now
    this.budget = budget ?? new FileBudget(DEFAULT_FILE_LIMITS satisfies FileLimits)
    this.root = this.add({ kind: 'directory', directory: new Directory(this.budget, 0) }, rootMode, owner)
    this.root.links = 2
  }

  /** A new inode without a name, or -ENOSPC. */
  create(body: InodeBody, mode: number, owner: Credentials): Inode | number {
    const charged = this.budget.take(body.kind === 'symlink' ? 2 * body.target.length : 0, 1)
    return charged < 0 ? charged : this.add(body, mode, owner, true)
  }

  createFile(mode: number, owner: Credentials): Inode | number {
    return this.create({ kind: 'file', content: new MemoryContent(this.budget) }, mode, owner)
  }

  /** `depth`: of the folder that it will lie in. -EMLINK where folders lie in folders without end. */
  createDirectory(mode: number, owner: Credentials, depth: number): Inode | number {
    if (depth >= DEPTH_MAX) return -Errno.EMLINK
    return this.create({ kind: 'directory', directory: new Directory(this.budget, depth + 1) }, mode, owner)
  }

  /** An inode; by default not charged: a root, or one that stands for something that lies elsewhere. `now`: its times. */
  add(body: InodeBody, mode: number, { uid, gid }: Credentials, charged = false, now = this.now()): Inode {
    return {
      fileSystem: this,
      number: ++this.#number,
      body,
      mode,
      uid,
      gid,
      links: 0,
      opened: 0,
      charged,
      accessed: now,
      modified: now,
      changed: now,
      born: now,
      watches: new Set(),
    }
  }

  /** Frees an inode that nothing leads to any more. */
  release(inode: Inode): void {
    if (inode.links > 0 || inode.opened > 0) return
    const { body } = inode
    if (body.kind === 'file' && body.content instanceof MemoryContent) body.content.free()
    if (inode.charged) this.budget.give(body.kind === 'symlink' ? 2 * body.target.length : 0, 1)
  }

  get stats(): FileSystemStats {
    const { limits, bytes, inodes } = this.budget
    const blocks = Math.floor(limits.bytes / BLOCK_SIZE)
    return {
      type: TMPFS_MAGIC,
      blockSize: BLOCK_SIZE,
      blocks,
      blocksFree: blocks - Math.ceil(bytes / BLOCK_SIZE),
      files: limits.inodes,
      filesFree: limits.inodes - inodes,
    }
  }
}
