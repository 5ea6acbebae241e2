/** Grading in containers, on a machine that others may keep busy. */
import type { TestContext } from 'vitest'
import type { GradingPool } from '#ci-runner'
import { openPool } from '#cli/pool.ts'
import type { BackendName, Claim, Files, LoadedExercise, Report } from '#grader'
import { checkClaim } from '#grader/check/claim-findings.ts'
import { ContentFolder } from '#grader/node/index.ts'
import { type Jail, jailFor } from '#grading/jail/index.ts'
import { root } from '../cli/command.ts'

export const course = new ContentFolder(`${root}content`)

/** How often a submission is graded where the machine had no time for it. */
const MOST_ATTEMPTS = 5

export interface Submission {
  files: Files
  backend: BackendName
  /** Patterns of test ids; absent: all. */
  tests?: string[]
  /** Default 1. */
  seed?: number
  /** Default: the sample's. */
  variant?: string
}

/**
 * As many gradings at the same time as make a machine with two processors busy: worlds on real time mostly wait. Tests that grade are
 * concurrent, of all exercises together.
 */
const SIZES = { jobs: 4, ahead: 2 }

/**
 * Grades submissions of any exercises in one pool of containers. A report that says the machine was too busy proves nothing
 * either way: after some attempts the test is skipped with that reason, or fails where skipping is forbidden.
 */
export class Grader {
  readonly #jails = new Map<string, Jail>()
  #pool: Promise<GradingPool> | undefined

  async grade(context: TestContext, exercise: string, { files, ...wish }: Submission): Promise<Report> {
    this.#pool ??= openPool(SIZES)
    const jail = this.#jailFor(exercise, await this.#pool)
    const job = { submission: files, seed: 1, variant: 'sample', ...wish }
    return decided(context, () => jail.submit(job).result)
  }

  async close(): Promise<void> {
    await (await this.#pool)?.stop({ now: true })
  }

  #jailFor(exercise: string, pool: GradingPool): Jail {
    const jail = this.#jails.get(exercise) ?? jailFor(exercise, pool)
    this.#jails.set(exercise, jail)
    return jail
  }
}

/** The starter and every wrong solution, once for each backend on which something is claimed of it. */
export function claims({ exercise, starter, wrong }: LoadedExercise) {
  const programs = [
    { name: 'the starter', files: starter, claim: exercise.starter },
    ...wrong.map(({ name, files, claim }) => ({ name: `the mistake ${name}`, files, claim })),
  ]
  return programs.flatMap((program) =>
    (program.claim.backends ?? exercise.backends).map((backend) => ({ ...program, backend })),
  )
}

/** What a report says against a solution; nothing when all tests that were run have passed. */
export const failures = (report: Report) =>
  report.tests
    .filter(({ status }) => status !== 'passed' && status !== 'not-run')
    .map(({ id, status, reason, evidence }) => [id, status, reason ?? evidence?.sentence])

/** Grades until the machine had time for it, a few times. */
export async function decided({ skip }: TestContext, grade: () => Promise<Report>): Promise<Report> {
  let report = await grade()
  for (let i = 1; i < MOST_ATTEMPTS && report.status === 'ungradable'; i++) report = await grade()
  if (report.status !== 'ungradable') return report
  if (process.env.ACKADEMY_NO_SKIP === '1') throw new Error(`${report.reason}, and skipping is forbidden here`)
  return skip(report.reason)
}

/** What a report says against a claim; nothing when it holds. */
export const against = (exercise: LoadedExercise, claim: Claim, report: Report): string[] =>
  checkClaim('it', claim, { about: 'it', where: 'here', report }, exercise.hints)
    .filter(({ kind }) => kind === 'problem')
    .map(({ sentence }) => sentence)
