import { hash32 } from '#network'

/** Draws whole numbers from 0 to `most`: every value is built from them. */
export type Source = (most: number) => number

/** Values for a test, built from draws. All come from the same few numbers, so a failing value can be shrunk without knowing what it is. */
export class Draw {
  readonly #source: Source

  constructor(source: Source) {
    this.#source = source
  }

  /** From `least` to `most`, both included; smaller is simpler. */
  integer(least: number, most: number): number {
    return least + this.#source(most - least)
  }

  boolean(): boolean {
    return this.#source(1) === 1
  }

  /** One of the items; the first is the simplest. */
  oneOf<T>(values: readonly T[]): T {
    if (values.length === 0) throw new RangeError('oneOf of no values')
    return values[this.#source(values.length - 1)]!
  }

  /** A list of what `make` makes: `list([0, 5], (draw) => draw.text())`. */
  list<T>([least, most]: readonly [least: number, most: number], make: (draw: Draw) => T): T[] {
    return Array.from({ length: this.integer(least, most) }, () => make(this))
  }

  bytes(least: number, most: number): Uint8Array {
    return Uint8Array.from(this.list([least, most], (draw) => draw.integer(0, 255)))
  }

  /** Characters of `alphabet`; default letters and digits. */
  text(least: number, most: number, alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'): string {
    return this.list([least, most], (draw) => draw.oneOf([...alphabet])).join('')
  }

  /** Text that breaks programs that count characters as bytes: accents, CJK, emoji. */
  unicode(least: number, most: number): string {
    return this.text(least, most, 'ab é€ñ中字👍𝄞')
  }

  shuffled<T>(values: readonly T[]): T[] {
    const rest = [...values]
    return values.map(() => rest.splice(this.#source(rest.length - 1), 1)[0]!)
  }

  /** Numbers at which things go wrong: around powers of two and the limits of n bits. */
  edge(bits: number): number {
    const most = 2 ** bits - 1
    const power = 2 ** this.integer(0, bits)
    return Math.min(most, Math.max(0, power + this.oneOf([0, -1, 1])))
  }
}

/** Draws that depend on nothing but seed and label. */
export function seededSource(seed: number, label: string): Source {
  let counter = 0
  return (most) => Math.floor((hash32(seed, label, counter++) / 2 ** 32) * (most + 1))
}

/** Values for one test of this world: the same for the same seed and label. */
export function seededValues(lab: { seed: number }, label: string): Draw {
  return new Draw(seededSource(lab.seed, `values:${label}`))
}
