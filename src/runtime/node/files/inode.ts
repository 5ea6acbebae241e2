import type { Device } from './devices.ts'
import type { Directory } from './directory.ts'
import type { FileContent } from './file-content.ts'
import type { FileSystem } from './file-system.ts'
import type { Timespec } from './times.ts'
import type { Watch } from './watches.ts'

/** What an inode is, by its kind. */
export type InodeBody =
  | { kind: 'file'; content: FileContent }
  | { kind: 'directory'; directory: Directory }
  | { kind: 'symlink'; target: string }
  | { kind: 'device'; device: Device }
  | { kind: 'socket' }

/** A file, whatever its names are: it lives while it has one or is open. */
export interface Inode {
  readonly fileSystem: FileSystem
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
  /** Who wants to hear of it. */
  readonly watches: Set<Watch>
}

export interface Credentials {
  readonly uid: number
  readonly gid: number
}

/** Whether the user may do all that `access` says (path_resolution(7)); root may everything but execute what nobody may. */
export function mayAccess({ uid, gid }: Credentials, inode: Inode, access: number): boolean {
  if (uid === 0) return (access & 1) === 0 || inode.body.kind === 'directory' || (inode.mode & 0o111) !== 0
  const shift = inode.uid === uid ? 6 : inode.gid === gid ? 3 : 0
  return ((inode.mode >> shift) & access) === access
}

export function owns({ uid }: Credentials, inode: Inode): boolean {
  return uid === 0 || inode.uid === uid
}
