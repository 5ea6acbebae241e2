/** execve(2) as far as hosts have something to execute: Node itself, the host's commands, and scripts that name one in their first line. */
import { Errno } from '#network'
import { Access, ELF_HEADER, type FileView, OpenFlag, openPath } from '../files/index.ts'

/** Where programs are when the environment has no PATH. */
const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin'
/** Bytes of a script's first line that Linux reads (BINPRM_BUF_SIZE). */
const HEAD = 256
/** Interpreters that are scripts themselves. */
const DEEPEST = 4
const ELF = '\x7fELF'

export interface Executable {
  /** The file that is run. */
  path: string
  args: string[]
  /** Name of the host's command in it; '' for Node. */
  command: string
}

/** Finds what `file` runs: by its path, or in the PATH of `env` (execvpe(3)). Returns -errno on failure. */
export function findExecutable(files: FileView, file: string, args: string[], env: string[]): Executable | number {
  if (file === '') return -Errno.ENOENT
  if (file.includes('/')) return loadExecutable(files, file, args)
  const path = env.find((entry) => entry.startsWith('PATH='))?.slice('PATH='.length) ?? DEFAULT_PATH
  let denied = false
  for (const folder of path.split(':')) {
    const found = loadExecutable(files, `${folder === '' ? '.' : folder}/${file}`, args)
    if (typeof found !== 'number') return found
    if (found === -Errno.EACCES) denied = true
    else if (found !== -Errno.ENOENT && found !== -Errno.ENOTDIR) return found
  }
  return denied ? -Errno.EACCES : -Errno.ENOENT
}

function loadExecutable(files: FileView, path: string, args: string[], depth = 0): Executable | number {
  if (depth > DEEPEST) return -Errno.ELOOP
  const head = readHead(files, path)
  if (typeof head === 'number') return head
  if (head.startsWith(ELF)) return { path, args, command: head.slice(ELF_HEADER.length) }
  const interpreter = /^#![ \t]*([^ \t\n]+)[ \t]*([^\n]*)/.exec(head)
  if (interpreter === null) return -Errno.ENOEXEC
  const [, name, option] = interpreter
  const words = [...(option!.trim() === '' ? [] : [option!.trim()]), path, ...args.slice(1)]
  if (name === '/usr/bin/env') return runByEnv(files, words, depth)
  return loadExecutable(files, name!, [name!, ...words], depth + 1)
}

/** env(1) of `#!/usr/bin/env [-S] node`. */
function runByEnv(files: FileView, [option, ...rest]: string[], depth: number): Executable | number {
  const [name, ...words] = (option ?? '').replace(/^-S\s*/, '').split(/\s+/)
  if (name === undefined || name === '') return -Errno.ENOENT
  const at = `/usr/local/bin/${name}`
  return loadExecutable(files, name.includes('/') ? name : at, [name, ...words, ...rest], depth + 1)
}

function readHead(files: FileView, path: string): string | number {
  const inode = files.find(path, true)
  if (typeof inode === 'number') return inode
  if (inode.body.kind !== 'file' || !files.may(inode, Access.execute)) return -Errno.EACCES
  const file = openPath(files, path, OpenFlag.RDONLY, 0)
  if (typeof file === 'number') return file
  const bytes = file.read(HEAD, 0)
  file.close()
  return typeof bytes === 'number' ? bytes : String.fromCharCode(...bytes)
}
