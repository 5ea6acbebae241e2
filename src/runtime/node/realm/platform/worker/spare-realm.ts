import type { SystemCalls } from '../../../syscalls/index.ts'
import type { Realm } from '../../types.ts'

/**
 * Makes realms, one of them ahead of time on request: it boots Node's library before its process exists. Until then the realm makes no
 * system call.
 */
export class SpareRealm {
  readonly #create: (calls: SystemCalls) => Realm
  #spare: { realm: Realm; calls: LateCalls } | null = null

  constructor(create: (calls: SystemCalls) => Realm) {
    this.#create = create
  }

  /** Boots a spare realm unless there is one. */
  prepare(): void {
    if (this.#spare) return
    const calls = new LateCalls()
    this.#spare = { realm: this.#create(calls), calls }
  }

  take(calls: SystemCalls): Realm {
    const spare = this.#spare
    if (!spare) return this.#create(calls)
    this.#spare = null
    spare.calls.target = calls
    return spare.realm
  }
}

/** System calls to a kernel that is set later. */
class LateCalls implements SystemCalls {
  target: SystemCalls | null = null

  get out(): SystemCalls['out'] {
    return this.#kernel.out
  }

  call(...parameters: Parameters<SystemCalls['call']>): number {
    return this.#kernel.call(...parameters)
  }

  post(...parameters: Parameters<SystemCalls['post']>): void {
    this.#kernel.post(...parameters)
  }

  get #kernel(): SystemCalls {
    if (!this.target) throw new Error('A process called its kernel before it was started')
    return this.target
  }
}
