import { Gauge } from '../syscalls/index.ts'
import type { KernelPort } from './kernel-port.ts'
import type { Any } from './types.ts'

/** A stream whose socket takes no more for now. */
export interface WaitingStream {
  /** Bytes below the library: given to the handle, not yet taken by the kernel. */
  queuedBytes(): number
  /** What the library has on top of the handle. */
  readonly handle: Any
}

/** What the report needs of its process. */
interface Reporting {
  readonly kernel: Pick<KernelPort, 'report'>
  readonly symbols: Readonly<Record<string, symbol>>
}

/** Tells the kernel at the end of a turn what this process holds on its own side, where the kernel cannot see it. */
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

  /** Once a write has to wait, the stream on top keeps what is written after it. Its own accounts are the program's to spoil. */
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
