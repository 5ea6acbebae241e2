/**
 * `ackademy wrong`: the wrong programs and attempts of an exercise as programs, for authors. `show.ts` makes one from its edits, `capture.ts` and
 * `capture-attempt.ts` make edits from a working copy.
 */
import { parseArgs } from 'node:util'
import { didYouMean } from '#lab'
import { CommandError } from '../command-error.ts'
import { type Claimed, capture } from './capture.ts'
import { captureIntoAttempt } from './capture-attempt.ts'
import { attemptName } from './names.ts'
import { show } from './show.ts'

const HELP = `Usage: ackademy wrong show EXERCISE NAME [--out DIR]
       ackademy wrong capture EXERCISE NAME DIR [--idea TEXT --fails ID --passes ID --hint ID]

The wrong programs of an exercise are edits of its solution, stored in its wrong.yaml.
show prints the files that differ from the solution.
  --out DIR      writes all files to DIR instead, with params.ts of the sample variant, ready to run, edit and grade
capture compares DIR with the solution and stores the edits. Files missing in DIR are taken from the solution.
Other entries in wrong.yaml are unchanged. A new wrong program needs a claim; an existing one keeps its claim by default:
  --idea TEXT    the misconception behind it, in one sentence
  --fails ID     a test that it fails, or a pattern such as 'h3/*'; repeatable
  --passes ID    a test that it still passes; repeatable
  --hint ID      the cause of hints.yaml that is true of it and is shown

NAME may be attempts/NAME, an entry of attempts/attempts.yaml. capture then stores edits of the program closest to DIR, the solution or
another attempt, or the whole program if more than 25 lines differ from each. It takes no claim: verdict and truth stay as they are.

Exit status: 0 done, 2 error.
`

const FORMS = {
  show: 'ackademy wrong show tcp-echo-line chunk',
  capture: 'ackademy wrong capture tcp-echo-line chunk my-copy/',
}

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      idea: { type: 'string' },
      fails: { type: 'string', multiple: true },
      passes: { type: 'string', multiple: true },
      hint: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return 0
  }
  const [verb, exercise, name, folder, ...more] = positionals
  if (verb !== 'show' && verb !== 'capture')
    throw new CommandError(
      `found ${verb === undefined ? 'nothing' : `"${verb}"`} after "wrong", expected show or capture${didYouMean(verb ?? '', ['show', 'capture'])}`,
    )
  const isWhole = exercise !== undefined && name !== undefined && (folder !== undefined) === (verb === 'capture')
  if (!isWhole || more.length > 0)
    throw new CommandError(
      `expected an exercise, a name${verb === 'capture' ? ' and the folder of a working copy' : ''}: ${FORMS[verb]}`,
    )
  const { out, help: _, ...claim } = values
  process.stdout.write(verb === 'show' ? show(exercise, name, out) : captured(exercise, name, folder!, claim))
  return 0
}

function captured(exercise: string, name: string, folder: string, claim: Claimed): string {
  const attempt = attemptName(name)
  if (attempt === undefined) return capture(exercise, name, folder, claim)
  const [option] = Object.keys(claim)
  if (option !== undefined)
    throw new CommandError(`found --${option} for ${name}, expected none: attempts.yaml tells what an attempt is`)
  return captureIntoAttempt(exercise, attempt, folder)
}
