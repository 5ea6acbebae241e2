import { join } from 'node:path'
import { type BackendName, coveringVariants, drawParams, hashBytes, type LoadedExercise } from '#grader'
import {
  type CheckExtras,
  type CheckResult,
  checkExercise,
  type GradedRun,
  type GradeProgram,
  type QuestionCheck,
} from '#grader/check/index.ts'
import { compileFunction } from '#grader/node/index.ts'
import { type GradeJob, loadTests, TestFileError, waitsMs } from '#grader/running/index.ts'
import {
  exerciseIds,
  exerciseSources,
  lessonPlaces,
  lessonTexts,
  ownExerciseIds,
  readExercise,
} from '#grading/course/index.ts'
import type { Jail } from '#grading/jail/index.ts'
import { keepReplays } from '#grading/replay/index.ts'
import { CommandError } from '../command-error.ts'
import { openJail } from '../pool.ts'
import { build } from '../run-script.ts'
import { mdxProblems } from './mdx.ts'
import type { CheckCommand } from './options.ts'
import { GradePool } from './pool.ts'
import { ProgressBar } from './progress.ts'
import { checkQuestionFile, questionFiles } from './questions.ts'

export interface CheckedAll {
  exercises: CheckResult[]
  questions: QuestionCheck[]
}

/** Checks everything named, in order. Throws `CommandError` for an unknown name. */
export async function checkAll(options: CheckCommand): Promise<CheckedAll> {
  const { names } = options
  const questionNames = questionFiles()
  const asked = names.length > 0 ? names : [...ownExerciseIds(), ...questionNames.keys()]
  const found = asked.map((name) => ({ name, question: questionNames.get(name) }))
  // Reads all of them first, to report a broken file before minutes of grading.
  const exercises = found
    .filter(({ question }) => !question)
    .map(({ name }) => ({ name, exercise: readExercise(name) }))
  refuseBrokenTexts([
    ...exercises.map(({ exercise: { folder, prompt } }) => ({ file: `${folder}/prompt.mdx`, text: prompt })),
    ...(names.length === 0 ? lessonTexts() : []),
  ])
  await build('runtime')
  const bar = new ProgressBar(process.stderr)
  const results: CheckedAll = { exercises: [], questions: [] }
  try {
    for (const { name, exercise } of exercises) results.exercises.push(await checkOne(name, exercise, options, bar))
    for (const { question } of found) if (question) results.questions.push(await checkQuestionFile(question))
  } finally {
    bar.clear()
  }
  return results
}

/** Throws `CommandError` with each text that the site could not be built with. */
function refuseBrokenTexts(texts: readonly { file: string; text: string }[]): void {
  const problems = texts.flatMap(({ file, text }) => mdxProblems(file, text))
  if (problems.length > 0) throw new CommandError(problems.join('\n'))
}

async function checkOne(
  name: string,
  exercise: LoadedExercise,
  options: CheckCommand,
  bar: ProgressBar,
): Promise<CheckResult> {
  const { backend, seeds, jobs, mutants, pairs, keep } = options
  const { id, backends: all } = exercise.exercise
  const backends = all.filter((named) => backend === 'both' || named === backend)
  const waits = await waitsOf(exercise)
  const graders = new Graders(name, backends)
  try {
    return await checkExercise({
      exercise,
      backends,
      seeds,
      jobs,
      mutants,
      pairs,
      waits,
      exerciseIds: exerciseIds(),
      lessons: lessonPlaces(),
      paths: Object.keys(exerciseSources(name).files),
      grade: await graders.open(),
      onProgress: (progress) => bar.show(id, progress),
      ...(keep !== null && { onTroubled: (run) => keepRun(join(keep, id), run) }),
    })
  } finally {
    await graders.close()
  }
}

/** Keeps each run's failures in a folder of its own: `wrong-chunk-check-4-seed-2`. */
function keepRun(folder: string, { about, variant, report, replays }: GradedRun): void {
  keepReplays(join(folder, `${about}-${variant}-seed-${report.inputs.seed}`.replaceAll('/', '-')), report, replays)
}

/** How long each test may take in each variant that is run: a limit may depend on a parameter. */
async function waitsOf(exercise: LoadedExercise): Promise<(variant: string) => Map<string, number>> {
  const waits = new Map<string, Map<string, number>>()
  try {
    for (const variant of coveringVariants(exercise.exercise)) {
      const tests = await loadTests(exercise, drawParams(exercise.exercise, variant, 'simulated'), compileFunction)
      waits.set(variant, new Map(tests.map((test) => [test.id, waitsMs(test)])))
    }
  } catch (error) {
    if (error instanceof TestFileError) throw new CommandError(error.message)
    throw error
  }
  return (variant) => waits.get(variant)!
}

/** Runs simulated worlds on this machine, since the programs are the author's own, and real kernels in the container. */
class Graders {
  readonly #exercise: string
  readonly #backends: readonly BackendName[]
  #pool: GradePool | null = null
  #jail: Jail | null = null

  constructor(exercise: string, backends: readonly BackendName[]) {
    this.#exercise = exercise
    this.#backends = backends
  }

  async open(): Promise<GradeProgram> {
    if (this.#backends.includes('linux')) this.#jail = await openJail(this.#exercise, { jobs: 1, ahead: 1 })
    if (this.#backends.includes('simulated')) this.#pool = new GradePool(this.#exercise)
    return (job, extras) => (job.backend === 'linux' ? this.#onLinux(job, extras) : this.#pool!.grade(job, extras))
  }

  /** One at a time on real time: a second program would delay the first. */
  async #onLinux(job: GradeJob, { recordings }: CheckExtras) {
    const captures: Record<string, string> = {}
    const keep = (test: string, pcapng: Uint8Array) => {
      captures[test] = hashBytes(pcapng)
    }
    const report = await this.#jail!.submit(job, recordings ? { onRecording: keep } : {}).result
    const realMs = Object.fromEntries(report.tests.map(({ id, took }) => [id, took]))
    return { report, captures, realMs, replays: {} }
  }

  async close(): Promise<void> {
    this.#pool?.close()
    await this.#jail?.pool.stop({ now: true })
  }
}
