import type { Clock, Nanoseconds } from '#network'
import type { Moment } from '../api/index.ts'
import type { Wait } from './wait.ts'

/** Decides whether a world may continue: not while it is paused, and not past the moment at which a replay stops. */
export class PauseGate {
  readonly #control: Clock | null
  #isPaused = false
  /** While the world is paused, waits up to this command are held; later ones may run. */
  #heldUpTo = 0
  #pauses = 0
  #end: Moment | null = null

  constructor(control: Clock | null) {
    this.#control = control
  }

  /** Number of pauses so far: two readings tell whether there was one in between. */
  get pauses(): number {
    return this.#pauses
  }

  /** `latest`: the last command that was started. */
  pause(latest: number): void {
    this.#isPaused = true
    this.#heldUpTo = latest
    this.#pauses++
  }

  /** Returns false if the world was not paused. */
  resume(): boolean {
    const wasPaused = this.#isPaused
    this.#isPaused = false
    return wasPaused
  }

  /** Latest moment at which the next run stops. */
  set end(end: Moment | null) {
    this.#end = end
  }

  /** Limit of the clock. */
  get limit(): Nanoseconds {
    return this.#end?.at ?? Number.POSITIVE_INFINITY
  }

  /** True if the world is paused and no wait since then lets it run. */
  holds(waits: ReadonlyMap<number, Wait>): boolean {
    if (!this.#isPaused) return false
    for (const [id, wait] of waits) if (wait.drives && id > this.#heldUpTo) return false
    return true
  }

  /** True after the last event to replay; its moment may still be later in time. */
  isAtLastEvent(): boolean {
    return this.#end !== null && this.#control!.happened >= this.#end.events
  }

  /** True at the end of a replay: by time, or after its last event if the end has no time. */
  hasReachedEnd(): boolean {
    if (this.#end === null) return false
    return Number.isFinite(this.#end.at) ? this.#control!.now >= this.#end.at : this.isAtLastEvent()
  }
}
