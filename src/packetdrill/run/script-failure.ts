/** A script's expectation does not hold. `detail` has a line for each thing to look at. */
export class ScriptFailure extends Error {
  readonly detail: readonly string[]

  constructor(message: string, detail: readonly string[] = []) {
    super(message)
    this.detail = detail
  }
}
