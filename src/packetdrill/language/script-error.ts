/** Something is wrong with a script itself. The message names file, line and column, what was found there and what may stand there. */
export class ScriptError extends Error {
  readonly file: string
  readonly line: number

  constructor(file: string, line: number, column: number, message: string) {
    super(`${file}:${line}:${column}: ${message}`)
    this.file = file
    this.line = line
  }
}

/** A script asks for something that the system under test does not have: it is skipped, which is neither passed nor failed. */
export class NeedsError extends Error {
  /** A noun: what is missing. */
  readonly needs: string

  constructor(needs: string) {
    super(`needs ${needs}`)
    this.needs = needs
  }
}
