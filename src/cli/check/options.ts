import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import type { BackendName } from '#grader'
import { CommandError } from '../command-error.ts'
import { oneOf, wholeNumber } from '../option-values.ts'

export const CHECK_HELP = `Usage: ackademy check [options] [NAME…]

Checks exercises, quizzes and drills. NAME is an id, or the path of a folder or file; without one, the whole course is checked.
An exercise is correct if its solution passes, the starter and every wrong solution fail as claimed with the claimed hint and no false one, every
test can fail, the same seed gives the same capture, and its texts mention only things that exist.
  --backend NAME   simulated, linux (in Docker) or both (default: every backend of the exercise)
  --seeds N        seeds per variant for the solution, and variants per wrong program (default 2)
  --mutants        also make many small changes to the solution, and list those that no test detects
  --pairs          also run every two mistakes of wrong.yaml at once, and list hints that are true of neither
  --jobs N         programs graded at the same time (default: one per processor)
  --keep FOLDER    keep the simulated failures behind each problem, for \`ackademy replay\` and Wireshark
  --json           print the results as JSON
  --html FILE      also write the results as an HTML page

Exit status: 0 no problems, 1 problems found, 2 error.
`

export interface CheckCommand {
  names: string[]
  backend: 'both' | BackendName
  seeds: number
  mutants: boolean
  pairs: boolean
  jobs: number
  json: boolean
  html: string | null
  keep: string | null
}

/** Returns null for `--help`. Throws `CommandError`, or parseArgs' own error, for invalid options. */
export function parseCheckOptions(args: string[]): CheckCommand | null {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      backend: { type: 'string', default: 'both' },
      seeds: { type: 'string', default: '2' },
      mutants: { type: 'boolean', default: false },
      pairs: { type: 'boolean', default: false },
      jobs: { type: 'string' },
      json: { type: 'boolean', default: false },
      html: { type: 'string' },
      keep: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return null
  if (values.html === '') throw new CommandError('--html: expected a file to write the page to: --html check.html')
  if (values.keep === '') throw new CommandError('--keep: expected a folder to keep failures in: --keep kept')
  return {
    names: positionals,
    backend: oneOf('--backend', values.backend, ['both', 'simulated', 'linux']),
    seeds: wholeNumber('--seeds', values.seeds, 1),
    mutants: values.mutants,
    pairs: values.pairs,
    jobs: values.jobs === undefined ? availableParallelism() : wholeNumber('--jobs', values.jobs, 1),
    json: values.json,
    html: values.html ?? null,
    keep: values.keep ?? null,
  }
}
