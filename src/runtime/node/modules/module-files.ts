/** File operations of a loader. Paths are absolute. */
export interface ModuleFiles {
  /** Text of a file; undefined if it cannot be read. */
  read(path: string): string | undefined
  isFile(path: string): boolean
  isDirectory(path: string): boolean
  /** Returns the path without symbolic links, which identifies a module. The file must exist. */
  realPath(path: string): string
}

/** Files in memory: absolute path → text. More may be added while a program runs. */
export function recordFiles(files: Readonly<Record<string, string>>): ModuleFiles {
  return {
    read: (path) => (Object.hasOwn(files, path) ? files[path] : undefined),
    isFile: (path) => Object.hasOwn(files, path),
    isDirectory(path) {
      const prefix = path.endsWith('/') ? path : `${path}/`
      return Object.keys(files).some((file) => file.startsWith(prefix))
    },
    realPath: (path) => path,
  }
}
