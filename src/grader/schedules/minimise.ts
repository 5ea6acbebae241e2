/** Result of a minimization. */
export interface Minimised<T> {
  changes: T[]
  /** False if the budget was spent before it was certain that no single change can be removed. */
  complete: boolean
  runs: number
}

/**
 * Finds the smallest part of `changes` that still fails, by delta debugging (Zeller and Hildebrandt, "Simplifying and Isolating
 * Failure-Inducing Input", 2002: ddmin): drop halves, then quarters, … until taking away any single change makes the test pass.
 * `changes` as a whole is known to fail. `fails` is called at most `budget` times and never twice with the same part.
 */
export async function minimise<T>(
  changes: readonly T[],
  fails: (part: T[]) => Promise<boolean>,
  budget: number,
): Promise<Minimised<T>> {
  const search = new Search(changes, fails, budget)
  let current = changes.map((_, i) => i)
  let granularity = 2
  while (current.length > 0) {
    const parts = split(current, Math.min(granularity, current.length))
    const smaller = await search.firstFailing(parts, current)
    if (search.spent) break
    if (smaller) {
      granularity = smaller.isComplement ? Math.max(granularity - 1, 2) : 2
      current = smaller.part
    } else if (granularity >= current.length) break
    else granularity = Math.min(granularity * 2, current.length)
  }
  return { changes: current.map((i) => changes[i]!), complete: !search.spent, runs: search.runs }
}

class Search<T> {
  runs = 0
  spent = false
  readonly #known = new Map<string, boolean>()
  readonly #changes: readonly T[]
  readonly #fails: (part: T[]) => Promise<boolean>
  readonly #budget: number

  constructor(changes: readonly T[], fails: (part: T[]) => Promise<boolean>, budget: number) {
    this.#changes = changes
    this.#fails = fails
    this.#budget = budget
  }

  /** The first of the parts that fails alone, or the first whose absence still fails. */
  async firstFailing(parts: number[][], all: number[]): Promise<{ part: number[]; isComplement: boolean } | null> {
    for (const part of parts)
      if (part.length < all.length && (await this.#test(part))) return { part, isComplement: false }
    for (const part of parts) {
      const rest = all.filter((i) => !part.includes(i))
      if (await this.#test(rest)) return { part: rest, isComplement: true }
    }
    return null
  }

  async #test(part: number[]): Promise<boolean> {
    const key = part.join()
    const known = this.#known.get(key)
    if (known !== undefined) return known
    if (this.runs >= this.#budget) this.spent = true
    if (this.spent) return false
    this.runs++
    const failed = await this.#fails(part.map((i) => this.#changes[i]!))
    this.#known.set(key, failed)
    return failed
  }
}

function split(items: number[], count: number): number[][] {
  return Array.from({ length: count }, (_, i) =>
    items.slice(Math.floor((i * items.length) / count), Math.floor(((i + 1) * items.length) / count)),
  )
}
