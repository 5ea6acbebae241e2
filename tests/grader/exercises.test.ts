/**
 * Every exercise of the course but those with files of their own here: the solution passes one round, and the starter and each mistake fail as
 * claimed, with the claimed hint first. Programs run in this thread, which is the fastest; that a mistake passes what it is claimed to pass is
 * held where everything is proven, and in as many seeds as are asked for. `ackademy check` does the whole, on every backend.
 */
import { describe, expect, test, vi } from 'vitest'
import { checkClaim } from '../../src/grader/check/claim-findings.ts'
import { coveringVariants, type Files, hasPassed, type LoadedExercise, type Report } from '../../src/grader/index.ts'
import { compileFunction } from '../../src/grader/node/index.ts'
import { gradeSubmission, simulatedWorlds } from '../../src/grader/running/index.ts'
import { loadDriverFiles, sameThread } from '../../src/runtime/lab/on-disk/index.ts'
import { FULL, proofSeeds } from '../support/proof.ts'
import { course, testsFor } from './support.ts'

const SEEDS = proofSeeds(1, 200)
/** Chance may let a mistake escape in one world of twenty. */
const MAY_ESCAPE = Math.floor(SEEDS.length / 20)

vi.setConfig({ testTimeout: 120_000 * SEEDS.length })

const EXERCISES = [
  ...(FULL ? ['tcp-echo-line'] : []),
  'tcp-client-exchange',
  'tcp-half-close',
  'conn-registry-limits',
  'deadline-three-ways',
  'graceful-drain',
  'keepalive-half-open',
  'session-state-machine',
  'tcp-reassembler',
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

/** Of these the starter and three mistakes, and all of them where everything is proven. */
const SAMPLED = [
  'conn-registry-limits',
  'deadline-three-ways',
  'graceful-drain',
  'keepalive-half-open',
  'session-state-machine',
]

const openWorld = simulatedWorlds(sameThread(), loadDriverFiles())

describe.each(EXERCISES)('%s', (id) => {
  const exercise = course.exercise(id)

  test('the solution passes every test', async () => {
    for (const round of rounds(exercise)) {
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
  test.each(FULL || !SAMPLED.includes(id) ? programs : programs.slice(0, 4))(
    '$name fails as claimed, with its own hint first',
    async ({ files, claim }) => {
      const escaped: object[] = []
      for (const round of rounds(exercise)) {
        const report = await grade(exercise, files, { ...round, tests: testsFor(exercise, claim) })
        const problems = checkClaim('it', claim, { about: 'it', where: 'here', report }).filter(isProblem)
        if (problems.length > 0 || report.hints[0]?.id !== claim.hint)
          escaped.push({ round, problems, hints: report.hints })
      }
      expect(escaped.slice(MAY_ESCAPE)).toEqual([])
    },
  )
})

const isProblem = ({ kind }: { kind: string }) => kind === 'problem'

interface Round {
  seed: number
  variant: string
}

/** Each seed with the next of the variants that together have every value. */
function rounds({ exercise }: LoadedExercise): Round[] {
  const variants = coveringVariants(exercise)
  return SEEDS.map((seed) => ({ seed, variant: variants[(seed - 1) % variants.length]! }))
}

function grade(exercise: LoadedExercise, submission: Files, round: Round & { tests?: string[] }): Promise<Report> {
  return gradeSubmission({
    exercise,
    submission,
    backend: 'simulated',
    ...round,
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
