/** `Op.spawn`: a process that a process starts. */
import { Errno } from '../../network/index.ts'
import { changeDirectory, type FileView } from '../files/index.ts'
import type { SpawnRequest } from '../syscalls/index.ts'
import type { Descriptor } from './descriptors.ts'
import { type Executable, findExecutable } from './executable.ts'
import type { Process, Program } from './process.ts'
import { parseSpawnRequest } from './spawn-request.ts'
import type { Call } from './system-call.ts'

export function spawn(process: Process, call: Call): number {
  const request = parseSpawnRequest(call.str)
  if (request === 'too long') return -Errno.E2BIG
  if (request === null) return -Errno.EINVAL
  const { kernel, host, limits } = process
  if (kernel.processesOf(host).length >= limits.processes) return -Errno.EAGAIN
  const descriptors = inheritedBy(process, request.descriptors)
  if (descriptors === null) return -Errno.EBADF
  const files = process.files.copy()
  const denied = enter(files, request)
  if (denied < 0) return denied
  const executable = findExecutable(files, request.file, request.args, request.env)
  if (typeof executable === 'number') return executable
  const inheritance = { parent: process, files, descriptors, detached: request.detached }
  return kernel.spawn(host, process.connect!, programOf(process, request, executable), limits, inheritance).pid
}

function inheritedBy({ descriptors }: Process, numbers: number[]): (Descriptor | null)[] | null {
  const inherited = numbers.map((fd) => (fd < 0 ? null : descriptors.get(fd)))
  return inherited.includes(undefined) ? null : (inherited as (Descriptor | null)[])
}

/** Whom the child runs as, and where. A process of an ordinary user cannot become another. */
function enter(files: FileView, { uid, gid, cwd }: SpawnRequest): number {
  const { credentials } = files
  if (uid !== undefined && uid !== credentials.uid) return -Errno.EPERM
  if (gid !== undefined && gid !== credentials.gid) return -Errno.EPERM
  return cwd === undefined ? 0 : changeDirectory(files, cwd)
}

function programOf({ program }: Process, { env }: SpawnRequest, { path, args }: Executable): Program {
  const { hostname, epochMs, hosts } = program
  return {
    name: args.join(' ').slice(0, 200),
    argv: [path],
    commandLine: args,
    env: Object.fromEntries(env.map(nameAndValue).filter(([name]) => name !== '')),
    ...{ hostname, epochMs, hosts },
    // The place is the file view's.
    cwd: '/',
    files: {},
  }
}

function nameAndValue(entry: string): [string, string] {
  const equals = entry.indexOf('=')
  return equals < 0 ? ['', ''] : [entry.slice(0, equals), entry.slice(equals + 1)]
}
