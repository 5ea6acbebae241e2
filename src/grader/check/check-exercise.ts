import type { BackendName } from '../exercise/index.ts'
import type { GradeJob } from '../running/index.ts'
import { coveringVariants } from '../variants/index.ts'
import { type Precision, runAttempts } from './attempt-runs.ts'
import type { CheckOptions, GradedRun } from './check-options.ts'
import { checkClaim } from './claim-findings.ts'
import { checkFiles } from './file-findings.ts'
import { distinct, type Finding, note, problem } from './findings.ts'
import { type CheckExtras, Gradings } from './grading.ts'
import { type KillMatrix, killMatrix, matrixFindings } from './kill-matrix.ts'
import { checkLabels } from './label-findings.ts'
import { type MutantResults, runMutants } from './mutant-runs.ts'
import { obstacleFindings, obstacleOf, type Run } from './obstacles.ts'
import { type PairResults, runPairs } from './pair-runs.ts'
import { checkPlan } from './plan-findings.ts'
import { checkProse } from './prose/index.ts'
import { checkCaptures, checkSolution, type TestTime, timesOf } from './solution-findings.ts'

export interface CheckResult {
  exercise: string
  title: string
  passed: boolean
  findings: Finding[]
  /** One matrix per backend, of each program's first run. */
  matrices: { backend: BackendName; matrix: KillMatrix }[]
  /** How long each test of the solution took. */
  times: TestTime[]
  /** What the hints said about programs written from the prompt alone; null if there are none. */
  precision: Precision | null
  pairs: PairResults | null
  mutants: MutantResults | null
  /** How many programs were graded. */
  runs: number
}

/**
 * Checks that an exercise keeps its promises: the solution passes for every seed and variant, starter and wrong solutions fail as
 * claimed with the claimed hint first, every test catches something, every hint is shown, the same seed gives the same capture, and
 * its texts mention only what exists.
 */
export async function checkExercise(options: CheckOptions): Promise<CheckResult> {
  const { exercise, backends, jobs = 1 } = options
  const { grade, onProgress, onTroubled } = options
  const gradings = new Gradings(
    onTroubled ? (job, extras) => grade(job, { ...extras, replays: true }) : grade,
    jobs,
    onProgress,
  )
  const ids = testsOf(options)
  const findings = [
    ...checkPlan(exercise, ids, options),
    ...checkFiles(exercise, options.paths ?? []),
    ...checkProse(exercise),
    ...checkLabels(exercise),
  ]
  if (backends.length === 0)
    findings.push(note('exercise', `was not run: it needs ${exercise.exercise.backends.join(' or ')}`))
  const checked = await Promise.all(backends.map((backend) => checkBackend(options, gradings, backend)))
  const mutants = options.mutants && backends.length > 0 ? await runMutants(options, gradings, backends[0]!) : null
  const measured = backends.length > 0 ? await runAttempts(options, gradings, backends[0]!) : null
  const paired = options.pairs && backends.length > 0 ? await runPairs(options, gradings, backends[0]!) : null
  const all = distinct([
    ...checked.flatMap((backend) => backend.findings),
    ...(measured?.findings ?? []),
    ...(paired?.findings ?? []),
    ...findings,
  ])
  const hasTrouble = ({ about, where }: Run) =>
    all.some((finding) => finding.kind === 'problem' && finding.about === about && finding.where.includes(where))
  for (const run of checked.flatMap(({ runs }) => runs)) if (hasTrouble(run)) onTroubled?.(run)
  return {
    exercise: exercise.exercise.id,
    title: exercise.exercise.title,
    passed: all.every((finding) => finding.kind === 'note'),
    findings: all,
    matrices: checked.map(({ backend, matrix }) => ({ backend, matrix })),
    times: checked.flatMap(({ times }) => times),
    precision: measured?.precision ?? null,
    pairs: paired?.pairs ?? null,
    mutants,
    runs: gradings.runs,
  }
}

/** Checks that every variant has the same tests. */
const testsOf = ({ exercise, waits }: CheckOptions) => [...waits(coveringVariants(exercise.exercise)[0]!).keys()]

async function checkBackend(options: CheckOptions, gradings: Gradings, backend: BackendName) {
  const { exercise, waits } = options
  const [solution, wrong] = await Promise.all([
    exercise.solution ? solutionRuns(options, gradings, backend) : [],
    wrongRuns(options, gradings, backend),
  ])
  const runs = [...solution, ...wrong.flatMap((program) => program.runs)]
  const decided = ({ report }: Run) => obstacleOf(report) === null
  const firstOf = wrong.flatMap(({ about, runs: [first] }) =>
    first && decided(first) ? [{ program: about, report: first.report }] : [],
  )
  const matrix = killMatrix(testsOf(options), firstOf)
  const [first, second] = solution
  const comparable = backend === 'simulated' && first && second && decided(first) && decided(second)
  const findings = [
    ...obstacleFindings(runs),
    ...(exercise.solution ? [] : [problem('solution', 'missing')]),
    ...solution.filter(decided).flatMap((run) => checkSolution(run, waits(run.variant))),
    ...(comparable ? checkCaptures(first.captures, second.captures) : []),
    ...wrong.flatMap(({ about, claim, runs }) =>
      runs.filter(decided).flatMap((run) => checkClaim(about, claim, run, exercise.hints)),
    ),
    ...matrixFindings(matrix, firstOf.length === wrong.length),
  ]
  return { backend, matrix, findings, runs, times: first ? timesOf(backend, first) : [] }
}

/** Runs every seed of every variant; in simulated worlds the first of them twice with its captures, once the way submissions run. */
function solutionRuns({ exercise, seeds }: CheckOptions, gradings: Gradings, backend: BackendName) {
  const jobs = coveringVariants(exercise.exercise).flatMap((variant) =>
    Array.from(
      { length: seeds },
      (_, i): GradeJob => ({ submission: exercise.solution!, backend, variant, seed: i + 1 }),
    ),
  )
  const [first, ...others] = jobs
  const recordings = true
  const twice = [{ recordings }, { recordings, apart: true }].map((extras) => ({ job: first!, extras }))
  const rest = (backend === 'simulated' ? others : jobs).map((job) => ({ job, extras: {} }))
  const all = backend === 'simulated' ? [...twice, ...rest] : rest
  return Promise.all(all.map(({ job, extras }) => graded(gradings, 'solution', job, extras)))
}

/**
 * Runs starter and wrong solutions that have claims, each in as many variants as seeds were requested: all tests the first
 * time, for the matrix; afterwards only the tests that the claims depend on.
 */
function wrongRuns({ exercise, seeds }: CheckOptions, gradings: Gradings, backend: BackendName) {
  const variants = coveringVariants(exercise.exercise)
  const programs = [
    { about: 'starter', claim: exercise.exercise.starter, files: exercise.starter },
    ...exercise.wrong.map(({ name, claim, files }) => ({ about: `wrong/${name}`, claim, files })),
  ].filter(({ claim }) => !claim.backends || claim.backends.includes(backend))
  return Promise.all(
    programs.map(async ({ about, claim, files }, place) => {
      // Each program begins with a different variant, so that together they meet all of them.
      const jobs = Array.from({ length: seeds }, (_, i): GradeJob => {
        const variant = variants[(place + i) % variants.length]!
        return { submission: files, backend, variant, seed: i + 1 }
      })
      return { about, claim, runs: await Promise.all(jobs.map((job) => graded(gradings, about, job))) }
    }),
  )
}

async function graded(gradings: Gradings, about: string, job: GradeJob, extras: CheckExtras = {}): Promise<GradedRun> {
  const { backend, variant, seed } = job
  const result = await gradings.run(`${about}, ${backend}`, job, extras)
  return { ...result, about, variant, where: `${backend}, variant ${variant}, seed ${seed}` }
}
