import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FileProblems } from '#lab/yaml/index.ts'
import { FolderError } from '../index.ts'
import { findCourse, openCourse } from './index.ts'

const SHIPPED = resolve(import.meta.dirname, '../../../../content')
const MODULES = `modules:
  - { number: 1, name: own, title: Own, about: one, needs: [], lessons: {}, exercises: [] }
`
let root = ''
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
const open = (head = '') => {
  write('course.yaml', `version: 1\n${head}${MODULES}`)
  return openCourse(root, SHIPPED)
}
const ownCopy = (id: string, module: string) =>
  cpSync(join(SHIPPED, '03-tcp-conversations/exercises/tcp-echo-line'), join(root, module, 'exercises', id), {
    recursive: true,
  })

beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), 'ackademy-course-')), 'mine')
  mkdirSync(root)
})
afterEach(() => rmSync(dirname(root), { recursive: true }))

describe('a course is found', () => {
  test('in the folder itself or the nearest one above', () => {
    write('course.yaml', '')
    write('01-own/exercises/x/exercise.yaml', '')
    expect(findCourse(root)).toBe(root)
    expect(findCourse(join(root, '01-own/exercises/x'))).toBe(root)
    expect(findCourse(dirname(root))).toBeUndefined()
  })

  test('only where there is a course.yaml', () => {
    expect(() => openCourse(root, SHIPPED)).toThrow(FolderError)
    expect(() => openCourse(root, SHIPPED)).toThrow(
      `${root} has no course.yaml, expected a course; \`ackademy new course NAME\` makes one`,
    )
  })
})

describe('the shipped course', () => {
  test('is opened as any other', () => {
    const { content, plan } = openCourse(SHIPPED, SHIPPED)
    expect(content.exerciseIds()).toEqual(content.ownExerciseIds())
    expect(plan.modules.length).toBeGreaterThan(8)
  })
})

describe('a course of its own', () => {
  test('has nothing of the shipped course but its topologies', () => {
    const { content } = open()
    expect(content.exerciseIds()).toEqual([])
    expect(content.lessonPlaces()).toEqual([])
    expect(Object.keys(content.topologies())).toContain('wire.yaml')
  })

  test('prefers a topology of its own, and messages name its file', () => {
    ownCopy('tcp-echo-line', '03-mine')
    write(
      '03-mine/module.yaml',
      'version: 1\nnumber: 3\ntitle: Mine\ndefaults: { module: 3, kind: exercise, tier: 1, backends: [simulated], topology: wire }\n',
    )
    write('topologies/wire.yaml', 'mine')
    expect(open().content.exercise('tcp-echo-line').topology).toEqual({
      file: 'mine/topologies/wire.yaml',
      text: 'mine',
    })
  })
})

describe('extends', () => {
  test('takes a module with its exercises, lessons and defaults', () => {
    const { content } = open('extends: [03-tcp-conversations]\n')
    expect(content.exerciseIds()).toContain('tcp-echo-line')
    expect(content.exerciseIds()).not.toContain('frame-length-prefix')
    expect(content.lessonPlaces()).toContain('03-tcp-conversations/04-ending')
    expect(content.exercise('tcp-echo-line').exercise.topology).toBe('wire')
    expect(content.ownExerciseIds()).toEqual([])
  })

  test('leaves out what "without" names, a lesson with all its steps', () => {
    const { content } = open(
      'extends: [03-tcp-conversations]\nwithout: [tcp-half-close, 03-tcp-conversations/04-ending]\n',
    )
    expect(content.exerciseIds()).not.toContain('tcp-half-close')
    expect(content.lessonPlaces().filter((place) => place.startsWith('03-tcp-conversations/04'))).toEqual([])
    expect(() => content.exercise('tcp-half-close')).toThrow('there is no exercise "tcp-half-close"')
  })

  test('is overridden by an exercise of the same id, which takes the module’s defaults', () => {
    ownCopy('tcp-echo-line', '03-tcp-conversations')
    const { content } = open('extends: [03-tcp-conversations]\n')
    const { folder, exercise } = content.exercise('tcp-echo-line')
    expect(folder).toBe('mine/03-tcp-conversations/exercises/tcp-echo-line')
    expect(exercise.module).toBe(3)
    expect(content.ownExerciseIds()).toEqual(['tcp-echo-line'])
    expect(content.exerciseIds().filter((id) => id === 'tcp-echo-line')).toHaveLength(1)
  })

  test('is overridden by a lesson at the same place, without the steps of the one that it replaces', () => {
    write('03-tcp-conversations/04-ending.mdx', '<Step kind="run">\n</Step>\n')
    const { content } = open('extends: [03-tcp-conversations]\n')
    expect(content.lessonPlaces().filter((place) => place.startsWith('03-tcp-conversations/04'))).toEqual([
      '03-tcp-conversations/04-ending',
      '03-tcp-conversations/04-ending#run',
    ])
    expect(content.lessonTexts().map(({ file }) => file)).toEqual(['mine/03-tcp-conversations/04-ending.mdx'])
  })

  test('takes new defaults from a module.yaml of its own', () => {
    write(
      '03-tcp-conversations/module.yaml',
      'version: 1\nnumber: 3\ntitle: Renamed\ndefaults: { module: 3, kind: exercise, tier: 2, backends: [simulated], topology: wire }\n',
    )
    const { content } = open('extends: [03-tcp-conversations]\n')
    expect(content.exercise('tcp-echo-line').exercise.backends).toEqual(['simulated'])
  })

  test('names its line, the modules there are, and everything that cannot be left out', () => {
    const read = () => open('extends:\n  - 03-tcp-conversation\nwithout:\n  - frame-length-prefix\n')
    expect(read).toThrow(FileProblems)
    expect(read).toThrow(
      /^mine\/course.yaml:3:5: extends\[0\]: found "03-tcp-conversation", expected a module of the shipped course: .*04-framing-and-protocols, .*; did you mean "03-tcp-conversations"\?$/m,
    )
    expect(read).toThrow(
      /^mine\/course.yaml:5:5: without\[0\]: found "frame-length-prefix", expected an exercise, quiz, drill or lesson of the modules in "extends"/m,
    )
  })
})
