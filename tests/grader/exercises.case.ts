/**
 * What is held of every exercise of the course that simulated worlds decide first, in files that run beside each other: in each seed the solution passes,
 * and the starter and each mistake fail as claimed, with the claimed hint first; in one of ten seeds they pass as claimed, too. Three seeds here, more of
 * them in the full proof. Programs run in this thread, which is the fastest; `ackademy check` does the whole, on every backend.
 */
import { describe, expect, test, vi } from 'vitest'
import { type Claim, coveringVariants, type Files, hasPassed, hintIds, type LoadedExercise, type Report } from '#grader'
import { checkClaim } from '#grader/check/claim-findings.ts'
import type { GradeRequest } from '#grader/running/index.ts'
import { proofSeeds } from '../support/proof.ts'
import { gradeHere } from './small-exercise.ts'
import { course, testsFor } from './support.ts'

/** Chance may let a mistake escape in one world of twenty. */
const MAY_ESCAPE = 1 / 20

const SEEDS = proofSeeds(3, 10)

/** What a mistake is claimed to pass is looked at in one of so many seeds: it takes as many worlds as all the rest. */
const PASSES_EVERY = 10

/** As many files hold them: one would still be at work, on one processor, when all other tests are done. */
const PARTS = 4

/** Holds every `PARTS`th exercise, from this one on. */
export function holdExercises(part: number): void {
  const exercises = course
    .exerciseIds()
    .map((id) => course.exercise(id))
    .filter(({ exercise }) => exercise.backends[0] === 'simulated')
    .filter((_, index) => index % PARTS === part - 1)
  vi.setConfig({ testTimeout: 120_000 * SEEDS.length })

  describe.each(exercises.map((exercise) => ({ id: exercise.exercise.id, exercise })))('$id', ({ exercise }) => {
    const rounds = roundsOf(exercise)

    test('the solution passes every test', async () => {
      for (const round of rounds) {
        const report = await grade(exercise, exercise.solution!, round)
        const rest = report.tests.filter(({ status }) => status !== 'passed')
        expect(rest.map((row) => [round, row.id, row.reason ?? row.evidence?.sentence])).toEqual([])
        expect(hasPassed(report)).toBe(true)
      }
    })

    const programs = [
      { name: 'the starter', files: exercise.starter, claim: exercise.exercise.starter },
      ...exercise.wrong.map(({ name, files, claim }) => ({ name: `the mistake ${name}`, files, claim })),
    ]
    test.each(programs)('$name fails as claimed, with its own hint first', async ({ files, claim }) => {
      const escaped: object[] = []
      for (const round of rounds) {
        const problems = await problemsOf(exercise, files, claim, round)
        if (problems.length > 0) escaped.push({ round, problems })
      }
      expect(escaped.slice(Math.floor(rounds.length * MAY_ESCAPE))).toEqual([])
    })
  })
}

/** What a program does otherwise than is claimed of it. */
async function problemsOf(exercise: LoadedExercise, files: Files, claim: Claim, round: Round): Promise<string[]> {
  const report = await grade(exercise, files, {
    ...round,
    tests: testsFor(exercise, claim, round.seed % PASSES_EVERY === 1),
  })
  // A cause that looks at the cut needs the smallest schedule.
  const { hint: _, ...silent } = claim
  const findings = checkClaim(
    'it',
    round.seed === 1 ? claim : { ...silent, also: hintIds(exercise.hints) },
    { about: 'it', where: 'here', report },
    exercise.hints,
  )
  return findings.filter(({ kind }) => kind === 'problem').map(({ sentence }) => sentence)
}

interface Round {
  seed: number
  variant: string
}

/** Each seed with the next of the variants that together have every value. */
function roundsOf(exercise: LoadedExercise): Round[] {
  const variants = coveringVariants(exercise.exercise)
  return SEEDS.map((seed) => ({ seed, variant: variants[(seed - 1) % variants.length]! }))
}

/** What a hint says of the smallest schedule is looked at in one seed. */
const grade = (exercise: LoadedExercise, submission: Files, round: Round & Partial<GradeRequest>): Promise<Report> =>
  gradeHere(exercise, submission, { ...round, smallest: round.seed === 1 })
