/** `Op.spawn`: a process that a process starts. */
import { Errno } from '../../network/index.ts'
import { changeDirectory, type FileView } from '../files/index.ts'
import { Op, type SpawnRequest, type SystemCalls } from '../syscalls/index.ts'
import type { Descriptor } from './descriptors.ts'
import { type Executable, findExecutable } from './executable.ts'
import type { Connect, ProcessPort } from './kernel.ts'
import type { Process, Program } from './process.ts'
import { notRun, type ShellOutcome, simpleCommand } from './simple-command.ts'
import { parseSpawnRequest } from './spawn-request.ts'
import type { Call } from './system-call.ts'

const SHELL = '/bin/sh'

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
  const inheritance = { parent: process, files, descriptors, detached: request.detached }
  const own = process.connect!
  // Its children run as it does: all in the middle of the turn of whoever waits for it.
  const connectChild: Connect = request.awaited ? (calls) => own(calls, true) : own
  const start = (executable: Executable, connect = connectChild) => {
    const { pid } = kernel.spawn(host, connect, programOf(process, request, executable), limits, inheritance)
    return request.awaited && !kernel.process(pid)!.port!.isSynchronous ? abandon(kernel.process(pid)!) : pid
  }
  const executable = findExecutable(files, request.file, request.args, request.env)
  if (typeof executable !== 'number') return start(executable)
  const [, option, line] = request.args
  if (executable !== -Errno.ENOENT || request.file !== SHELL || option !== '-c' || line === undefined) return executable
  const found = withoutShell(files, request, line)
  return 'path' in found ? start(found) : start({ path: SHELL, args: request.args }, (calls) => sayAndEnd(calls, found))
}

/** Ends a child that could not run while its parent waits. */
function abandon(child: Process): number {
  child.kernel.end(child, { code: null, signal: 'SIGKILL' })
  child.parent?.queue.forgetChild(child)
  child.kernel.reap(child)
  return -Errno.ENOSYS
}

/** What a shell would start, or what it would say. */
function withoutShell(files: FileView, request: SpawnRequest, line: string): Executable | Said {
  const outcome = simpleCommand(line, request.env)
  if (!('run' in outcome)) return outcome
  const [name = '', ...args] = outcome.run
  request.env = outcome.env
  const executable = findExecutable(files, name, [name, ...args], outcome.env)
  return typeof executable === 'number' ? (notRun(name, executable !== -Errno.ENOENT) as Said) : executable
}

type Said = Exclude<ShellOutcome, { run: string[] }>

/** A process that prints something and ends. */
function sayAndEnd(calls: SystemCalls, { fd, text, status }: Said): ProcessPort {
  return {
    isSynchronous: true,
    turn() {
      if (text !== '') calls.call(0, Op.send, fd, 0, 0, '', new TextEncoder().encode(text))
      calls.call(0, Op.exit, status)
      return { deadline: -1, cost: 0 }
    },
    kill() {},
  }
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
