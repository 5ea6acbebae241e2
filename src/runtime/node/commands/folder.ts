/** Names of files, for commands that list or match them. */
import { AT_PATH, Op } from '../syscalls/index.ts'
import type { System } from './system.ts'

const O_DIRECTORY = 0o200000
const NAMES_AT_ONCE = 1024

/** Returns the entries of a folder, a file itself, or -errno. */
export function namesIn(system: System, path: string): string[] | number {
  const stat = system.call(Op.stat, AT_PATH, 0, 0, path)
  if (stat < 0) return stat
  const fd = system.call(Op.open, O_DIRECTORY, 0, 0, path)
  if (fd < 0) return [path]
  const names: string[] = []
  while (system.call(Op.readdir, fd, NAMES_AT_ONCE) > 0) names.push(...system.out.str.split('\0'))
  system.call(Op.close, fd)
  return names
}
