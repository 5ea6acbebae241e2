/** Hostile submissions to the grading image. */
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { GradingPool } from '#ci-runner'
import { type BackendName, hasPassed, type Report } from '#grader'
import { course } from '../../docker/support.ts'

/** Listens and stays silent, so only cheating could make it pass. */
export const SILENT = "import('node:net').then((net) => net.createServer(() => {}).listen(9000))\n"

export interface Attack {
  exercise?: 'tcp-echo-line' | 'raw-ping'
  backend?: BackendName
  tests?: string[]
  /** Files beside the program. */
  files?: Record<string, string>
  onStart?: (container: string) => void
}

/** Pool of containers: attacks mostly wait for a verdict, so several run at the same time, each in its own. */
const SIZES = { size: 3, ahead: 2 }
let pool: Promise<GradingPool> | undefined

/** Ends the containers waiting for attacks. */
export async function endAttacks(): Promise<void> {
  await (await pool)?.stop({ now: true })
}

/** Grades one file, the only one of the submission. */
export async function attack(program: string, options: Attack = {}): Promise<Report> {
  const { exercise = 'tcp-echo-line', backend = 'linux', tests = ['v1'], files = {}, onStart = () => {} } = options
  const file = exercise === 'raw-ping' ? 'ping.ts' : 'server.ts'
  const order = {
    exercise: impatient(exercise),
    exerciseHash: '',
    job: { submission: { ...files, [file]: program }, backend, tests, seed: 1, variant: 'sample' },
  }
  pool ??= GradingPool.open({ ...SIZES, say: () => {} })
  return (await pool).submit(order, { onStart }).result
}

/** Returns an exercise with short waits for answers: waiting longer gains nothing. */
function impatient(id: string) {
  const sources = course.sources(id)
  const exercise = `${sources.files['exercise.yaml']}\nlimits: { within: 1s, real: 5s }\n`
  return { ...sources, files: { ...sources.files, 'exercise.yaml': exercise } }
}

/** Returns a program of this folder. */
export const hostile = (name: string): string => readFileSync(new URL(`${name}.ts`, import.meta.url), 'utf8')

/** Returns the program's output. */
export const output = (report: Report): string => report.tests[0]?.evidence?.processes[0]?.stdout ?? ''

/** Expects a verdict against the submission. */
export function expectFairFailure(report: Report): void {
  expect(report.status, report.reason).toBe('graded')
  for (const { status } of report.tests) expect(['failed', 'timed-out']).toContain(status)
  expect(hasPassed(report)).toBe(false)
  expect(report.score!.points).toBe(0)
}

/** Grades again until the machine was fast enough: a run too slow to judge shows nothing. */
export async function gradable(grade: () => Promise<Report>): Promise<Report> {
  let report = await grade()
  for (let i = 0; i < 4 && report.status === 'ungradable'; i++) report = await grade()
  return report
}
