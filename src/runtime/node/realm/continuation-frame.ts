/** What `AsyncLocalStorage` keeps its stores in, and who carries it from where something is asked for to where it is answered. */

/** Carries a value through promises and `await`, as V8 does for Node (ContinuationPreservedEmbedderData). */
export interface FrameCarrier {
  get(): unknown
  set(frame: unknown): void
}

/** One for the environments that cannot look into promises: callbacks keep their frame, what follows an `await` keeps the one that is there. */
export function plainCarrier(): FrameCarrier {
  let current: unknown
  return {
    get: () => current,
    set(frame) {
      current = frame
    },
  }
}

/** The frame that is current (`AsyncContextFrame`); costs nothing until a program uses one. */
export class ContinuationFrame {
  readonly #carrier: FrameCarrier
  #used = false

  constructor(carrier: FrameCarrier | undefined) {
    this.#carrier = carrier ?? plainCarrier()
  }

  /** Some frame has been set since the process began. */
  get used(): boolean {
    return this.#used
  }

  get current(): unknown {
    return this.#used ? this.#carrier.get() : undefined
  }

  set current(frame: unknown) {
    if (!this.#used && frame === undefined) return
    this.#used = true
    if (this.#carrier.get() !== frame) this.#carrier.set(frame)
  }
}
