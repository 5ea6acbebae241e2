/**
 * Map that forgets entries not used recently, so that tracking takes bounded memory. Unfinished entries are kept longer. The
 * cost per operation is constant.
 */
export class RecentMap<Key, Value> {
  readonly #most: number
  readonly #isDone: (value: Value) => boolean
  #recent = new Map<Key, Value>()
  /** Entries used before the last turn: dropped at the next one unless used again. */
  #former = new Map<Key, Value>()

  /** Up to `most` entries are surely kept, and never more than twice as many. */
  constructor(most: number, isDone: (value: Value) => boolean = () => true) {
    this.#most = most
    this.#isDone = isDone
  }

  get size(): number {
    return this.#recent.size + this.#former.size
  }

  get(key: Key): Value | undefined {
    const recent = this.#recent.get(key)
    if (recent !== undefined) return recent
    const former = this.#former.get(key)
    if (former !== undefined) this.set(key, former)
    return former
  }

  set(key: Key, value: Value): void {
    this.#former.delete(key)
    this.#recent.set(key, value)
    if (this.#recent.size >= this.#most) this.#turn()
  }

  /** Starts a new turn; half of the capacity is for unfinished entries. */
  #turn(): void {
    const kept = [...this.#former].filter(([, value]) => !this.#isDone(value))
    this.#former = this.#recent
    this.#recent = new Map(kept.slice(-(this.#most >> 1)))
  }
}
