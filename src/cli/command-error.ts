import { UserError } from '#grading/errors/index.ts'

/** A mistake on the command line, or something that this command needs and does not find. */
export class CommandError extends UserError {}

/** Also what node:util's parseArgs throws: it says what is wrong with an option in a sentence. */
export function isUserError(error: unknown): error is Error {
  return error instanceof UserError || isAboutOptions(error)
}

/** What is printed, by the command's name. Whoever mistook an option wants to know which there are, not how parseArgs tells options from paths. */
export function messageOf(error: Error, command: string): string {
  const [sentence = ''] = error.message.split('. To specify a positional argument')
  return `${command}: ${isAboutOptions(error) ? `${sentence} (see ${command} --help)` : error.message}\n`
}

const isAboutOptions = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
