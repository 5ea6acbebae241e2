/** A value that breaks a property; its cause is the error thrown for it. */
export class PropertyFailure extends Error {
  override readonly name = 'PropertyFailure'
  /** The value, in words. */
  readonly input: string

  constructor(input: string, cause: unknown) {
    super(`For ${input}: ${cause instanceof Error ? cause.message.split('\n')[0] : String(cause)}`, { cause })
    this.input = input
  }
}
