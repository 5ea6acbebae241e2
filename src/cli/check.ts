import { parseArgs } from 'node:util'
import { type CheckResult, checkAsText, checkExercise, type GradeProgram } from '../grader/check/index.ts'
import { type BackendName, drawParams, type LoadedExercise } from '../grader/index.ts'
import { compileFunction } from '../grader/node/index.ts'
import { loadTests, type OpenWorld, waitsMs } from '../grader/running/index.ts'
import { exerciseIds, readExercise } from './exercises.ts'
import { gradeFiles } from './grade-here.ts'
import { prepareJail } from './grade-jailed.ts'
import { oneOf, wholeNumber } from './grade-options.ts'
import { withSimulatedWorlds } from './simulated-worlds.ts'

const HELP = `Usage: ackademy check [options] [EXERCISE…]

Holds exercises to what they promise: the solution passes, the starter and every wrong solution fail as claimed with the claimed hint,
every test can fail, and one seed gives one capture. Without EXERCISE, all of the course.
  --backend NAME   simulated, linux (in Docker) or both (default both: every backend that the exercise names)
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
      backend: { type: 'string', default: 'both' },
      seeds: { type: 'string', default: '2' },
      format: { type: 'string', default: 'text' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(HELP)
    return 0
  }
  const backend = oneOf('--backend', values.backend, ['both', 'simulated', 'linux'])
  const format = oneOf('--format', values.format, ['text', 'json'])
  const seeds = wholeNumber('--seeds', values.seeds, 1)
  const results = await checkAll(positionals.length > 0 ? positionals : exerciseIds(), backend, seeds)
  process.stdout.write(
    format === 'json' ? `${JSON.stringify(results, null, 2)}\n` : results.map(checkAsText).join('\n'),
  )
  return results.every((result) => result.passed) ? 0 : 1
}

async function checkAll(ids: string[], backend: 'both' | BackendName, seeds: number): Promise<CheckResult[]> {
  const exercises = ids.map((id) => ({ id, exercise: readExercise(id) }))
  const results: CheckResult[] = []
  for (const { id, exercise } of exercises) {
    const backends = exercise.exercise.backends.filter((named) => backend === 'both' || named === backend)
    const check = async (openWorld: OpenWorld) =>
      checkOne(exercise, backends, seeds, await grader(id, exercise, backends, openWorld))
    results.push(await withSimulatedWorlds(exercise, check))
  }
  return results
}

/** Simulated worlds are in this machine's hands, since the programs are the author's own; real kernels are in the container. */
async function grader(
  id: string,
  exercise: LoadedExercise,
  backends: BackendName[],
  openWorld: OpenWorld,
): Promise<GradeProgram> {
  const jailed = backends.includes('linux') ? await prepareJail(id) : null
  return (submission, inputs, onRecording) => {
    if (inputs.backend === 'linux' && jailed) return jailed({ submission, ...inputs }, onRecording)
    return gradeFiles({ exercise, submission, ...inputs, openWorld, ...(onRecording && { onRecording }) })
  }
}

async function checkOne(
  exercise: LoadedExercise,
  backends: BackendName[],
  seeds: number,
  grade: GradeProgram,
): Promise<CheckResult> {
  const { id } = exercise.exercise
  const tests = await loadTests(exercise, drawParams(exercise.exercise, 'check/1', 'simulated'), compileFunction)
  const onTerminal = process.stderr.isTTY
  const result = await checkExercise({
    exercise,
    backends,
    seeds,
    waits: new Map(tests.map((test) => [test.id, waitsMs(test)])),
    grade,
    onProgress: (what) => onTerminal && process.stderr.write(`\r\x1b[K${id}: ${what}`),
  })
  if (onTerminal) process.stderr.write('\r\x1b[K')
  return result
}
