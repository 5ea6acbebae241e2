import { expect, test } from 'vitest'
import { emptyProgress } from '../progress/index.ts'
import type { CourseModule } from './course.ts'
import { nextStep, pointsOf, standingOf } from './standing.ts'

const module = (change: Partial<CourseModule> = {}): CourseModule => ({
  number: 3,
  name: 'tcp',
  title: 'TCP',
  about: '',
  needs: [],
  href: '/course/tcp/',
  quiz: null,
  interview: null,
  lessons: [
    { number: '3.1', title: 'One', id: 'tcp/one', href: '/course/tcp/one/' },
    { number: '3.2', title: 'Two', id: null, href: null },
  ],
  exercises: [{ id: 'echo', title: 'Echo', href: '/lab/echo/', points: 10 }],
  ...change,
})
const read = { ...emptyProgress(), lessons: { 'tcp/one': 1 } }
const passed = { ...read, exercises: { echo: { passed: 3, of: 3, at: 1 } } }

test('only lessons and exercises that exist count', () => {
  expect(standingOf(module(), emptyProgress())).toMatchObject({ lessonsThere: 1, exercisesThere: 1, state: 'open' })
  expect(standingOf(module(), read)).toMatchObject({ lessonsRead: 1, state: 'started' })
  expect(standingOf(module(), passed)).toMatchObject({ exercisesPassed: 1, state: 'done' })
  expect(standingOf(module({ lessons: [], exercises: [] }), passed).state).toBe('later')
})

test('an exercise is passed when all of its tests are', () => {
  const some = { ...read, exercises: { echo: { passed: 2, of: 3, at: 1 } } }
  expect(standingOf(module(), some)).toMatchObject({ exercisesPassed: 0, state: 'started' })
})

test('an exercise gives its points when it is passed, less the cost of hints', () => {
  const echo = { id: 'echo', points: 10 }
  const hinted = { ...read, exercises: { echo: { passed: 3, of: 3, points: 7, at: 1 } } }
  const failed = { ...read, exercises: { echo: { passed: 2, of: 3, points: 5, at: 1 } } }
  expect([passed, hinted, failed, read].map((progress) => pointsOf(progress, echo))).toEqual([10, 7, 0, 0])
})

test('the next step is the first unread lesson, then the exercise, then nothing', () => {
  expect(nextStep([module()], emptyProgress())).toMatchObject({ kind: 'lesson', href: '/course/tcp/one/' })
  expect(nextStep([module()], read)).toMatchObject({ kind: 'exercise', href: '/lab/echo/' })
  expect(nextStep([module()], passed)).toBe(null)
})
