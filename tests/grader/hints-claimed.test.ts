/**
 * Every hint of the course is triggered, and where there are lessons sends its reader to one: each mistake in hints.yaml is claimed by a program, the
 * starter or one in wrong.yaml. That those programs do show it is held beside here for what runs in simulated worlds, and in tests/docker for what needs a real kernel.
 */
import { expect, test } from 'vitest'
import { hintIds, lessonOf } from '#grader'
import { course } from './support.ts'

test.each(course.exerciseIds())('every hint of %s is claimed by a program', (id) => {
  const { exercise, hints, wrong, attempts } = course.exercise(id)
  const claims = [exercise.starter, ...wrong.map(({ claim }) => claim)]
  const claimed = [...claims.flatMap(({ hint, also }) => [hint, ...also]), ...attempts.flatMap(({ causes }) => causes)]
  expect(hintIds(hints).filter((hint) => !claimed.includes(hint))).toEqual([])
})

const lessons = course.lessonPlaces()
const hasLessons = (folder: string) => lessons.some((place) => folder.startsWith(`content/${place.split('/')[0]}/`))

test.each(course.exerciseIds().filter((id) => hasLessons(course.exercise(id).folder)))(
  'every hint of %s sends its reader to a lesson that is there',
  (id) => {
    const exercise = course.exercise(id)
    const places = exercise.hints.causes.map((cause) => lessonOf(exercise, cause) ?? `none for ${cause.id}`)
    expect(places.filter((place) => !lessons.includes(place))).toEqual([])
  },
)
