/** Numbers of Linux (fcntl.h, sys/stat.h, unistd.h on x86-64) that programs see through Node's `fs.constants`. */

export const OpenFlag = {
  RDONLY: 0,
  WRONLY: 0o1,
  RDWR: 0o2,
  CREAT: 0o100,
  EXCL: 0o200,
  TRUNC: 0o1000,
  APPEND: 0o2000,
  NONBLOCK: 0o4000,
  DIRECTORY: 0o200000,
  NOFOLLOW: 0o400000,
} as const

/** The bits of `flags` that say whether to read, to write or both. */
export const ACCESS_MODE = 0o3

export const FileType = {
  device: 0o020000,
  directory: 0o040000,
  file: 0o100000,
  symlink: 0o120000,
  socket: 0o140000,
} as const

export const Mode = { setuid: 0o4000, setgid: 0o2000, sticky: 0o1000, permissions: 0o7777 } as const

/** What `access` asks for, and what a lookup needs of a directory. */
export const Access = { exists: 0, execute: 1, write: 2, read: 4 } as const

/** Bytes of one name and of one path, symbolic links on one way (limits.h, path_resolution(7)). */
export const NAME_MAX = 255
export const PATH_MAX = 4096
export const SYMLOOP_MAX = 40

/** Names of one file: ext4's limit. */
export const LINK_MAX = 65_000
/** Largest file: ext4's with blocks of 4 KiB. */
export const FILE_SIZE_MAX = 2 ** 44 - 4096
export const BLOCK_SIZE = 4096
/** Folders in folders: no limit of Linux, but one of this memory. Far beyond what a path can name. */
export const DEPTH_MAX = 4_096

export const ROOT_USER = 0
/** The user that programs run as. */
export const LEARNER = 1000
