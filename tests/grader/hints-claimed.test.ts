/**
 * Every hint of the course is triggered: each mistake in hints.yaml is claimed by a program, the starter or one in wrong/. That those
 * programs do show it is held beside here for what runs in simulated worlds, and in tests/docker for what needs a real kernel.
 */
import { expect, test } from 'vitest'
import { course } from './support.ts'

test.each(course.exerciseIds())('every hint of %s is claimed by a program', (id) => {
  const { exercise, hints, wrong } = course.exercise(id)
  const claimed = [exercise.starter, ...wrong.map(({ claim }) => claim)].map(({ hint }) => hint)
  expect(hints.mistakes.map((mistake) => mistake.id).filter((hint) => !claimed.includes(hint))).toEqual([])
})
