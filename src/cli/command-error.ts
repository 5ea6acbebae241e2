import { UserError } from '#grading/errors/index.ts'

/** A mistake on the command line, or something missing that the command needs. */
export class CommandError extends UserError {}

/** Also matches errors of node:util's parseArgs, which describe a wrong option in a sentence. */
export function isUserError(error: unknown): error is Error {
  return error instanceof UserError || isAboutOptions(error)
}

/** Returns the message to print. After a wrong option the user needs the list of options, not parseArgs' advice on telling options from paths. */
export function messageOf(error: Error, command: string): string {
  const [sentence = ''] = error.message.split('. To specify a positional argument')
  return `${command}: ${isAboutOptions(error) ? `${sentence} (see ${command} --help)` : error.message}\n`
}

const isAboutOptions = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
