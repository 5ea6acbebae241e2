/**
 * Every exercise of the course: the solution passes, and the starter and each mistake fail as claimed, with the claimed hint first. Those of the module
 * that others are copied from are held in ten seeds: the solution in each, starter and mistakes in every fifth of them, in turn. Programs run in this
 * thread, which is the fastest; that a mistake passes what it is claimed to pass is held where everything is proven, and in as many seeds as are
 * asked for. `ackademy check` does the whole, on every backend.
 */
import { describe, expect, test, vi } from 'vitest'
import { checkClaim } from '../../src/grader/check/claim-findings.ts'
import { coveringVariants, type Files, hasPassed, type LoadedExercise, type Report } from '../../src/grader/index.ts'
import { compileFunction } from '../../src/grader/node/index.ts'
import { gradeSubmission, simulatedWorlds } from '../../src/grader/running/index.ts'
import { loadDriverFiles, sameThread } from '../../src/runtime/lab/on-disk/index.ts'
import { FULL, proofSeeds } from '../support/proof.ts'
import { course, testsFor } from './support.ts'

/** Chance may let a mistake escape in one world of twenty. */
const MAY_ESCAPE = 1 / 20

const MODEL_MODULE = [
  'tcp-echo-line',
  'tcp-client-exchange',
  'tcp-half-close',
  'conn-registry-limits',
  'deadline-three-ways',
  'graceful-drain',
  'keepalive-half-open',
  'session-state-machine',
  'tcp-reassembler',
]
const OTHERS = [
  'clinic-silent-stop',
  'clinic-one-clock',
  'clinic-half-a-command',
  'clinic-close-wait',
  'clinic-no-answer',
  'clinic-try-again',
  'clinic-last-guest',
  'clinic-first-time',
  'frame-length-prefix',
  'request-correlation',
  'backpressure-drain',
  'conn-pool',
  'udp-client-retry',
  'dns-name-codec',
  'dns-authoritative',
  'http-slowloris-guard',
]

const seedsOf = (id: string) => proofSeeds(MODEL_MODULE.includes(id) ? 10 : 1, 200)

/** A program that is to fail is graded in one of so many seeds. */
const EVERY = FULL ? 1 : 5

vi.setConfig({ testTimeout: 120_000 * Math.max(...MODEL_MODULE.map((id) => seedsOf(id).length)) })

const openWorld = simulatedWorlds(sameThread(), loadDriverFiles())

describe.each([...MODEL_MODULE, ...OTHERS])('%s', (id) => {
  const exercise = course.exercise(id)
  const rounds = roundsOf(exercise, seedsOf(id))

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
  ].map((program, place) => ({
    ...program,
    rounds: rounds.filter((_, at) => turn(at) === place % Math.min(EVERY, rounds.length)),
  }))
  test.each(programs)('$name fails as claimed, with its own hint first', async ({ files, claim, rounds }) => {
    const escaped: object[] = []
    for (const round of rounds) {
      const report = await grade(exercise, files, { ...round, tests: testsFor(exercise, claim) })
      const problems = checkClaim('it', claim, { about: 'it', where: 'here', report }).filter(isProblem)
      if (problems.length > 0) escaped.push({ round, problems, hints: report.hints })
    }
    expect(escaped.slice(Math.floor(rounds.length * MAY_ESCAPE))).toEqual([])
  })
})

/** Whose turn a round is, of so many; not the same for every fifth, which may have the same variant. */
const turn = (round: number) => (round + Math.floor(round / EVERY)) % EVERY

const isProblem = ({ kind }: { kind: string }) => kind === 'problem'

interface Round {
  seed: number
  variant: string
}

/** Each seed with the next of the variants that together have every value. */
function roundsOf({ exercise }: LoadedExercise, seeds: number[]): Round[] {
  const variants = coveringVariants(exercise)
  return seeds.map((seed) => ({ seed, variant: variants[(seed - 1) % variants.length]! }))
}

function grade(exercise: LoadedExercise, submission: Files, round: Round & { tests?: string[] }): Promise<Report> {
  return gradeSubmission({
    exercise,
    submission,
    backend: 'simulated',
    ...round,
    // What a hint says of the smallest schedule is looked at in one seed.
    smallest: round.seed === 1,
    openWorld,
    compileFunction,
    authority: 'practice',
    platform: 'test',
    node: process.versions.node,
    host: 'test',
    startedAt: new Date(0),
    elapsedMs: () => 0,
  })
}
