import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ContentFolder, FolderError, readFolder } from './index.ts'

const course = new ContentFolder(resolve(import.meta.dirname, '../../../content'))

describe('the course', () => {
  test.each(course.exerciseIds())('%s can be read', (id) => {
    expect(course.exercise(id).exercise.id).toBe(id)
  })

  test('names exercises by id or by folder, and lists them for an unknown name', () => {
    expect(course.exercise('tcp-echo-line').folder).toBe('content/03-tcp-conversations/exercises/tcp-echo-line')
    expect(course.exercise(join(course.root, '03-tcp-conversations/exercises/tcp-echo-line')).hash).toBe(
      course.exercise('tcp-echo-line').hash,
    )
    expect(() => course.exercise('tcp-ecko-line')).toThrow(
      /^there is no exercise "tcp-ecko-line"; did you mean "tcp-echo-line"\?\n.* has .*tcp-half-close/,
    )
  })

  test.each(['04-ending', 'ending', 'content/03-tcp-conversations/04-ending.mdx'])(
    'says that %s is a lesson',
    (name) => {
      expect(() => course.exercise(name)).toThrow(
        '03-tcp-conversations/04-ending is a lesson, not an exercise: "npm run dev" shows it, and "npm run build" holds its text to its figures',
      )
    },
  )

  test('knows the places of its lessons, and the steps of each', () => {
    const places = course.lessonPlaces()
    expect(places.filter((place) => place.startsWith('03-tcp-conversations/04-'))).toEqual([
      '03-tcp-conversations/04-ending',
      ...['break', 'explain', 'fix', 'predict', 'run'].map((step) => `03-tcp-conversations/04-ending#${step}`),
    ])
  })
})

describe('a folder', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ackademy-folder-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('is read with everything below it, except packages, hidden files and links', () => {
    mkdirSync(join(folder, 'lib'))
    mkdirSync(join(folder, 'node_modules'))
    for (const path of ['server.ts', 'lib/lines.ts', 'node_modules/x.js', '.git'])
      writeFileSync(join(folder, path), path)
    symlinkSync('/etc/hostname', join(folder, 'link.txt'))
    expect(readFolder(folder)).toEqual({ 'lib/lines.ts': 'lib/lines.ts', 'server.ts': 'server.ts' })
  })

  test('that is missing, a file or too large is refused in one sentence', () => {
    writeFileSync(join(folder, 'a'), 'x'.repeat(100))
    expect(() => readFolder(join(folder, 'b'))).toThrow(FolderError)
    expect(() => readFolder(join(folder, 'a'))).toThrow('is a file, expected a folder')
    expect(() => readFolder(folder, 50)).toThrow('holds more than 50 bytes')
  })
})
