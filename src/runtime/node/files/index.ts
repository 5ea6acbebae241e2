/**
 * The files of the simulated hosts: inodes in memory, folders, links, devices, mounted trees, permissions, limits and watches, with
 * the meaning and the error numbers of Linux (results are numbers >= 0 or -errno). No system calls, processes or Node here: those
 * are in `kernel` and `realm`. What a disk outside of the world holds comes in only through `MountSource`.
 */
export {
  changeDirectory,
  changeMode,
  changeOwner,
  changeTimes,
  checkAccess,
  type FileStats,
  type NewTime,
  readLink,
  realPath,
  statsOf,
  tellOf,
  truncatePath,
} from './attributes.ts'
export { DEFAULT_FILE_LIMITS, FileBudget, type FileLimits, WORLD_SHARE } from './budget.ts'
export { Access, OpenFlag } from './constants.ts'
export { FileDescription } from './file-description.ts'
export { ROOT } from './file-system.ts'
export { FileView } from './file-view.ts'
export { ELF_HEADER, fileClock, HostFiles } from './host-files.ts'
export type { Credentials, FileSystemStats, Inode } from './inode.ts'
export type { MountSource, SourceEntry } from './mounted.ts'
export { makeDirectory, makeLink, makeSocketNode, makeSymlink, removeDirectory, removeFile, rename } from './names.ts'
export { openPath } from './open.ts'
export { textSource } from './texts.ts'
export type { Timespec } from './times.ts'
export { WatchEvent, WatchQueue } from './watches.ts'
