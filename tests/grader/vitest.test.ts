/** The test files of an exercise give the same results in our runner and under Vitest itself. */
import { describe, expect, test, vi } from 'vitest'
import { compileFunction } from '#grader/node/index.ts'
import { plannedTests } from '#grader/running/index.ts'
import { course } from './course.ts'
import { gradeHere, worlds } from './small-exercise.ts'

vi.setConfig({ testTimeout: 120_000 })

const exercise = course.exercise('tcp-echo-line')
const only = ['v*', 'h3/whole', 'h3/dribble', 'h8']
const programs = {
  solution: exercise.solution!,
  ...Object.fromEntries(
    exercise.wrong.filter(({ name }) => ['chunk', 'no-error'].includes(name)).map(({ name, files }) => [name, files]),
  ),
}

for (const [name, submission] of Object.entries(programs)) {
  const { tests } = await gradeHere(exercise, submission, { tests: only })
  const ours = new Map(tests.map(({ id, status }) => [id, status]))
  const request = { exercise, submission, variant: 'sample', seed: 1, openWorld: worlds, compileFunction, tests: only }
  const planned = await plannedTests(request)
  describe(`${name}, under Vitest`, () => {
    // What our runner calls passed must pass here; what it calls failed must fail here: `fails` turns a test around.
    for (const { id, title, run } of planned) (ours.get(id) === 'passed' ? test : test.fails)(`${id} ${title}`, run)

    test('is the same tests', () => expect(planned.map(({ id }) => id)).toEqual([...ours.keys()]))
  })
}
