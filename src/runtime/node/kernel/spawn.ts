/** `Op.spawn`: a process that a process starts. */

import { Errno } from '#network'
import { directCommand } from '../commands/index.ts'
import { changeDirectory, type FileView } from '../files/index.ts'
import type { SpawnRequest } from '../syscalls/index.ts'
import type { Descriptor } from './descriptors.ts'
import { type Executable, findExecutable } from './executable.ts'
import type { Connect, Process, SystemCall } from './kernel-services.ts'
import type { Program } from './process-types.ts'
import { parseSpawnRequest } from './spawn-request.ts'

export function spawn(process: Process, call: SystemCall): number {
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
  const inheritance = { parent: process, files, descriptors, detached: request.detached }
  const own = process.connect!
  // Its children run as it does: all in the middle of the turn of the process that waits for it.
  const connectChild: Connect = request.awaited ? (calls) => own(calls, true) : own
  const found = findExecutable(files, request.file, request.args, request.env)
  if (typeof found === 'number') return found
  const executable = replacingShell(files, request, found)
  const child = kernel.process(
    kernel.spawn(host, connectChild, programOf(process, request, executable), limits, inheritance).pid,
  )!
  return request.awaited && !child.port!.isSynchronous ? abandon(child) : child.pid
}

/** Ends a child that could not run while its parent waits. */
function abandon(child: Process): number {
  child.kernel.end(child, { code: null, signal: 'SIGKILL' })
  child.parent?.queue.forgetChild(child)
  child.kernel.reap(child)
  return -Errno.ENOSYS
}

/** Returns the program that replaces a shell which would only start it. */
function replacingShell(files: FileView, request: SpawnRequest, shell: Executable): Executable {
  const [, option, line] = request.args
  if (shell.command !== 'sh' || option !== '-c' || line === undefined) return shell
  const direct = directCommand(line, request.env)
  if (direct === null) return shell
  const found = findExecutable(files, direct.args[0]!, direct.args, direct.env)
  if (typeof found === 'number') return shell
  request.env = direct.env
  return found
}

function inheritedBy({ descriptors }: Process, numbers: number[]): (Descriptor | null)[] | null {
  const inherited = numbers.map((fd) => (fd < 0 ? null : descriptors.get(fd)))
  return inherited.includes(undefined) ? null : (inherited as (Descriptor | null)[])
}

/** User and folder that the child runs with. A process of an ordinary user cannot become another. */
function enter(files: FileView, { uid, gid, cwd }: SpawnRequest): number {
  const { credentials } = files
  if (uid !== undefined && uid !== credentials.uid) return -Errno.EPERM
  if (gid !== undefined && gid !== credentials.gid) return -Errno.EPERM
  return cwd === undefined ? 0 : changeDirectory(files, cwd)
}

function programOf({ program }: Process, { env }: SpawnRequest, { path, args, command }: Executable): Program {
  const { hostname, epochMs, hosts } = program
  return {
    name: args.join(' ').slice(0, 200),
    argv: [path],
    commandLine: args,
    env: Object.fromEntries(env.map(nameAndValue).filter(([name]) => name !== '')),
    hostname,
    epochMs,
    hosts,
    // The place is the file view's.
    cwd: '/',
    files: {},
    ...(command !== '' && { command }),
  }
}

function nameAndValue(entry: string): [string, string] {
  const equals = entry.indexOf('=')
  return equals < 0 ? ['', ''] : [entry.slice(0, equals), entry.slice(equals + 1)]
}
