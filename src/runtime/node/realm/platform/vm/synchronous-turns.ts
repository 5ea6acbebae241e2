import vm from 'node:vm'
import { ProcessFailure, type ProcessPort } from '../../../kernel/index.ts'
import type { KernelEvent, TurnEnd } from '../../../syscalls/index.ts'
import type { FrameCarrier } from '../../continuation-frame.ts'
import type { Any, Outcome, Realm } from '../../types.ts'
import { announceRejections } from './hop.ts'

/** A turn's result; filled by code of the realm's own context, so that its promises never leave it. */
interface Settled {
  end?: TurnEnd
  failure?: { error: unknown }
}

const settle = new vm.Script(
  '(turn, into) => { turn.then((end) => { into.end = end }, (error) => { into.failure = { error } }) }',
)
const nothing = new vm.Script('')

/**
 * Turns of a realm whose context has its own microtask queue. The queue can be emptied while the thread is busy, so a child runs while its
 * parent is blocked in `spawnSync`. Where other realms end a macrotask for their microtasks, this one runs them at once.
 */
export class SynchronousTurns {
  readonly #global: Any
  readonly #frames: FrameCarrier
  readonly #settle: (turn: Promise<TurnEnd>, into: Settled) => void
  readonly #enter: (entry: () => void) => void
  #resolveHop: (() => void) | null = null

  /** `entryFilename`: where stack traces end. */
  constructor(global: Any, { frames, entryFilename }: { frames: FrameCarrier; entryFilename: string }) {
    this.#global = global
    this.#frames = frames
    this.#settle = settle.runInContext(global)
    this.#enter = vm.runInContext('(entry) => entry()', global, { filename: entryFilename })
  }

  /** Runs without a script around it: microtasks would run as soon as the script ends, and not after the ticks. */
  readonly run = (entry: () => void): Outcome => {
    try {
      this.#enter(entry)
      return { ok: true }
    } catch (error) {
      return { ok: false, error, place: null }
    }
  }

  readonly hop = (then?: () => void): Promise<void> =>
    new this.#global.Promise((resolve: () => void) => {
      this.#resolveHop = () => {
        then?.()
        resolve()
      }
    })

  portOf(realm: Realm): ProcessPort {
    return {
      isSynchronous: true,
      turn: (event) => this.#turn(realm, event),
      kill: (reason) => realm.kill(reason),
    }
  }

  #turn(realm: Realm, event: KernelEvent): TurnEnd {
    const settled: Settled = {}
    const frame = this.#frames.get()
    try {
      this.#settle(realm.turn(event), settled)
      for (;;) {
        nothing.runInContext(this.#global) // empties the queue
        if (settled.failure) throw settled.failure.error
        if (settled.end) return settled.end
        const resolve = this.#resolveHop
        if (resolve === null) throw new ProcessFailure('waits for an event outside the simulation')
        this.#resolveHop = null
        announceRejections()
        resolve()
      }
    } finally {
      this.#frames.set(frame)
    }
  }
}
