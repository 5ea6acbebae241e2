/**
 * `ackademy` in one file that needs nothing beside it, for a Node that has no children, no threads and no kernel: that of a WebContainer.
 * Built to `generated/ackademy.mjs`.
 */
import { isUserError, messageOf } from '../command-error.ts'
import { gradeOne } from './grade.ts'
import { ONE_FILE_HELP, parseOneFileOptions } from './options.ts'

async function main(args: string[]): Promise<number> {
  try {
    const options = parseOneFileOptions(args)
    if (options) return await gradeOne(options)
    process.stdout.write(ONE_FILE_HELP)
    return 0
  } catch (error) {
    if (!isUserError(error)) throw error
    process.stderr.write(messageOf(error, 'ackademy'))
    return 2
  }
}

process.exitCode = await main(process.argv.slice(2))
