/**
 * Every hint of the course is triggered, and where there are lessons sends its reader to one: each mistake in hints.yaml is claimed by a program, the
 * starter or one in wrong.yaml. That those programs do show it is held beside here for what runs in simulated worlds, and in tests/docker for what needs a real kernel.
 */
import { expect, test } from 'vitest'
import { lessonOf } from '../../src/grader/index.ts'
import { course } from './support.ts'

test.each(course.exerciseIds())('every hint of %s is claimed by a program', (id) => {
  const { exercise, hints, wrong } = course.exercise(id)
  const claimed = [exercise.starter, ...wrong.map(({ claim }) => claim)].map(({ hint }) => hint)
  expect(hints.mistakes.map((mistake) => mistake.id).filter((hint) => !claimed.includes(hint))).toEqual([])
})

const lessons = course.lessonPlaces()
const hasLessons = (folder: string) => lessons.some((place) => folder.startsWith(`content/${place.split('/')[0]}/`))

test.each(course.exerciseIds().filter((id) => hasLessons(course.exercise(id).folder)))(
  'every hint of %s sends its reader to a lesson that is there',
  (id) => {
    const exercise = course.exercise(id)
    const places = exercise.hints.mistakes.map((mistake) => lessonOf(exercise, mistake) ?? `none for ${mistake.id}`)
    expect(places.filter((place) => !lessons.includes(place))).toEqual([])
  },
)
