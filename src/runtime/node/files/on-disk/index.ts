/**
 * A folder of this machine as the source of a mounted tree. Only reads, only below the folder, and through no symbolic link: what a
 * link names is looked for among the simulated host's own files. The one room of `files` that knows a disk.
 */
import { closeSync, constants, type Dirent, lstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { MountSource, SourceEntry } from '../index.ts'

const NOTHING = new Uint8Array(0)

/** `folder`: its absolute path. `hides`: names that are not shown, by the path of the folder that they are in, '' for the root. */
export function folderOnDisk(
  folder: string,
  hides: (path: string, name: string) => boolean = () => false,
): MountSource {
  return {
    list(path) {
      const found: [string, SourceEntry][] = []
      for (const entry of entriesOf(join(folder, path))) {
        if (hides(path, entry.name)) continue
        const described = describe(entry, join(folder, path, entry.name))
        if (described !== null) found.push([entry.name, described])
      }
      return found
    },
    read: (path, position, length) => readPiece(join(folder, path), position, length),
  }
}

/** Sorted, since a disk's own order differs from one to the next. */
function entriesOf(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    return []
  }
}

function describe(entry: Dirent, path: string): SourceEntry | null {
  try {
    if (entry.isDirectory()) return { kind: 'directory' }
    if (entry.isSymbolicLink()) return { kind: 'symlink', target: readlinkSync(path) }
    if (!entry.isFile()) return null
    const { size, mode } = lstatSync(path)
    return { kind: 'file', size, executable: (mode & 0o111) !== 0 }
  } catch {
    return null // it was there a moment ago
  }
}

function readPiece(path: string, position: number, length: number): Uint8Array {
  let fd: number | null = null
  try {
    fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
    const bytes = new Uint8Array(length)
    return bytes.subarray(0, readSync(fd, bytes, 0, length, position))
  } catch {
    return NOTHING
  } finally {
    if (fd !== null) closeSync(fd)
  }
}
