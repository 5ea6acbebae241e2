import type { RealmContext } from '../context.ts'
import type { Any, Binding } from '../types.ts'

type Mode = 'shared' | 'exclusive'

/** Data of `navigator.locks.query()` about a lock, held or requested. */
interface LockInfo {
  readonly name: string
  readonly mode: Mode
  readonly clientId: string
}

interface Request {
  readonly info: LockInfo
  readonly steal: boolean
  readonly ifAvailable: boolean
  /** Gets the lock, or null if it isn't available at once. */
  readonly callback: (lock: LockInfo | null) => unknown
  /** These two settle the program's promise. */
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

const LOCK_STOLEN_ERROR = 'LOCK_STOLEN'

/** `internalBinding('locks')`, node_locks.cc: the locks of one process (https://w3c.github.io/web-locks/#algorithms). */
export function locksBinding(realm: RealmContext): Binding {
  const locks = new Locks(realm)
  return {
    LOCK_MODE_SHARED: 'shared',
    LOCK_MODE_EXCLUSIVE: 'exclusive',
    LOCK_STOLEN_ERROR,
    request: (name: string, clientId: string, mode: Mode, steal: boolean, ifAvailable: boolean, callback: Any) =>
      locks.request({ name, mode, clientId }, { steal, ifAvailable, callback }),
    query: () => locks.query(),
  }
}

class Locks {
  readonly #realm: RealmContext
  readonly #held = new Set<Request>()
  #pending: Request[] = []

  constructor(realm: RealmContext) {
    this.#realm = realm
  }

  /** Returns a promise of the callback's result, fulfilled when the lock is free again. */
  request(info: LockInfo, given: Pick<Request, 'steal' | 'ifAvailable' | 'callback'>): Promise<unknown> {
    const { Promise: RealmPromise, PromisePrototypeThen } = this.#realm.primordials
    const released = new RealmPromise((resolve: Request['resolve'], reject: Request['reject']) => {
      const request = { info, ...given, resolve, reject }
      if (given.steal) this.#pending.unshift(request)
      else this.#pending.push(request)
    })
    // Marks a rejection as handled: the library attaches its handler later.
    PromisePrototypeThen(released, undefined, () => {})
    this.#process()
    return released
  }

  query(): Promise<{ held: LockInfo[]; pending: LockInfo[] }> {
    const infos = (requests: Iterable<Request>) => Array.from(requests, ({ info }) => ({ ...info }))
    return this.#realm.primordials.PromiseResolve({ held: infos(this.#held), pending: infos(this.#pending) })
  }

  /** Grants what can be granted, the oldest first, and refuses the requests that don't wait. */
  #process(): void {
    for (;;) {
      const next = this.#pending.find((request) => request.ifAvailable || this.#isGrantable(request))
      if (!next) return
      const granted = this.#isGrantable(next)
      this.#pending = this.#pending.filter((request) => request !== next)
      if (granted) this.#grant(next)
      else this.#call(next, null, () => {})
    }
  }

  #isGrantable({ info, steal }: Request): boolean {
    if (steal) return true
    const collides = ({ info: other }: Request) =>
      other.name === info.name && (info.mode === 'exclusive' || other.mode === 'exclusive')
    // As in C++, the oldest request for the same name before this one decides.
    const oldest = this.#pending.find((request) => request.info.name === info.name)
    return !(oldest && oldest.info !== info && collides(oldest)) && ![...this.#held].some(collides)
  }

  #grant(request: Request): void {
    const { info, steal } = request
    for (const holder of steal ? this.#held : []) {
      if (holder.info.name !== info.name) continue
      this.#held.delete(holder)
      holder.reject(new this.#realm.primordials.Error(LOCK_STOLEN_ERROR))
    }
    this.#held.add(request)
    this.#call(request, { ...info }, () => {
      this.#held.delete(request)
      this.#process()
    })
  }

  /** Calls `ended` when the callback's promise has settled. A callback that throws keeps its lock, as in Node. */
  #call({ callback, resolve, reject }: Request, lock: LockInfo | null, ended: () => void): void {
    let result: unknown
    try {
      result = callback(lock)
    } catch (error) {
      reject(error)
      return
    }
    const settle = (how: (value: unknown) => void) => (value: unknown) => {
      how(value)
      ended()
    }
    if (!this.#realm.internalBinding('types').isPromise(result)) settle(resolve)(result)
    else this.#realm.primordials.PromisePrototypeThen(result, settle(resolve), settle(reject))
  }
}
