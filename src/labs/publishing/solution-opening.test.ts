import { describe, expect, test } from 'vitest'
import { CourseFile } from '#grader/node/index.ts'
import { isPublished, openingOf } from './solution-opening.ts'

const DUE = '2026-12-01T23:59:00+01:00'
const due = Date.UTC(2026, 11, 1, 22, 59)
const exercise = { id: 'echo' }

describe('a solution', () => {
  test('is never published by a course that does not say when', () => {
    const module = { number: 1, name: 'a', title: 'A', about: '', needs: [], lessons: {}, exercises: [] }
    const course = CourseFile.parse({ version: 1, tracks: {}, modules: [module] })
    expect(openingOf(course, exercise)).toBe(null)
  })

  test('opens as the stricter of course and exercise says', () => {
    const opening = (solutions: 'after-pass' | 'never', solution?: 'after-pass' | 'never') =>
      openingOf({ solutions }, { ...exercise, ...(solution && { solution }) })
    expect(opening('after-pass')).toEqual({ when: 'after-pass' })
    expect(opening('after-pass', 'never')).toBe(null)
    expect(opening('never', 'after-pass')).toBe(null)
  })

  test('opens when the exercise is due, or else the course', () => {
    const course = { solutions: 'after-due', due: DUE } as const
    expect(openingOf(course, exercise)).toEqual({ when: 'after-due', due })
    const later = '2026-12-01T22:59:01Z'
    expect(openingOf(course, { ...exercise, due: later })).toEqual({ when: 'after-due', due: due + 1000 })
  })

  test('that opens when it is due needs a due date', () => {
    expect(() => openingOf({ solutions: 'after-due' }, exercise)).toThrow('echo: its solution opens after-due, but')
  })

  test('is left out of sites built before its due date', () => {
    const opening = { when: 'after-due', due } as const
    expect([due - 1, due].map((now) => isPublished(opening, now))).toEqual([false, true])
    expect(isPublished({ when: 'after-pass' }, 0)).toBe(true)
    expect(isPublished(null, due)).toBe(false)
  })
})
