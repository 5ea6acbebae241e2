import { parseArgs } from 'node:util'
import { CommandError } from '../command-error.ts'
import { oneOf, wholeNumber } from '../option-values.ts'

export const ONE_FILE_HELP = `Usage: node ackademy.mjs grade [options] EXERCISE.json DIR

Grades the folder DIR on the simulated internet, in this process. EXERCISE.json is an exercise as the site publishes it.
  --backend NAME   simulated, the only one available here (default)
  --seed N         seed of the worlds (default: the exercise's)
  --variant KEY    variant of the exercise (default: the one in EXERCISE.json)
  --test ID        only this test, or a pattern such as 'h3/*'; repeatable
  --answer FILE    write a server's answer to a submission: the report, and the packets of failed tests

Exit status: 0 passed, 1 failed, 2 error.
`

export interface OneFileOptions {
  exercise: string
  folder: string
  seed: number | null
  variant: string | null
  tests: string[] | null
  /** Where the answer goes, if anywhere. */
  answer: string | null
}

/** Returns null for `--help`. Throws `CommandError`, or parseArgs' own error, for invalid options. */
export function parseOneFileOptions(args: string[]): OneFileOptions | null {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      backend: { type: 'string', default: 'simulated' },
      seed: { type: 'string' },
      variant: { type: 'string' },
      test: { type: 'string', multiple: true },
      answer: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return null
  const [verb, exercise, folder, ...more] = positionals
  if (verb !== 'grade' || exercise === undefined || folder === undefined || more.length > 0)
    throw new CommandError('expected an exercise and a folder: node ackademy.mjs grade exercise.json work')
  oneOf('--backend', values.backend, ['simulated'])
  return {
    exercise,
    folder,
    seed: values.seed === undefined ? null : wholeNumber('--seed', values.seed, 0),
    variant: values.variant ?? null,
    tests: values.test ?? null,
    answer: values.answer ?? null,
  }
}
