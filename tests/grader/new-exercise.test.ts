/** What `ackademy new` writes holds what it promises before anybody has changed it. */
import { describe, expect, test, vi } from 'vitest'
import { drillFiles, moduleFiles, quizFiles } from '#cli/new/templates/course.ts'
import { exerciseFiles } from '#cli/new/templates/exercise.ts'
import { hasPassed, loadExercise } from '#grader'
import { checkClaim } from '#grader/check/claim-findings.ts'
import { readDrill } from '#grader/drills/index.ts'
import { readQuiz } from '#grader/quizzes/index.ts'
import { simulatedWorlds } from '#grader/running/index.ts'
import { loadDriverFiles, sameThread } from '#lab/on-disk/index.ts'
import { course, grade } from './support.ts'

vi.setConfig({ testTimeout: 120_000 })

const openWorld = simulatedWorlds(sameThread(), loadDriverFiles())
const written = Object.entries(exerciseFiles('tcp-shout', 'A "loud" server'))
const exercise = loadExercise({
  folder: 'content/12-new/exercises/tcp-shout',
  files: Object.fromEntries(written.map(([path, text]) => [path.replace('exercises/tcp-shout/', ''), text])),
  topologies: course.sources('tcp-echo-line').topologies,
  module: { file: 'content/12-new/module.yaml', text: moduleFiles('12-new', 'New')['module.yaml']! },
})

describe('a new exercise', () => {
  test('has a title of its own, and takes the rest from a new module', () => {
    expect(exercise.exercise).toMatchObject({ title: 'A "loud" server', module: 12, topology: 'wire', tier: 1 })
  })

  test('is solved by its solution', async () => {
    expect(hasPassed(await grade(exercise, exercise.solution!, { openWorld }))).toBe(true)
  })

  const programs = [
    { name: 'starter', files: exercise.starter, claim: exercise.exercise.starter },
    ...exercise.wrong.map(({ name, files, claim }) => ({ name, files, claim })),
  ]
  test.each(programs)('$name fails as claimed', async ({ files, claim }) => {
    const report = await grade(exercise, files, { openWorld })
    expect(checkClaim('it', claim, { about: 'it', where: 'here', report }, exercise.hints)).toEqual([])
  })
})

test('a new quiz and a new drill can be read', () => {
  expect(readQuiz('streams.quiz.yaml', Object.values(quizFiles('streams', 'Streams'))[0]!).items).toHaveLength(1)
  expect(readDrill('drill.yaml', Object.values(drillFiles('wu-sizes', 'Sizes'))[0]!).id).toBe('wu-sizes')
})
