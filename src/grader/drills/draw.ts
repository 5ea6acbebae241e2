import { hash32 } from '#network'

/** Seeded choices for a generator: the same seed makes the same choices, in the order they are requested. */
export class Draw {
  readonly #seed: number
  readonly #label: string
  #count = 0

  constructor(seed: number, label: string) {
    this.#seed = seed
    this.#label = label
  }

  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number {
    return least + (hash32(this.#seed, this.#label, this.#count++) % (most - least + 1))
  }

  oneOf<T>(values: readonly T[]): T {
    return values[this.integer(0, values.length - 1)]!
  }

  /** True `times` out of `of`. */
  chance(times: number, of: number): boolean {
    return this.integer(1, of) <= times
  }

  shuffled<T>(values: readonly T[]): T[] {
    const left = [...values]
    return values.map(() => left.splice(this.integer(0, left.length - 1), 1)[0]!)
  }
}
