import { parseArgs } from 'node:util'
import { FORMAT_NAMES, FORMATS, hasPassed, Report } from '#grader'
import { readExercise } from '#grading/course/index.ts'
import { Answer, DEFAULT_PORT, SUBMISSIONS_PATH, type Submission } from '#grading/desk/index.ts'
import { readSubmission } from '#grading/here/index.ts'
import { CommandError } from './command-error.ts'
import { oneOf } from './option-values.ts'

const HELP = `Usage: ackademy submit [--to URL] [--format NAME] EXERCISE DIR

Submits a folder or zip file to a running Ackademy server, like Submit in the lab. The server grades it in Docker; nothing runs here.
  --to URL       the server (default http://localhost:${DEFAULT_PORT}, the address of \`ackademy start\`)
  --format NAME  ${FORMAT_NAMES.join(', ')} (default text)

Exit status: 0 passed, 1 failed, 2 error.
`

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      to: { type: 'string', default: `http://localhost:${DEFAULT_PORT}` },
      format: { type: 'string', default: 'text' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return 0
  }
  const [exercise, folder, ...more] = positionals
  if (exercise === undefined || folder === undefined || more.length > 0)
    throw new CommandError('expected an exercise and a folder: ackademy submit tcp-echo-line my-solution/')
  if (!URL.canParse(values.to))
    throw new CommandError(`--to ${values.to}: expected an address such as http://localhost:${DEFAULT_PORT}`)
  const format = oneOf('--format', values.format, FORMAT_NAMES)
  const files = await readSubmission(folder, readExercise(exercise))
  const answer = await handIn(new URL(values.to), { exercise, files, hintsOpened: 0, folder })
  if ('error' in answer) throw new CommandError(answer.error)
  process.stdout.write(FORMATS[format].write([{ name: folder, report: answer.report }], false))
  if (answer.report.status !== 'graded') return 2
  return hasPassed(answer.report) ? 0 : 1
}

/** Posts the submission, as the page of that server would. */
async function handIn({ origin }: URL, submission: Submission): Promise<Answer> {
  const response = await post(origin, JSON.stringify(submission))
  const answer: unknown = await response.json().catch(() => null)
  const read = Answer.safeParse(answer)
  if (read.success) return read.data
  if (typeof answer === 'object' && answer !== null && 'report' in answer)
    throw new CommandError(
      `${origin} sent a report that this version cannot read (${unreadable(answer)}): update Ackademy on both sides`,
    )
  throw new CommandError(
    `${origin} answered, but takes no submissions (status ${response.status}): is that Ackademy, started with "ackademy start"?`,
  )
}

/** Returns where a report doesn't match this version's schema: `tests.0.status`. */
function unreadable({ report }: { report?: unknown }): string {
  const { error } = Report.safeParse(report)
  return error?.issues[0]?.path.join('.') ?? 'recordings'
}

async function post(origin: string, body: string): Promise<Response> {
  try {
    return await fetch(`${origin}${SUBMISSIONS_PATH}`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body,
    })
  } catch (error) {
    const { cause } = error as { cause?: NodeJS.ErrnoException }
    throw new CommandError(
      `nothing takes submissions at ${origin} (${cause?.code ?? cause?.message ?? error}): "ackademy start" does, in a terminal of its own; "ackademy grade" grades without it`,
    )
  }
}
