/** Set of numbers below a bound. Finding the next one takes few steps: one summary bit says whether a word of 32 holds any. */
export class BitSet {
  readonly #words: Uint32Array
  /** A bit for each word that is not 0. */
  readonly #summary: Uint32Array

  /** Starts with every number below `size`. */
  constructor(size: number) {
    this.#words = new Uint32Array(Math.ceil(size / 32))
    this.#summary = new Uint32Array(Math.ceil(this.#words.length / 32))
    this.#words.fill(0xffff_ffff)
    this.#summary.fill(0xffff_ffff)
    for (let index = size; index < 32 * this.#words.length; index++) put(this.#words, index, false)
    for (let word = this.#words.length; word < 32 * this.#summary.length; word++) put(this.#summary, word, false)
  }

  set(index: number, isIn: boolean): void {
    const word = index >>> 5
    put(this.#words, index, isIn)
    put(this.#summary, word, this.#words[word] !== 0)
  }

  /** Returns the first number from `from` on, wrapping to 0 at the end; null when the set is empty. */
  next(from: number): number | null {
    return this.#nextUpward(from) ?? this.#nextUpward(0)
  }

  #nextUpward(from: number): number | null {
    const within = nextInWord(this.#words, from)
    if (within !== null) return within
    for (let word = (from >>> 5) + 1; word < this.#words.length; word = ((word >>> 5) + 1) << 5) {
      const next = nextInWord(this.#summary, word)
      if (next !== null) return nextInWord(this.#words, next << 5)
    }
    return null
  }
}

function put(words: Uint32Array, index: number, isIn: boolean): void {
  const bit = 1 << (index & 31)
  if (isIn) words[index >>> 5]! |= bit
  else words[index >>> 5]! &= ~bit
}

/** Returns the lowest number from `from` on in the same word. */
function nextInWord(words: Uint32Array, from: number): number | null {
  const rest = (words[from >>> 5]! >>> (from & 31)) << (from & 31)
  if (rest === 0) return null
  return (from & ~31) + (31 - Math.clz32(rest & -rest))
}
