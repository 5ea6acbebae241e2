import type { Nanoseconds } from '#network'
import type { Kernel } from './kernel.ts'
import type { KernelNetwork } from './kernel-services.ts'
import type { KernelProcess } from './process-types.ts'

/**
 * - `done`: what was waited for has happened, at the end of the last event.
 * - `limit`: it has not, and the clock stands at the limit.
 * - `idle`: it has not and never will by itself: no packet is under way, no timer runs, every process waits (`blocked` says
 *   for what). The clock stands at the last event.
 */
export type RunResult = 'done' | 'limit' | 'idle'

/** Events between two calls of `breathe`: some milliseconds. */
const EVENTS_BETWEEN_BREATHS = 2_000

/** A network, its kernel, and what makes them run. */
export class World {
  readonly network: KernelNetwork
  readonly kernel: Kernel
  readonly #breathe: (() => Promise<void>) | null
  #events = 0
  #isStanding = true
  /** Where it stood when the latest event was taken. Numbers: there are millions of events. */
  #stoodAfter = 0
  #stoodAt: Nanoseconds = 0

  /**
   * `breathe` lets the thread see to its other work (a Stop button, Ctrl+C) in a run that would not let go of it by itself. The
   * world stands still meanwhile, and other code on the thread must not act on it before `runUntil` has ended.
   */
  constructor(network: KernelNetwork, kernel: Kernel, breathe: (() => Promise<void>) | null = null) {
    this.network = network
    this.kernel = kernel
    this.#breathe = breathe
  }

  /**
   * Lets the world run to the end of the first event after which `done()` is true, but no further than `limit`: the last event
   * is one at `limit`. The result does not depend on how a stretch of time is split into calls.
   */
  async runUntil(done: () => boolean, limit: Nanoseconds): Promise<RunResult> {
    const { clock } = this.network
    if (done()) return 'done'
    for (let next = clock.peek(); next !== undefined; next = clock.peek()) {
      if (next.at > limit) {
        if (limit > clock.now) clock.advanceTo(limit)
        return 'limit'
      }
      this.#stoodAfter = clock.happened
      this.#stoodAt = clock.now
      this.#isStanding = false
      const turn = clock.take()!.run()
      if (turn !== undefined) await turn
      this.#isStanding = true
      if (done()) return 'done'
      if (++this.#events % EVENTS_BETWEEN_BREATHS === 0) await this.#breathe?.()
    }
    return 'idle'
  }

  /**
   * The last place at which the world stood before what happens now. A process's turn is one event, and the clock goes on in it: such a place may be
   * well before the present instant. While the world stands it is the end of all earlier instants.
   */
  get before(): { events: number; at: Nanoseconds } {
    if (!this.#isStanding) return { events: this.#stoodAfter, at: this.#stoodAt }
    const { happened, now } = this.network.clock
    return { events: happened, at: now - 1 }
  }

  /** The processes that are waiting and for what: when the world is idle, these wait for ever. */
  blocked(): { process: KernelProcess; waitsFor: string[] }[] {
    const alive = this.kernel.processes.filter((process) => process.exit === null)
    return alive.map((process) => ({ process, waitsFor: describeWaiting(process) }))
  }
}

function describeWaiting(process: KernelProcess): string[] {
  if (process.stopped) return ['SIGCONT']
  const { listeners, sockets } = process.handles()
  return [
    ...listeners.map(({ local }) => `a connection to ${place(local)}`),
    ...sockets.map(
      ({ proto, local, remote }) => `${proto} data at ${place(local)}${remote ? ` from ${place(remote)}` : ''}`,
    ),
  ]
}

function place({ address, port }: { address: string; port: number }): string {
  return port === 0 ? address : `${address}:${port}`
}
