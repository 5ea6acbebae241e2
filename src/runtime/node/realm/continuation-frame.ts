/** The frame that holds `AsyncLocalStorage`'s stores, and its way from an asynchronous request to the callback. */

/** Carries a value through promises and `await`, as V8 does for Node (ContinuationPreservedEmbedderData). */
export interface FrameCarrier {
  get(): unknown
  set(frame: unknown): void
}

/** Makes a carrier for environments that cannot hook promises: callbacks keep their frame, code after an `await` gets the current one. */
export function plainCarrier(): FrameCarrier {
  let current: unknown
  return {
    get: () => current,
    set(frame) {
      current = frame
    },
  }
}

/** The current frame (`AsyncContextFrame`); costs nothing until a program uses one. */
export class ContinuationFrame {
  readonly #carrier: FrameCarrier
  #used = false

  constructor(carrier: FrameCarrier | undefined) {
    this.#carrier = carrier ?? plainCarrier()
  }

  /** Whether any frame has been set since the process began. */
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
