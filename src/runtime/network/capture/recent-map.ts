/**
 * A map that remembers what was used lately, so that what is followed through a life of any length takes a bounded memory. What is not done yet is
 * remembered longer than the rest. All of it costs the same however much goes by.
 */
export class RecentMap<Key, Value> {
  readonly #most: number
  readonly #isDone: (value: Value) => boolean
  #recent = new Map<Key, Value>()
  /** What was used before the turn: it goes at the next, unless somebody asks for it. */
  #former = new Map<Key, Value>()

  /** Up to `most` entries are remembered for certain, and never more than twice as many. */
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

  /** Half of the room is for what is not done. */
  #turn(): void {
    const kept = [...this.#former].filter(([, value]) => !this.#isDone(value))
    this.#former = this.#recent
    this.#recent = new Map(kept.slice(-(this.#most >> 1)))
  }
}
