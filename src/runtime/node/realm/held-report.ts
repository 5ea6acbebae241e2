import { Gauge } from '../syscalls/index.ts'
import type { KernelPort } from './kernel-port.ts'
import type { Any } from './types.ts'

/** A stream whose socket accepts no more for now. */
export interface WaitingStream {
  /** Bytes below the library: written to the handle, not yet accepted by the kernel. */
  queuedBytes(): number
  /** The library's object on top of the handle. */
  readonly handle: Any
}

/** What the report needs of its process. */
interface Reporting {
  readonly kernel: Pick<KernelPort, 'report'>
  readonly symbols: Readonly<Record<string, symbol>>
}

/** Reports to the kernel at the end of a turn how much this process has queued on its own side, where the kernel cannot see it. */
export class HeldReport {
  readonly #realm: Reporting
  readonly #waiting = new Set<WaitingStream>()
  readonly #told = new Map<Gauge, number>()

  constructor(realm: Reporting) {
    this.#realm = realm
  }

  /** Remembers a stream until its queue is empty again. */
  add(stream: WaitingStream): void {
    this.#waiting.add(stream)
  }

  send(timers: number): void {
    this.#tell(Gauge.queuedBytes, this.#queuedBytes())
    this.#tell(Gauge.timers, timers)
  }

  #tell(gauge: Gauge, value: number): void {
    if ((this.#told.get(gauge) ?? 0) === value) return
    this.#told.set(gauge, value)
    this.#realm.kernel.report(gauge, value)
  }

  #queuedBytes(): number {
    let sum = 0
    for (const stream of this.#waiting) {
      const below = stream.queuedBytes()
      if (below === 0) this.#waiting.delete(stream)
      else sum += below + this.#keptByLibrary(stream.handle)
    }
    return sum
  }

  /** Returns the bytes queued in the stream on top, which holds later writes while one waits. The program may have changed its counters. */
  #keptByLibrary(handle: Any): number {
    try {
      const state = handle[this.#realm.symbols.owner_symbol!]?._writableState
      const kept = state.length - state.writelen
      return Number.isSafeInteger(kept) && kept > 0 ? kept : 0
    } catch {
      return 0
    }
  }
}
