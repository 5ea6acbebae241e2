/** Most tries to shrink a failing value: each costs a run of the property. */
const MOST_RUNS = 400

/**
 * Shrinks a list of choices while their value still fails (the way of Hypothesis: MacIver and Donaldson, "Test-Case Reduction via Test-Case
 * Generation", 2020): lowers each, then leaves some out. `fails` returns the choices that were used if they fail, else null.
 */
export async function smallestChoices(
  first: readonly number[],
  fails: (choices: number[]) => Promise<number[] | null>,
): Promise<number[]> {
  const search = new Search([...first], fails)
  for (let before = -1; before !== search.improvements && search.runs < MOST_RUNS; ) {
    before = search.improvements
    // Lower lengths turn long lists into short ones, at little cost.
    await search.lower()
    await search.leaveOut()
  }
  return search.best
}

class Search {
  best: number[]
  runs = 0
  improvements = 0
  readonly #fails: (choices: number[]) => Promise<number[] | null>

  constructor(first: number[], fails: (choices: number[]) => Promise<number[] | null>) {
    this.best = first
    this.#fails = fails
  }

  async #try(candidate: number[]): Promise<boolean> {
    if (this.runs >= MOST_RUNS) return false
    this.runs++
    const used = await this.#fails(candidate)
    if (used === null || !isSimpler(used, this.best)) return false
    this.best = used
    this.improvements++
    return true
  }

  /** Removes parts of the list, long ones first. A list's length stands in front of it: each removed part also lowers that by one. */
  async leaveOut(): Promise<void> {
    for (let size = Math.min(8, this.best.length); size >= 1; size--)
      for (let at = this.best.length - size; at >= 0; at--) {
        if (await this.#try(without(this.best, at, size))) continue
        if (at > 0) await this.#leaveOutOfList(at, size)
      }
  }

  async #leaveOutOfList(at: number, size: number): Promise<void> {
    for (let front = at - 1; front >= Math.max(0, at - 12); front--) {
      const length = this.best[front]!
      if (length === 0) continue
      const shorter = without(this.best, at, size)
      shorter[front] = length - 1
      if (await this.#try(shorter)) return
    }
  }

  /** Lowers each choice to zero, else by halves. */
  async lower(): Promise<void> {
    for (let i = 0; i < this.best.length; i++) {
      if (this.best[i] === 0 || (await this.#try(replaced(this.best, i, 0)))) continue
      let passes = 0
      for (let high = this.best[i] ?? 0; high - passes > 1; ) {
        const middle = passes + Math.floor((high - passes) / 2)
        if (await this.#try(replaced(this.best, i, middle))) high = middle
        else passes = middle
      }
    }
  }
}

/** Whether a list has fewer choices, or lower ones from the front. */
function isSimpler(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return a.length < b.length
  const at = a.findIndex((choice, i) => choice !== b[i])
  return at >= 0 && a[at]! < b[at]!
}

const without = (choices: readonly number[], at: number, size: number) => [
  ...choices.slice(0, at),
  ...choices.slice(at + size),
]
const replaced = (choices: readonly number[], at: number, value: number) =>
  choices.map((choice, i) => (i === at ? value : choice))
