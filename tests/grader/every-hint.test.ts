/**
 * Every hint of the course is triggered: each mistake in hints.yaml is claimed by a program, and each of these programs, run in
 * simulated worlds, fails as claimed with that hint first. What is claimed on real kernels only is run in tests/docker.
 */
import { describe, expect, test, vi } from 'vitest'
import { checkClaim } from '../../src/grader/check/claim-findings.ts'
import { simulatedWorlds } from '../../src/grader/running/index.ts'
import { loadDriverFiles, sameThread } from '../../src/runtime/lab/on-disk/index.ts'
import { course, grade } from './support.ts'

vi.setConfig({ testTimeout: 240_000 })

const openWorld = simulatedWorlds(sameThread(), loadDriverFiles())

describe.each(course.exerciseIds())('%s', (id) => {
  const exercise = course.exercise(id)
  const programs = [
    { name: 'starter', files: exercise.starter, claim: exercise.exercise.starter },
    ...exercise.wrong.map(({ name, files, claim }) => ({ name: `wrong/${name}`, files, claim })),
  ]

  test('every hint is claimed by a program', () => {
    const claimed = programs.map(({ claim }) => claim.hint)
    expect(exercise.hints.mistakes.map((mistake) => mistake.id).filter((hint) => !claimed.includes(hint))).toEqual([])
  })

  const simulated = programs.filter(
    ({ claim }) => exercise.exercise.backends.includes('simulated') && (claim.backends?.includes('simulated') ?? true),
  )
  test.each(simulated)('$name is told its own hint', async ({ files, claim }) => {
    const report = await grade(exercise, files, { openWorld })
    const found = checkClaim('it', claim, { about: 'it', where: 'here', report })
    expect(found.filter(({ kind }) => kind === 'problem').map(({ sentence }) => sentence)).toEqual([])
  })
})
