import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { composedFiles, openCourse } from './index.ts'

const SHIPPED = resolve(import.meta.dirname, '../../../../content')
let root = ''
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
const MODULES = `modules:
  - { number: 20, name: own, title: Own, about: one, needs: [3, 4], lessons: {}, exercises: [] }
`
function compose(head = '') {
  write('course.yaml', `version: 1\n${head}${MODULES}`)
  return composedFiles(openCourse(root, SHIPPED), openCourse(SHIPPED, SHIPPED))
}
const textOf = (files: ReturnType<typeof compose>, path: string) => {
  const source = files.get(path)
  return source && 'text' in source ? parse(source.text) : undefined
}
const below = (files: ReturnType<typeof compose>, folder: string) =>
  [...files.keys()].filter((path) => path.startsWith(`${folder}/`))

beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), 'ackademy-composed-')), 'mine')
  mkdirSync(root)
})
afterEach(() => rmSync(dirname(root), { recursive: true }))

describe('a course as one folder', () => {
  test('has its own modules, and the topologies, scenarios and words of the shipped course', () => {
    write('20-own/01-first.mdx', '')
    const files = compose()
    expect(files.get('20-own/01-first.mdx')).toEqual({ file: join(root, '20-own/01-first.mdx') })
    expect(files.get('topologies/wire.yaml')).toEqual({ file: join(SHIPPED, 'topologies/wire.yaml') })
    expect(below(files, 'surprise').length).toBeGreaterThan(3)
    expect(below(files, '03-tcp-conversations')).toEqual([])
    expect(textOf(files, 'glossary.yaml').terms.length).toBeGreaterThan(50)
  })

  test('has none of the course’s packages and hidden files', () => {
    write('20-own/node_modules/x/index.js', '')
    write('20-own/.cache/x', '')
    expect(below(compose(), '20-own')).toEqual([])
  })

  test('replaces a word of the glossary by its own', () => {
    write('glossary.yaml', 'version: 1\nterms: [{ term: FIN, text: mine }, { term: zebra, text: new }]\n')
    const { terms } = textOf(compose(), 'glossary.yaml')
    expect(terms.filter(({ term }: { term: string }) => term === 'FIN')).toEqual([{ term: 'FIN', text: 'mine' }])
    expect(terms.at(-1)).toEqual({ term: 'zebra', text: 'new' })
  })
})

describe('a module that it takes', () => {
  const head =
    'extends: [03-tcp-conversations]\nwithout: [tcp-half-close, wu-tcp-states, 03-tcp-conversations/06-silence]\n'

  test('is there but for what is left out', () => {
    const files = compose(head)
    expect(below(files, '03-tcp-conversations/exercises/tcp-echo-line').length).toBeGreaterThan(5)
    expect(below(files, '03-tcp-conversations/exercises/tcp-half-close')).toEqual([])
    expect(below(files, '03-tcp-conversations/drills/wu-tcp-states')).toEqual([])
    expect(files.has('03-tcp-conversations/04-ending.mdx')).toBe(true)
    expect(files.has('03-tcp-conversations/06-silence.mdx')).toBe(false)
  })

  test('is in the plan with what has been written of it, and leads to no module that the course hasn’t', () => {
    const { modules, without } = textOf(compose(head), 'course.yaml')
    const [tcp, own] = modules
    expect([tcp.number, own.number]).toEqual([3, 20])
    expect([tcp.needs, own.needs]).toEqual([[], [3]])
    expect(tcp.lessons).toHaveProperty(['3.4'])
    expect(tcp.lessons).not.toHaveProperty(['3.6'])
    expect(tcp.exercises).toContain('tcp-echo-line')
    expect(tcp.exercises).not.toContain('tcp-half-close')
    expect(without).toEqual(expect.arrayContaining(['tcp-half-close', 'frame-length-prefix']))
    expect(without).not.toContain('tcp-echo-line')
  })

  test('has the course’s own exercise of the same id, whole', () => {
    const id = 'exercises/tcp-echo-line'
    cpSync(join(SHIPPED, '03-tcp-conversations', id), join(root, '20-own', id), { recursive: true })
    write(
      `20-own/module.yaml`,
      'version: 1\nnumber: 20\ntitle: Own\ndefaults: { module: 3, kind: exercise, tier: 1, backends: [simulated], topology: wire }\n',
    )
    const files = compose('extends: [03-tcp-conversations]\n')
    expect(below(files, `03-tcp-conversations/${id}`)).toEqual([])
    expect(below(files, `20-own/${id}`).length).toBeGreaterThan(5)
  })

  test('can’t have the number of a module of the course’s own', () => {
    write('course.yaml', `version: 1\nextends: [03-tcp-conversations]\n${MODULES.replace('20', '3')}`)
    expect(() => openCourse(root, SHIPPED)).toThrow(
      /modules\[0\]\.number: found 3, expected another number: 03-tcp-conversations in "extends" has this one/,
    )
  })
})
