import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { course, isFoundCourse, isShippedCourse, shippedCourse, useCourse } from './index.ts'

const PLAN =
  'version: 1\nmodules: [{ number: 1, name: a, title: A, about: a, needs: [], lessons: {}, exercises: [] }]\n'
const home = process.cwd()
let folder = ''

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'ackademy-course-')))
  writeFileSync(join(folder, 'course.yaml'), PLAN)
})
afterEach(() => {
  process.chdir(home)
  useCourse(undefined)
  rmSync(folder, { recursive: true })
})

describe('the course of a command', () => {
  test('is the one around the working folder', () => {
    process.chdir(folder)
    useCourse(undefined)
    expect(course().root).toBe(folder)
    expect(isFoundCourse()).toBe(true)
  })

  test('is the one that it was told, which is not a found one', () => {
    useCourse(folder)
    expect(course().root).toBe(folder)
    expect(isFoundCourse()).toBe(false)
  })

  test('is the shipped one where it was told so, also in the folder of another', () => {
    process.chdir(folder)
    useCourse(shippedCourse().root)
    expect(isShippedCourse()).toBe(true)
    expect(course().content.exerciseIds()).toContain('tcp-echo-line')
  })

  test('is the shipped one where there is no other', () => {
    useCourse(undefined)
    expect(isShippedCourse()).toBe(true)
    expect(isFoundCourse()).toBe(false)
  })
})
