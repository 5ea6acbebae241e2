import { parseArgs } from 'node:util'
import { CommandError } from './command-error.ts'

export const GRADE_HELP = `Usage: ackademy grade [options] EXERCISE DIR…

Grades submissions: each DIR holds one. EXERCISE is an exercise's id, or the path of its folder.
  --backend NAME   simulated or linux (default: the first that the exercise names)
  --seed N         randomness of the worlds (default 1)
  --variant KEY    which variant's numbers and words (default: sample)
  --test ID        only this test, or a pattern such as 'h3/*'; may be given several times
  --jobs N         submissions graded at the same time (default 1)
  --unsandboxed    run the submission without the jail: for code of your own
  --format NAME    text, json or junit (default text)

Exit status: 0 every submission passed, 1 one did not, 2 something could not be done.
`

const FORMATS = ['text', 'json', 'junit'] as const
const LATER = ['ctrf', 'gradescope']
const BACKENDS = ['simulated', 'linux'] as const

export interface GradeOptions {
  exercise: string
  folders: string[]
  backend: (typeof BACKENDS)[number] | null
  seed: number
  variant: string
  tests: string[] | null
  jobs: number
  unsandboxed: boolean
  format: (typeof FORMATS)[number]
}

/** Null when help is asked for. Throws `CommandError`, or parseArgs' own error, for what cannot be meant. */
export function parseGradeOptions(args: string[]): GradeOptions | null {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      backend: { type: 'string' },
      seed: { type: 'string', default: '1' },
      variant: { type: 'string', default: 'sample' },
      test: { type: 'string', multiple: true },
      jobs: { type: 'string', default: '1' },
      unsandboxed: { type: 'boolean', default: false },
      format: { type: 'string', default: 'text' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return null
  const [exercise, ...folders] = positionals
  if (exercise === undefined || folders.length === 0)
    throw new CommandError('expected an exercise and one or more folders: ackademy grade tcp-echo-line DIR')
  if (LATER.includes(values.format))
    throw new CommandError(`--format ${values.format} is not supported yet: text, json and junit are`)
  return {
    exercise,
    folders,
    backend: values.backend === undefined ? null : oneOf('--backend', values.backend, BACKENDS),
    seed: wholeNumber('--seed', values.seed, 0),
    variant: values.variant,
    tests: values.test ?? null,
    jobs: wholeNumber('--jobs', values.jobs, 1),
    unsandboxed: values.unsandboxed,
    format: oneOf('--format', values.format, FORMATS),
  }
}

/** A whole number of at least `least`. */
export function wholeNumber(option: string, text: string, least: number): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= least) return number
  throw new CommandError(`${option} ${text}: expected a whole number from ${least} up`)
}

export function oneOf<T extends string>(option: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === text)
  if (found !== undefined) return found
  throw new CommandError(`${option} ${text}: expected ${allowed.join(' or ')}`)
}
