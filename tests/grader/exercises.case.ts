/**
 * What is held of every exercise of the course that simulated worlds decide first, in three files that run beside each other: the solution passes, and the
 * starter and each mistake fail as claimed, with the claimed hint first. Those of the module that others are copied from are held in ten seeds: in each the
 * solution passes; in every third a mistake is caught by a test that it is claimed to fail, and in one of ten all of that and its hint are looked at. The full
 * proof looks at all of it in each of its seeds, and in one of ten at what a mistake is claimed to pass. Programs run in this thread, which is the fastest;
 * `ackademy check` does the whole, on every backend.
 */
import { describe, expect, test, vi } from 'vitest'
import { checkClaim } from '../../src/grader/check/claim-findings.ts'
import {
  type Claim,
  coveringVariants,
  type Files,
  hasPassed,
  isFailure,
  type LoadedExercise,
  type Report,
} from '../../src/grader/index.ts'
import type { GradeRequest } from '../../src/grader/running/index.ts'
import { FULL, proofSeeds } from '../support/proof.ts'
import { gradeHere } from './small-exercise.ts'
import { course, MODEL_MODULE, testsFor } from './support.ts'

/** Chance may let a mistake escape in one world of twenty. */
const MAY_ESCAPE = 1 / 20

const seedsOf = (exercise: LoadedExercise) => proofSeeds(isOfModel(exercise) ? 10 : 1, 200)

/**
 * Whether a program fails all that is claimed, and shows its hint, is looked at in one of so many seeds: that takes three times as many worlds. Of the others,
 * every third shows whether it is caught; the full proof claims all in each.
 */
const EVERY = FULL ? 1 : 10
const CAUGHT_EVERY = 3
/** What a mistake is claimed to pass is looked at in one of so many seeds of the full proof: it takes as many worlds as all the rest. */
const PASSES_EVERY = 10

/** Holds those exercises of which this is so. */
export function holdExercises(isHere: (exercise: LoadedExercise) => boolean): void {
  const exercises = course
    .exerciseIds()
    .map((id) => course.exercise(id))
    .filter((exercise) => exercise.exercise.backends[0] === 'simulated' && isHere(exercise))
  vi.setConfig({ testTimeout: 120_000 * Math.max(...exercises.map((exercise) => seedsOf(exercise).length)) })

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
    ].map((program, place) => ({ ...program, place }))
    test.each(programs)('$name fails as claimed, with its own hint first', async ({ files, claim, place }) => {
      const escaped: object[] = []
      for (const [at, round] of rounds.entries()) {
        const isItsTurn = at % EVERY === place % Math.min(EVERY, rounds.length)
        if (!isItsTurn && (at + place) % CAUGHT_EVERY > 0) continue
        const problems = await (isItsTurn ? problemsOf : whatEscapes)(exercise, files, claim, round)
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
    tests: testsFor(exercise, claim, FULL && round.seed % PASSES_EVERY === 1),
  })
  const findings = checkClaim('it', claim, { about: 'it', where: 'here', report })
  return findings.filter(({ kind }) => kind === 'problem').map(({ sentence }) => sentence)
}

/** Whether a test catches a program that should: the first one that does is enough. */
async function whatEscapes(exercise: LoadedExercise, files: Files, { fails }: Claim, round: Round): Promise<string[]> {
  const { tests } = await grade(exercise, files, { ...round, tests: fails, stopAtFirstFailure: true })
  return tests.some(({ status }) => isFailure(status)) ? [] : [`passes ${fails.join(', ')}`]
}

interface Round {
  seed: number
  variant: string
}

/** Each seed with the next of the variants that together have every value. */
function roundsOf(exercise: LoadedExercise): Round[] {
  const variants = coveringVariants(exercise.exercise)
  return seedsOf(exercise).map((seed) => ({ seed, variant: variants[(seed - 1) % variants.length]! }))
}

/** What a hint says of the smallest schedule is looked at in one seed. */
const grade = (exercise: LoadedExercise, submission: Files, round: Round & Partial<GradeRequest>): Promise<Report> =>
  gradeHere(exercise, submission, { ...round, smallest: round.seed === 1 })

/** Of the module that others are copied from. */
export const isOfModel = ({ exercise }: LoadedExercise) => exercise.module === MODEL_MODULE
/** A program that runs and has a bug, which is to be found. */
export const isClinic = ({ exercise }: LoadedExercise) => exercise.id.startsWith('clinic-')
