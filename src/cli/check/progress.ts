import type { CheckProgress } from '#grader/check/index.ts'

const WIDTH = 24
/** Width of a terminal that doesn't report it. */
const UNKNOWN_WIDTH = 80

/** A progress bar in the last line of a terminal; nothing elsewhere. */
export class ProgressBar {
  readonly #out: NodeJS.WriteStream
  #shown = 0

  constructor(out: NodeJS.WriteStream) {
    this.#out = out
  }

  show(name: string, { done, total, what }: CheckProgress): void {
    const now = performance.now()
    // Drawing faster than the eye can follow only costs time.
    if (!this.#out.isTTY || (done < total && now - this.#shown < 50)) return
    this.#shown = now
    this.#out.write(
      `\r\x1b[K${progressLine({ done, total, what: `${name}: ${what}` }, this.#out.columns || UNKNOWN_WIDTH)}`,
    )
  }

  clear(): void {
    if (this.#out.isTTY) this.#out.write('\r\x1b[K')
  }
}

/** `████████░░░░  8/24  tcp-echo-line: starter, simulated`, no longer than the line. */
function progressLine({ done, total, what }: CheckProgress, columns: number): string {
  const full = total === 0 ? 0 : Math.round((done / total) * WIDTH)
  const count = `${String(done).padStart(String(total).length)}/${total}`
  return `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}  ${count}  ${what}`.slice(0, Math.max(columns - 1, WIDTH))
}
