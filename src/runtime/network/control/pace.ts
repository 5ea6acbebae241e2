import type { Nanoseconds } from '../clock.ts'

export interface PaceOptions {
  /** Virtual nanoseconds for each real one; default 1. */
  readonly speed?: number
  /** The most real nanoseconds that count between two questions: who was away that long (a hidden page, a busy machine) catches up with no more. Default 100 ms. */
  readonly longestStep?: Nanoseconds
}

/**
 * How far a world's clock may go, given how much real time has passed: a decision and nothing else. Who asks reads a real clock and drives the world;
 * here is neither. Fractions of a nanosecond are kept, so that a slow world is as exact as a fast one.
 */
export class Pace {
  readonly #longestStep: Nanoseconds
  #speed: number
  #isPaused = false
  #before: Nanoseconds | null = null
  #credit = 0

  /** Throws RangeError for a speed that is none. */
  constructor({ speed = 1, longestStep = 100_000_000 }: PaceOptions = {}) {
    this.#speed = checkedSpeed(speed)
    this.#longestStep = longestStep
  }

  get speed(): number {
    return this.#speed
  }

  /** From now on; what was allowed before stays. */
  set speed(speed: number) {
    this.#speed = checkedSpeed(speed)
  }

  get isPaused(): boolean {
    return this.#isPaused
  }

  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    this.#isPaused = false
  }

  /** Virtual nanoseconds that the clock may go on by, at the real time `now` (nanoseconds since anything); 0 while paused. */
  allowance(now: Nanoseconds): Nanoseconds {
    const passed = this.#before === null ? 0 : Math.max(0, now - this.#before)
    this.#before = now
    if (this.#isPaused) return 0
    this.#credit += Math.min(passed, this.#longestStep) * this.#speed
    const whole = Math.floor(this.#credit)
    this.#credit -= whole
    return whole
  }
}

function checkedSpeed(speed: number): number {
  if (Number.isFinite(speed) && speed > 0) return speed
  throw new RangeError(
    `A speed of ${speed} is none: virtual nanoseconds for a real one, above 0; to stand still, pause`,
  )
}
