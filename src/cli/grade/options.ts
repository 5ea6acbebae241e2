import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { FORMAT_NAMES, FORMATS, type Format } from '#grader'
import { CommandError } from '../command-error.ts'
import { oneOf, wholeNumber } from '../option-values.ts'

export const GRADE_HELP = `Usage: ackademy grade [options] EXERCISE DIR…
       ackademy grade [options] EXERCISE --batch FOLDER

Grades submissions. Each DIR is a folder or a zip file with one submission. EXERCISE is an id, or the path of an exercise's folder.
  --backend NAME   simulated, linux, or both, to compare them (default: the exercise's first backend)
  --seed N         seed of the worlds (default 1)
  --variant KEY    variant of the exercise (default: sample)
  --test ID        only this test, or a pattern such as 'h3/*'; repeatable
  --jobs N         submissions graded at the same time (default 1; in a batch one per processor)
  --unsandboxed    run the submission without the jail: for your own code only
  --keep FOLDER    save each failure of a simulated world: its capture, and a file for \`ackademy replay\`
  --format NAME    ${FORMAT_NAMES.join(', ')} (default text)

A batch is a folder of submissions, each a folder or a zip file of its own. What is graded is kept at once: a batch that was stopped or
has crashed goes on where it was when the same command is given again.
  --batch FOLDER   the submissions
  --out FOLDER     where the grades go: summary.csv, reports/, journal.ndjson (default: FOLDER-graded)
  --fresh          forget what --out holds, and grade everything anew

Exit status: 0 every submission passed, 1 one did not, 2 something could not be done.
`

const BACKENDS = ['simulated', 'linux', 'both'] as const

export interface GradeOptions {
  exercise: string
  folders: string[]
  backend: (typeof BACKENDS)[number] | null
  seed: number
  variant: string
  tests: string[] | null
  /** Null if not given. */
  jobs: number | null
  unsandboxed: boolean
  /** Folder for kept failures, if any. */
  keep: string | null
  format: Format
  batch: BatchPlace | null
}

/** A folder of submissions, and the folder for their grades. */
export interface BatchPlace {
  folder: string
  out: string
  fresh: boolean
}

/** Returns null for `--help`. Throws `CommandError`, or parseArgs' own error, for invalid options. */
export function parseGradeOptions(args: string[]): GradeOptions | null {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      backend: { type: 'string' },
      seed: { type: 'string', default: '1' },
      variant: { type: 'string', default: 'sample' },
      test: { type: 'string', multiple: true },
      jobs: { type: 'string' },
      unsandboxed: { type: 'boolean', default: false },
      keep: { type: 'string' },
      format: { type: 'string', default: 'text' },
      batch: { type: 'string' },
      out: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  })
  if (values.help) return null
  const [exercise, ...folders] = positionals
  const batch = batchPlace(values)
  if (exercise === undefined || (folders.length === 0 && !batch))
    throw new CommandError(
      'expected an exercise and one or more folders or zip files: ackademy grade tcp-echo-line DIR',
    )
  if (batch && folders.length > 0)
    throw new CommandError(
      `--batch ${batch.folder} names the submissions: ${folders.join(', ')} cannot stand beside it`,
    )
  if (batch && values.unsandboxed)
    throw new CommandError("--batch grades other people's code, which runs in the jail only: leave out --unsandboxed")
  if (values.backend === 'both' && (batch || values.unsandboxed))
    throw new CommandError(
      '--backend both compares with a real kernel, one folder at a time: leave out --batch and --unsandboxed',
    )
  if (values.keep !== undefined && (batch || values.backend === 'both'))
    throw new CommandError('--keep is about simulated worlds of single folders: leave out --batch and --backend both')
  return {
    exercise,
    folders,
    backend: values.backend === undefined ? null : oneOf('--backend', values.backend, BACKENDS),
    seed: wholeNumber('--seed', values.seed, 0),
    variant: values.variant,
    tests: values.test ?? null,
    jobs: values.jobs === undefined ? null : wholeNumber('--jobs', values.jobs, 1),
    unsandboxed: values.unsandboxed,
    keep: values.keep ?? null,
    format: formatFor(values, folders.length),
    batch,
  }
}

/** Refuses, before anything is graded, combinations that a format or a comparison can't show. */
function formatFor(values: { format: string; batch?: string; backend?: string }, count: number): Format {
  const format = oneOf('--format', values.format, FORMAT_NAMES)
  if (FORMATS[format].takesOne && (values.batch !== undefined || count > 1))
    throw new CommandError(`--format ${format} holds one submission: name one folder, without --batch`)
  if (values.backend === 'both' && format !== 'text' && format !== 'json')
    throw new CommandError(`--format ${format}: a comparison of two backends is written as text or json`)
  return format
}

function batchPlace(values: { batch?: string; out?: string; fresh: boolean }): BatchPlace | null {
  const { batch, out, fresh } = values
  if (batch === undefined && (out !== undefined || fresh))
    throw new CommandError(`${fresh ? '--fresh' : '--out'} is about a batch: it needs --batch FOLDER`)
  if (batch === undefined) return null
  const folder = resolve(batch)
  return { folder, out: resolve(out ?? `${folder}-graded`), fresh }
}
