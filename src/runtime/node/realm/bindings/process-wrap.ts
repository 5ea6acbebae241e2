import { DescriptorKind, type EventType, type KernelEvent, Op, type SpawnRequest } from '../../syscalls/index.ts'
import { makeCallback } from '../async-wrap.ts'
import type { RealmContext } from '../context.ts'
import { Handle, handleState } from '../handles/index.ts'
import type { Any, Binding } from '../types.ts'
import { Files } from './fs/index.ts'
import { openPipeEnd } from './pipe.ts'

const STREAM = 1
const STANDARD_STREAMS = 3
const FLAG_DETACHED = 1
const READ_WRITE = 2
const MAX_SIGNAL = 31

/** `internalBinding('process_wrap')`: process_wrap.cc over `Op.spawn`. */
export function processBinding(realm: RealmContext): Binding {
  return {
    constants: {
      kProcessFlagDetached: FLAG_DETACHED,
      kProcessFlagWindowsHide: 2,
      kProcessFlagWindowsVerbatimArguments: 4,
    },
    Process: class Process extends ProcessHandle {
      constructor() {
        super(realm)
      }
    },
  }
}

/** One entry of `stdio` as child_process.js gives it. */
interface Stdio {
  type: 'ignore' | 'pipe' | 'overlapped' | 'inherit' | 'fd' | 'wrap'
  fd?: number
  handle?: Any
}

class ProcessHandle extends Handle {
  readonly #realm: RealmContext
  #pid = 0

  constructor(realm: RealmContext) {
    super(realm, 'PROCESSWRAP')
    this.#realm = realm
  }

  spawn(
    file: string,
    args: string[] | undefined,
    cwd: string | undefined,
    env: string[] | undefined,
    stdio: Stdio[],
    flags: number,
    uid?: number,
    gid?: number,
  ): number {
    const { kernel, loop, process } = this.#realm
    const arrangement = arrange(this.#realm, stdio)
    if (typeof arrangement === 'number') return arrangement
    const request: SpawnRequest = {
      file: String(file),
      args: [...(args ?? [file])].map(String),
      env: [...(env ?? Object.entries(process.env).map(([name, value]) => `${name}=${value}`))].map(String),
      descriptors: arrangement.descriptors,
      detached: (flags & FLAG_DETACHED) !== 0,
      ...(cwd && { cwd: String(cwd) }),
      ...(typeof uid === 'number' && { uid }),
      ...(typeof gid === 'number' && { gid }),
    }
    const pid = kernel.call(Op.spawn, 0, 0, 0, JSON.stringify(request))
    for (const fd of arrangement.ours) kernel.post(Op.close, fd)
    if (pid < 0) return pid
    this.#pid = pid
    ;(this as Any).pid = pid
    handleState(this).active = true
    loop.watchChild(pid, { onEvent: (event) => this.#ended(event) })
    return 0
  }

  /** `event`: of `EventType.child`. */
  #ended(event: KernelEvent & { type: EventType }): void {
    handleState(this).active = false
    this.#pid = 0
    const { signals } = this.#realm.constants.constants.os
    const signal = Object.keys(signals).find((name) => signals[name] === event.mask) ?? ''
    makeCallback(this, (this as Any).onexit, event.mask === 0 ? event.error : 0, event.mask === 0 ? '' : signal)
  }

  kill(signal: number): number {
    if (this.#pid === 0) return -this.#realm.errno('ESRCH')
    if (signal < 0 || signal > MAX_SIGNAL) return -this.#realm.errno('EINVAL')
    return this.#realm.kernel.call(Op.kill, this.#pid, signal)
  }
}

interface Arrangement {
  /** The descriptors that the child gets, by their numbers here. */
  descriptors: number[]
  /** Those that only the child needs. */
  ours: number[]
}

function arrange(realm: RealmContext, stdio: Stdio[]): Arrangement | number {
  const { kernel } = realm
  const arrangement: Arrangement = { descriptors: [], ours: [] }
  for (const [index, entry] of stdio.entries()) {
    const fd = descriptorFor(realm, entry, index, arrangement.ours)
    if (fd < -1) {
      for (const open of arrangement.ours) kernel.post(Op.close, open)
      return fd
    }
    arrangement.descriptors.push(fd)
  }
  return arrangement
}

/** The number of the descriptor, -1 for none, or -errno. */
function descriptorFor(realm: RealmContext, { type, fd = -1, handle }: Stdio, index: number, ours: number[]): number {
  const { kernel } = realm
  if (type === 'inherit' || type === 'fd') return isOpen(realm, fd) ? fd : -realm.errno('EBADF')
  if (type === 'wrap') return Number(handle.fd)
  if (type === 'ignore') {
    if (index >= STANDARD_STREAMS) return -1
    const opened = new Files(realm).call(Op.open, READ_WRITE, 0, 0, '/dev/null')
    if (opened >= 0) ours.push(opened)
    return opened
  }
  const made = kernel.call(Op.socketpair, STREAM)
  if (made < 0) return made
  const { a: here, b: there } = kernel.out
  openPipeEnd(handle, here)
  ours.push(there)
  return there
}

const isOpen = ({ kernel }: RealmContext, fd: number) => kernel.call(Op.kind, fd) >= DescriptorKind.file

/** `internalBinding('spawn_sync')`. */
export function spawnSyncBinding(): Binding {
  return {
    spawn() {
      throw new Error(
        'child_process: spawnSync, execSync and execFileSync are not supported here: the programs of a simulated world share one ' +
          'thread, and the child could not run while its parent stands still. Use spawn, exec or execFile.',
      )
    },
  }
}
