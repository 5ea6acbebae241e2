import type { BackendName } from '../exercise/index.ts'
import { type Finding, problem } from './findings.ts'
import type { Graded } from './grading.ts'
import type { Run } from './obstacles.ts'

/** How long a test of the solution took. */
export interface TestTime {
  test: string
  title: string
  backend: BackendName
  /** Milliseconds of the world. */
  virtualMs: number
  /** Milliseconds on this machine. */
  realMs: number
}

export function timesOf(backend: BackendName, { report, realMs }: Graded): TestTime[] {
  const run = report.tests.filter(({ status }) => status !== 'not-run')
  return run.map(({ id, title, took }) => ({ test: id, title, backend, virtualMs: took, realMs: realMs[id] ?? 0 }))
}

/** Checks that the solution passes every test, and that no test takes more time than it declares. The run must be complete. */
export function checkSolution({ report, where }: Run, waits: ReadonlyMap<string, number>): Finding[] {
  const failed = report.tests.filter(({ status }) => status !== 'passed' && status !== 'not-run')
  // On Linux it includes the machine's own time; a failed test may have waited in vain.
  const simulated = report.tests.filter((test) => test.status === 'passed' && test.backend === 'simulated')
  const long = simulated.filter((test) => test.took > (waits.get(test.id) ?? 0))
  return [
    ...failed.map(({ id, evidence, reason }) =>
      problem('solution', `fails ${id}: ${evidence?.sentence ?? reason}`, where),
    ),
    ...long.map(({ id, took }) =>
      problem('tests', `${id} lets ${Math.ceil(took)} ms pass: declare it, { waits: '${Math.ceil(took / 1000)}s' }`),
    ),
  ]
}

/** Checks that the same seed gives the same capture: every test of two runs, byte for byte. */
export function checkCaptures(first: Record<string, string>, second: Record<string, string>): Finding[] {
  const tests = Object.keys(first)
  if (tests.length === 0) return [problem('tests', 'no test has a capture')]
  return tests
    .filter((test) => first[test] !== second[test])
    .map((test) => problem('tests', `${test}: two runs with the same seed gave different captures`))
}
