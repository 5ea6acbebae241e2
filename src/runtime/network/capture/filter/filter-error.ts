/** Reason why a display filter doesn't compile, and the position. */
export class FilterError {
  readonly filter: string
  /** Position from 1 where the text becomes invalid. */
  readonly column: number
  readonly reason: string

  constructor(filter: string, column: number, reason: string) {
    this.filter = filter
    this.column = column
    this.reason = reason
  }

  /** Returns the reason, and the filter with a mark below it. */
  toString(): string {
    return `${this.reason} (column ${this.column})\n  ${this.filter}\n  ${' '.repeat(this.column - 1)}^`
  }
}
