import { parseArgs } from 'node:util'
import { type CheckResult, checkAsText, checkExercise } from '../grader/check/index.ts'
import { drawParams, type LoadedExercise } from '../grader/index.ts'
import { compileFunction } from '../grader/node/index.ts'
import { loadTests, type OpenWorld, waitsMs } from '../grader/running/index.ts'
import { CommandError } from './command-error.ts'
import { exerciseIds, readExercise } from './exercises.ts'
import { gradeFiles } from './grade-here.ts'
import { oneOf, wholeNumber } from './grade-options.ts'
import { withSimulatedWorlds } from './simulated-worlds.ts'

const HELP = `Usage: ackademy check [options] [EXERCISE…]

Holds exercises to what they promise: the solution passes, the starter and every wrong solution fail as claimed with the claimed hint,
every test can fail, and one seed gives one capture. Without EXERCISE, all of the course.
  --backend NAME   simulated (linux comes with the Docker image)
  --seeds N        seeds and variants for each program (default 2; every value of a variant is always shown once)
  --format NAME    text or json (default text)

Exit status: 0 all hold, 1 one does not, 2 something could not be done.
`

/** \`ackademy check\`: the author's check. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      backend: { type: 'string', default: 'simulated' },
      seeds: { type: 'string', default: '2' },
      format: { type: 'string', default: 'text' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return 0
  }
  if (values.backend === 'linux' || values.backend === 'both')
    throw new CommandError(
      `--backend ${values.backend} needs the Docker image, which this version does not have yet; simulated works`,
    )
  oneOf('--backend', values.backend, ['simulated'])
  const format = oneOf('--format', values.format, ['text', 'json'])
  const seeds = wholeNumber('--seeds', values.seeds, 1)
  const results = await checkAll(positionals.length > 0 ? positionals : exerciseIds(), seeds)
  process.stdout.write(
    format === 'json' ? `${JSON.stringify(results, null, 2)}\n` : results.map(checkAsText).join('\n'),
  )
  return results.every((result) => result.passed) ? 0 : 1
}

async function checkAll(ids: string[], seeds: number): Promise<CheckResult[]> {
  const exercises = ids.map(readExercise)
  return withSimulatedWorlds(async (openWorld) => {
    const results: CheckResult[] = []
    for (const exercise of exercises) results.push(await checkOne(exercise, seeds, openWorld))
    return results
  })
}

async function checkOne(exercise: LoadedExercise, seeds: number, openWorld: OpenWorld): Promise<CheckResult> {
  const { id, backends } = exercise.exercise
  const tests = await loadTests(exercise, drawParams(exercise.exercise, 'check/1', 'simulated'), compileFunction)
  const progress = (what: string) => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${id}: ${what}`)
  const result = await checkExercise({
    exercise,
    backends: backends.filter((backend) => backend === 'simulated'),
    seeds,
    waits: new Map(tests.map((test) => [test.id, waitsMs(test)])),
    grade: (submission, inputs, onRecording) =>
      gradeFiles({ exercise, submission, ...inputs, openWorld, ...(onRecording && { onRecording }) }),
    onProgress: progress,
  })
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  return result
}
