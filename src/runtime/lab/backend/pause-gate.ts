import type { Clock, Nanoseconds } from '../../network/index.ts'
import type { Moment } from '../api/index.ts'
import type { Wait } from './wait.ts'

/** Decides whether a world may run on: it may not while it is paused, nor past the moment at which a life that is lived again is to stand. */
export class PauseGate {
  readonly #control: Clock | null
  #isPaused = false
  /** Waits up to this command are held while the world is paused; what was asked for later may run. */
  #heldUpTo = 0
  #pauses = 0
  #end: Moment | null = null

  constructor(control: Clock | null) {
    this.#control = control
  }

  /** How often it was paused: whether it was meanwhile is a difference of two. */
  get pauses(): number {
    return this.#pauses
  }

  /** `latest`: the last command that was begun. */
  pause(latest: number): void {
    this.#isPaused = true
    this.#heldUpTo = latest
    this.#pauses++
  }

  /** False when it was not paused. */
  resume(): boolean {
    const wasPaused = this.#isPaused
    this.#isPaused = false
    return wasPaused
  }

  /** The next run shall stand there at the latest. */
  set end(end: Moment | null) {
    this.#end = end
  }

  /** The clock goes no further. */
  get limit(): Nanoseconds {
    return this.#end?.at ?? Number.POSITIVE_INFINITY
  }

  /** The world is paused, and nothing that was asked for since lets it run. */
  holds(waits: ReadonlyMap<number, Wait>): boolean {
    if (!this.#isPaused) return false
    for (const [id, wait] of waits) if (wait.drives && id > this.#heldUpTo) return false
    return true
  }

  /** The last event of the life that is lived again has happened; time may still have gone on in it. */
  isAtLastEvent(): boolean {
    return this.#end !== null && this.#control!.happened >= this.#end.events
  }

  /** The world stands at the end: by the time, or after the last event of a life whose end says no time. */
  hasReachedEnd(): boolean {
    if (this.#end === null) return false
    return Number.isFinite(this.#end.at) ? this.#control!.now >= this.#end.at : this.isAtLastEvent()
  }
}
