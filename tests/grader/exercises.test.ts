/**
 * Every exercise of the course but those with files of their own here: the solution passes one round, and the starter and each mistake fail as
 * claimed, with the claimed hint first. Programs run in this thread, which is the fastest; that a mistake passes what it is claimed to pass is
 * held where everything is proven. `ackademy check` does the whole, on every backend.
 */
import { describe, expect, test, vi } from 'vitest'
import { checkClaim } from '../../src/grader/check/claim-findings.ts'
import { type Files, hasPassed, type LoadedExercise, type Report } from '../../src/grader/index.ts'
import { compileFunction } from '../../src/grader/node/index.ts'
import { gradeSubmission, simulatedWorlds } from '../../src/grader/running/index.ts'
import { loadDriverFiles, sameThread } from '../../src/runtime/lab/on-disk/index.ts'
import { FULL } from '../support/proof.ts'
import { course, testsFor } from './support.ts'

vi.setConfig({ testTimeout: 120_000 })

const EXERCISES = [
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
    const report = await grade(exercise, exercise.solution!)
    const rest = report.tests.filter(({ status }) => status !== 'passed')
    expect(rest.map((row) => [row.id, row.reason ?? row.evidence?.sentence])).toEqual([])
    expect(hasPassed(report)).toBe(true)
  })

  const programs = [
    { name: 'the starter', files: exercise.starter, claim: exercise.exercise.starter },
    ...exercise.wrong.map(({ name, files, claim }) => ({ name: `the mistake ${name}`, files, claim })),
  ]
  test.each(FULL || !SAMPLED.includes(id) ? programs : programs.slice(0, 4))(
    '$name fails as claimed, with its own hint first',
    async ({ files, claim }) => {
      const report = await grade(exercise, files, testsFor(exercise, claim))
      expect(
        checkClaim('it', claim, { about: 'it', where: 'here', report }).filter(({ kind }) => kind === 'problem'),
      ).toEqual([])
      expect(report.hints[0]?.id).toBe(claim.hint)
    },
  )
})

function grade(exercise: LoadedExercise, submission: Files, tests?: string[]): Promise<Report> {
  return gradeSubmission({
    exercise,
    submission,
    backend: 'simulated',
    seed: 1,
    variant: 'check/1',
    ...(tests && { tests }),
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
