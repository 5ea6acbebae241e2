/** The command lines of one terminal, for the arrow keys. */
export class CommandHistory {
  readonly #lines: string[] = []
  /** Index of the recalled line; past the end while a new one is typed. */
  #at = 0
  /** What was being typed when the first line was recalled. */
  #draft = ''

  add(line: string): void {
    if (line.trim() !== '' && this.#lines.at(-1) !== line) this.#lines.push(line)
    this.#at = this.#lines.length
    this.#draft = ''
  }

  /** The line before the shown one, or null at the first. */
  before(shown: string): string | null {
    if (this.#at === 0) return null
    if (this.#at === this.#lines.length) this.#draft = shown
    return this.#lines[--this.#at]!
  }

  /** The line after it: at last what was being typed. Null if that is shown. */
  after(): string | null {
    if (this.#at >= this.#lines.length) return null
    return this.#lines[++this.#at] ?? this.#draft
  }
}
