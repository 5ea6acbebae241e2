/** Set of received bytes, in any order and with repetitions: ascending ranges with gaps between them. */
export class Coverage {
  readonly #stretches: { start: number; end: number }[] = []

  /** End of the bytes before the first gap. */
  get reach(): number {
    const first = this.#stretches[0]
    return first === undefined || first.start > 0 ? 0 : first.end
  }

  add(start: number, end: number): void {
    const from = this.#firstThat((stretch) => stretch.end >= start)
    const until = this.#firstThat((stretch) => stretch.start > end)
    const touched = this.#stretches.slice(from, until)
    this.#stretches.splice(from, touched.length, {
      start: Math.min(start, touched[0]?.start ?? start),
      end: Math.max(end, touched.at(-1)?.end ?? end),
    })
  }

  /** Returns the index of the first range for which the predicate is true; it must be true for all later ones. */
  #firstThat(holds: (stretch: { start: number; end: number }) => boolean): number {
    let [low, high] = [0, this.#stretches.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (holds(this.#stretches[middle]!)) high = middle
      else low = middle + 1
    }
    return low
  }
}
