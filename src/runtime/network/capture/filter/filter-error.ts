/** Why a display filter does not compile, and where. */
export class FilterError {
  readonly filter: string
  /** From 1: where the text stops making sense. */
  readonly column: number
  readonly reason: string

  constructor(filter: string, column: number, reason: string) {
    this.filter = filter
    this.column = column
    this.reason = reason
  }

  /** The reason, and the filter with a mark below it. */
  toString(): string {
    return `${this.reason} (column ${this.column})\n  ${this.filter}\n  ${' '.repeat(this.column - 1)}^`
  }
}
