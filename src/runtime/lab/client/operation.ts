/**
 * The promise of one operation. It knows whether it was ever awaited, and it has a handler, so it is never "unhandled":
 * an unobserved failure is reported when its test ends (see `session.ts`).
 */
export class Operation<T> extends Promise<T> {
  /** Promises derived from this one are ordinary. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise
  }

  #awaited = false
  #settle!: { resolve: (value: T) => void; reject: (error: unknown) => void }

  constructor() {
    let settle!: { resolve: (value: T) => void; reject: (error: unknown) => void }
    super((resolve, reject) => {
      settle = { resolve, reject }
    })
    this.#settle = settle
    super.then(undefined, () => {})
  }

  /** True once `then` (or `await`, `catch`, `finally`) was called. */
  get awaited(): boolean {
    return this.#awaited
  }

  // biome-ignore lint/suspicious/noThenProperty: this is a promise; overriding `then` is how it learns that it is awaited.
  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#awaited = true
    return super.then(onFulfilled, onRejected)
  }

  resolve(value: T): void {
    this.#settle.resolve(value)
  }

  reject(error: unknown): void {
    this.#settle.reject(error)
  }
}
