import { type BackendName, coveringVariants, type Files, hashBytes, type LoadedExercise } from '../exercise/index.ts'
import { hasPassed, type Report } from '../report/index.ts'
import { checkClaim } from './claim-findings.ts'
import { type Finding, note, problem } from './findings.ts'
import { type KillMatrix, killMatrix, matrixFindings } from './kill-matrix.ts'
import { checkPlan } from './plan-findings.ts'

/** Grades one program of the exercise; `onRecording` gets the capture of every test when it is given. */
export type GradeProgram = (
  program: Files,
  inputs: { seed: number; variant: string; backend: BackendName },
  onRecording?: (test: string, pcapng: Uint8Array) => void,
) => Promise<Report>

export interface CheckOptions {
  exercise: LoadedExercise
  backends: BackendName[]
  /** How many seeds each program is run with. */
  seeds: number
  grade: GradeProgram
  /** The longest time each test may let pass, by its id, in milliseconds of the world. */
  waits: ReadonlyMap<string, number>
  onProgress?: (what: string) => void
}

export interface CheckResult {
  exercise: string
  passed: boolean
  findings: Finding[]
  /** One for each backend, of its first seed and variant. */
  matrices: { backend: BackendName; matrix: KillMatrix }[]
  /** How many submissions were graded. */
  runs: number
}

/**
 * Holds an exercise to what it promises: the solution passes for every seed and variant, starter and wrong solutions fail as
 * claimed with the claimed hint first, every test catches something, and one seed gives one capture.
 */
export async function checkExercise(options: CheckOptions): Promise<CheckResult> {
  const { exercise, backends } = options
  const ids = [...options.waits.keys()]
  const findings = checkPlan(exercise, ids)
  if (backends.length === 0)
    findings.push(note('exercise', `was not run: it is for ${exercise.exercise.backends.join(' and ')} only`))
  const checker = new Checker(options)
  const matrices: CheckResult['matrices'] = []
  for (const backend of backends) {
    if (exercise.solution) findings.push(...(await checker.solution(exercise.solution, backend)))
    else findings.push(problem('solution', 'there is none'))
    const { matrix, claims } = await checker.wrongPrograms(backend, ids)
    matrices.push({ backend, matrix })
    findings.push(...claims, ...matrixFindings(matrix))
  }
  const unique = [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()]
  const passed = unique.every((finding) => finding.kind === 'note')
  return { exercise: exercise.exercise.id, passed, findings: unique, matrices, runs: checker.runs }
}

const MOST_AGAIN = 3

class Checker {
  runs = 0
  readonly #options: CheckOptions
  readonly #variants: string[]

  constructor(options: CheckOptions) {
    this.#options = options
    this.#variants = coveringVariants(options.exercise.exercise, options.seeds)
  }

  /** Seeds beside variants: as many of each as asked for, and every variant at least once. */
  #inputs(backend: BackendName) {
    return this.#variants.map((variant, i) => ({ seed: 1 + (i % Math.max(1, this.#options.seeds)), variant, backend }))
  }

  async #grade(what: string, ...[program, inputs, onRecording]: Parameters<GradeProgram>): Promise<Report> {
    this.#options.onProgress?.(`${what}, ${inputs.backend}, variant ${inputs.variant}, seed ${inputs.seed}`)
    let report = await this.#options.grade(program, inputs, onRecording)
    this.runs++
    // On a real clock a busy machine may be too slow; that says nothing about the exercise.
    for (let again = 0; report.status === 'ungradable' && again < MOST_AGAIN; again++) {
      report = await this.#options.grade(program, inputs, onRecording)
      this.runs++
    }
    return report
  }

  async solution(program: Files, backend: BackendName): Promise<Finding[]> {
    const findings: Finding[] = []
    for (const inputs of this.#inputs(backend)) {
      const report = await this.#grade('solution', program, inputs)
      findings.push(...this.#solutionFindings(report, describeInputs(inputs)))
    }
    return backend === 'simulated' ? [...findings, ...(await this.#sameCapture(program))] : findings
  }

  #solutionFindings(report: Report, where: string): Finding[] {
    if (report.status !== 'graded') return [problem('solution', `${where}: could not be graded: ${report.reason}`)]
    if (report.rejected) return [problem('solution', `${where}: was not run: ${report.rejected.sentence}`)]
    const failed = report.tests.filter((test) => test.status !== 'passed' && test.status !== 'not-run')
    // On Linux the time that the machine took is in it.
    const simulated = report.tests.filter((test) => test.backend === 'simulated')
    const long = simulated.filter((test) => test.took > (this.#options.waits.get(test.id) ?? 0))
    return [
      ...failed.map((test) =>
        problem('solution', `${where}: fails ${test.id}: ${test.evidence?.sentence ?? test.reason}`),
      ),
      ...(failed.length === 0 && !hasPassed(report) ? [problem('solution', `${where}: no test was run`)] : []),
      ...long.map((test) =>
        problem(
          'tests',
          `${test.id} lets ${Math.ceil(test.took)} ms pass: declare it, { waits: '${Math.ceil(test.took / 1000)}s' }`,
        ),
      ),
    ]
  }

  /** One seed, one capture: every test twice, byte for byte. */
  async #sameCapture(program: Files): Promise<Finding[]> {
    const inputs = this.#inputs('simulated')[0]!
    const record = async () => {
      const hashes = new Map<string, string>()
      await this.#grade('capture', program, inputs, (test, pcapng) => hashes.set(test, hashBytes(pcapng)))
      return hashes
    }
    const [first, second] = [await record(), await record()]
    const different = [...first].filter(([test, hash]) => second.get(test) !== hash).map(([test]) => test)
    if (first.size === 0) return [problem('tests', 'no test has a capture')]
    return different.map((test) => problem('tests', `${test}: two runs with one seed gave two different captures`))
  }

  /** Starter and wrong solutions, on the backends where something is claimed of them. */
  async wrongPrograms(backend: BackendName, ids: string[]): Promise<{ matrix: KillMatrix; claims: Finding[] }> {
    const { exercise } = this.#options
    const claims: Finding[] = []
    const firstReports: { program: string; report: Report }[] = []
    const programs = [
      { about: 'starter', claim: exercise.exercise.starter, files: exercise.starter },
      ...exercise.wrong.map(({ name, claim, files }) => ({ about: `wrong/${name}`, claim, files })),
    ].filter(({ claim }) => !claim.backends || claim.backends.includes(backend))
    for (const { about, claim, files } of programs)
      for (const inputs of this.#inputs(backend)) {
        const report = await this.#grade(about, files, inputs)
        if (report.status === 'graded' && firstReports.at(-1)?.program !== about)
          firstReports.push({ program: about, report })
        claims.push(...checkClaim(about, claim, report, describeInputs(inputs)))
      }
    return { matrix: killMatrix(ids, firstReports), claims }
  }
}

const describeInputs = ({ backend, variant, seed }: { backend: string; variant: string; seed: number }) =>
  `${backend}, variant ${variant}, seed ${seed}`
