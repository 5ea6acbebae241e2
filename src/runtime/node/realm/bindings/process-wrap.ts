import { type EventType, type KernelEvent, Op } from '../../syscalls/index.ts'
import { makeCallback } from '../async-wrap.ts'
import type { RealmContext } from '../context.ts'
import { Handle, handleState } from '../handles/index.ts'
import type { Any, Binding } from '../types.ts'
import { arrangeDescriptors, type Stdio, spawnRequest } from './child-descriptors.ts'
import { openPipeEnd } from './pipe-wrap.ts'

const FLAG_DETACHED = 1
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
    const { kernel, loop } = this.#realm
    const arrangement = arrangeDescriptors(this.#realm, stdio, ({ handle }, fd) => openPipeEnd(handle, fd))
    if (typeof arrangement === 'number') return arrangement
    const request = spawnRequest(this.#realm, {
      file,
      args,
      cwd,
      env,
      uid,
      gid,
      descriptors: arrangement.descriptors,
      detached: (flags & FLAG_DETACHED) !== 0,
    })
    const pid = kernel.call(Op.spawn, 0, 0, 0, request)
    for (const fd of arrangement.ours) kernel.post(Op.close, fd)
    if (pid < 0) return pid
    this.#pid = pid
    ;(this as Any).pid = pid
    handleState(this).active = true
    loop.targets.watchChild(pid, { onEvent: (event) => this.#ended(event) })
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
