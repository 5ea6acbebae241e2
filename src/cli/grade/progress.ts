import { type Judged, type Verdict, verdictOf } from '#grader'

const BAR_WIDTH = 24

/** The terminal on which the bar is drawn, if any. */
export interface Screen {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** A bar at the bottom of a terminal, with lines scrolling above it; without a terminal, only the lines. */
export class ProgressBar {
  readonly #screen: Screen
  readonly #now: () => number
  readonly #total: number
  readonly #counts: Record<Verdict, number> = { passed: 0, failed: 0, refused: 0, 'not graded': 0 }
  readonly #startedAt: number
  #done = 0
  #doneHere = 0

  /** `now`: milliseconds that never go back. */
  constructor(total: number, screen: Screen, now: () => number) {
    this.#total = total
    this.#screen = screen
    this.#now = now
    this.#startedAt = now()
  }

  /** Counts an outcome of an earlier run, which says nothing about the remaining time. */
  addKnown(outcome: Judged): void {
    this.#done++
    this.#counts[verdictOf(outcome)]++
  }

  add(outcome: Judged): void {
    this.#doneHere++
    this.addKnown(outcome)
  }

  /** Writes a result line above the bar. */
  line(text: string, results: Screen): void {
    this.clear()
    results.write(`${text}\n`)
    this.draw()
  }

  draw(): void {
    if (this.#screen.isTTY) this.#screen.write(`\r\x1b[K${this.text().slice(0, (this.#screen.columns ?? 80) - 1)}`)
  }

  clear(): void {
    if (this.#screen.isTTY) this.#screen.write('\r\x1b[K')
  }

  text(): string {
    const filled = Math.floor((BAR_WIDTH * this.#done) / Math.max(1, this.#total))
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled)
    const { passed, failed, refused } = this.#counts
    return `${bar} ${this.#done} of ${this.#total} · ${this.#left()} · ${passed} passed, ${failed + refused} failed`
  }

  #left(): string {
    if (this.#done === this.#total) return 'done'
    if (this.#doneHere === 0) return 'time left not known yet'
    const seconds = (((this.#now() - this.#startedAt) / this.#doneHere) * (this.#total - this.#done)) / 1000
    if (seconds < 90) return `about ${Math.max(1, Math.round(seconds))} s left`
    return seconds < 5400 ? `about ${Math.round(seconds / 60)} min left` : `about ${(seconds / 3600).toFixed(1)} h left`
  }
}
