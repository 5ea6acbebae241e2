/** Something the person can mend: printed as one message without a stack trace, exit status 2. */
export class CommandError extends Error {}

/** Also what node:util's parseArgs throws: it says what is wrong with an option in a sentence, and that sentence is the message. */
export function isUserError(error: unknown): error is Error {
  if (error instanceof CommandError) return true
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}
