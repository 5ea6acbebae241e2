/**
 * Trees that lie outside of the world, seen on a host: a program's own folder on the disk of the user's machine. Names and contents
 * are read when they are first asked for; what a program changes is kept in memory, and never goes back.
 */
import { Errno } from '#network'
import type { FileBudget } from './budget.ts'
import { type FileContent, MemoryContent } from './file-content.ts'
import { FileSystem, type FileSystemOptions, USER } from './file-system.ts'
import { Directory, type Inode, type InodeBody } from './inode.ts'

export type SourceEntry =
  | { kind: 'file'; size: number; executable: boolean }
  | { kind: 'directory' }
  | { kind: 'symlink'; target: string }

/** Where a mounted tree comes from. Paths are relative to its root, '' for the root itself, and lead through no symbolic link. */
export interface MountSource {
  /** The names in a folder and what they are; empty where it cannot be read. What is none of the kinds is left out. */
  list(path: string): readonly (readonly [name: string, entry: SourceEntry])[]
  /** At most `length` bytes from `position` on; none where it cannot be read. */
  read(path: string, position: number, length: number): Uint8Array
}

const PIECE = 1 << 20
const DAY = 86_400

class SourceContent implements FileContent {
  readonly #source: MountSource
  readonly #path: string
  readonly size: number

  constructor(source: MountSource, path: string, size: number) {
    this.#source = source
    this.#path = path
    this.size = size
  }

  get blocks(): number {
    return Math.ceil(this.size / 512)
  }

  read(position: number, length: number): Uint8Array {
    const count = Math.max(0, Math.min(length, this.size - position))
    return count === 0 ? new Uint8Array(0) : this.#source.read(this.#path, position, count)
  }
}

/** A file's bytes in memory, or -ENOSPC. */
export function memoryCopyOf(content: FileContent, budget: FileBudget): MemoryContent | number {
  const copy = new MemoryContent(budget)
  for (let at = 0; at < content.size; at += PIECE) {
    const bytes = content.read(at, Math.min(PIECE, content.size - at))
    const written = copy.write(at, bytes)
    if (written === bytes.length) continue
    copy.free()
    return -Errno.ENOSPC
  }
  return copy
}

/** A file system that shows `source`, owned by the programs' user. */
export function mountedFileSystem(source: MountSource, options: FileSystemOptions): FileSystem {
  const fileSystem = new FileSystem({ ...options, rootMode: 0o755, owner: USER })
  const { seconds, nanoseconds } = options.now()
  // Real times would differ from machine to machine.
  const age = { seconds: seconds - DAY, nanoseconds }
  show(fileSystem.root, '')
  return fileSystem

  function show(inode: Inode, path: string): void {
    const { body } = inode
    if (body.kind !== 'directory') return
    body.directory.fillFrom(() => {
      for (const [name, entry] of source.list(path)) {
        const child = childOf(body.directory, path === '' ? name : `${path}/${name}`, entry)
        body.directory.place(name, child)
        child.links = 1
        if (child.body.kind !== 'directory') continue
        child.links = 2
        inode.links++
        child.body.directory.parent = { inode, name }
      }
    })
  }

  function childOf(parent: Directory, path: string, entry: SourceEntry): Inode {
    const inode = fileSystem.add(bodyOf(parent, path, entry), modeOf(entry), USER, false, age)
    show(inode, path)
    return inode
  }

  function bodyOf(parent: Directory, path: string, entry: SourceEntry): InodeBody {
    if (entry.kind === 'symlink') return { kind: 'symlink', target: entry.target }
    if (entry.kind === 'file') return { kind: 'file', content: new SourceContent(source, path, entry.size) }
    return { kind: 'directory', directory: new Directory(fileSystem.budget, parent.depth + 1) }
  }
}

function modeOf(entry: SourceEntry): number {
  if (entry.kind === 'symlink') return 0o777
  return entry.kind === 'directory' || entry.executable ? 0o755 : 0o644
}
