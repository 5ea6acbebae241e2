import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import type { BackendName } from '../../grader/index.ts'
import { CommandError } from '../command-error.ts'
import { oneOf, wholeNumber } from '../option-values.ts'

export const CHECK_HELP = `Usage: ackademy check [options] [NAME…]

Holds what authors write to what it promises. NAME is the id of an exercise, a quiz or a drill, or the path of its folder or file; without
one, all of the course is checked. Of an exercise: the solution passes, the starter and every wrong solution fail as claimed with the
claimed hint, every test can fail, every hint is shown, one seed gives one capture, and its texts speak of what there is.
  --backend NAME   simulated, linux (in Docker) or both (default both: every backend that the exercise names)
  --seeds N        seeds of each variant for the solution, and variants for each wrong program (default 2)
  --mutants        change the solution in many small ways and list the changes that no test notices
  --jobs N         programs graded at the same time (default: one for each processor)
  --keep FOLDER    keep the failures of every run that a problem is about, for \`ackademy replay\` and Wireshark; simulated ones alone
  --json           the results as JSON on standard output
  --html FILE      the results as a page as well

Exit status: 0 all hold, 1 one does not, 2 something could not be done.
`

export interface CheckCommand {
  names: string[]
  backend: 'both' | BackendName
  seeds: number
  mutants: boolean
  jobs: number
  json: boolean
  html: string | null
  keep: string | null
}

/** Null when help is asked for. Throws `CommandError`, or parseArgs' own error, for what cannot be meant. */
export function parseCheckOptions(args: string[]): CheckCommand | null {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      backend: { type: 'string', default: 'both' },
      seeds: { type: 'string', default: '2' },
      mutants: { type: 'boolean', default: false },
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
    jobs: values.jobs === undefined ? availableParallelism() : wholeNumber('--jobs', values.jobs, 1),
    json: values.json,
    html: values.html ?? null,
    keep: values.keep ?? null,
  }
}
