import { describe, expect, test } from 'vitest'
import { Reader } from '../read.ts'
import { readWrong, WrongFile } from './index.ts'

const SOLUTION = { 'server.ts': 'let rest = 0\nrest += 1\nrest += 2\n', 'notes.md': 'notes' }
const CLAIM = '    idea: None.\n    fails: [v1]\n    hint: silent\n'
const file = (mistake: string) => `version: 1\nmistakes:\n  late:\n${CLAIM}${mistake}`

function read(text: string, whole: Record<string, string> = {}) {
  const reader = new Reader()
  const found = reader.read(WrongFile, 'echo/wrong.yaml', text)
  const wrong = found ? readWrong(found, SOLUTION, whole, reader) : []
  return { programs: wrong.map(({ files }) => files['server.ts']), problems: reader.problems }
}
const problemsOf = (mistake: string, whole?: Record<string, string>) =>
  read(file(mistake), whole).problems.map(({ file, line, path, message }) => `${file}:${line}: ${path}: ${message}`)

describe('a wrong program', () => {
  test('is the solution with edits, applied in order', () => {
    const edits =
      '    edits:\n      server.ts:\n        - { find: let, put: var }\n        - { find: var rest, put: var tail }\n'
    expect(read(file(edits))).toEqual({ programs: ['var tail = 0\nrest += 1\nrest += 2\n'], problems: [] })
  })

  test('is the solution with files that are kept whole', () => {
    expect(read(file('    files: [server.ts]\n'), { 'wrong/late/server.ts': 'all new' })).toEqual({
      programs: ['all new'],
      problems: [],
    })
  })
})

describe('problems are reported with the mistake, the file and the edit', () => {
  const edit = (text: string, name = 'server.ts') => `    edits: { ${name}: [${text}] }\n`
  const HERE = 'echo/wrong.yaml:7: mistakes.late'
  test.each([
    [
      'text that is nowhere',
      edit('{ find: rest += 11, put: x }'),
      `${HERE}.edits["server.ts"][0].find: found nowhere in the solution's server.ts, expected once; did you mean "rest += 1"?`,
    ],
    [
      'text that is there twice',
      edit('{ find: rest +=, put: x }'),
      `${HERE}.edits["server.ts"][0].find: found 2 times in the solution's server.ts, expected once: take in a line above or below it`,
    ],
    [
      'text that an earlier edit took away',
      edit('{ find: rest += 1, put: y }, { find: rest += 1, put: x }'),
      `${HERE}.edits["server.ts"][1].find: found nowhere in the solution's server.ts after the edits before it, expected once; did you mean "rest += 2"?`,
    ],
    [
      'a file that the solution does not have',
      edit('{ find: a, put: b }', 'sever.ts'),
      `${HERE}.edits["sever.ts"]: found "sever.ts", expected a file of the solution: server.ts, notes.md; did you mean "server.ts"?`,
    ],
    [
      'an edit that changes nothing',
      edit('{ find: let, put: let }'),
      `${HERE}.edits["server.ts"][0].put: found the text of "find", expected a change`,
    ],
    [
      'edits that undo each other',
      edit('{ find: let, put: var }, { find: var, put: let }'),
      `${HERE}.edits["server.ts"]: found edits that leave server.ts as it is, expected a change`,
    ],
    [
      'no edits at all',
      '',
      'echo/wrong.yaml:4: mistakes.late.edits: found no edits and no files, expected what differs from the solution',
    ],
    [
      'a misspelt field',
      edit('{ fnid: a, put: b }'),
      `${HERE}.edits["server.ts"][0].fnid: unknown key "fnid", expected one of find, put; did you mean "find"?`,
    ],
    [
      'a whole file that is not there',
      '    files: [server.ts]\n',
      `${HERE}.files[0]: found no wrong/late/server.ts, expected the whole file there`,
    ],
  ])('%s', (_, mistake, expected) => {
    expect(problemsOf(mistake)).toContain(expected)
  })

  test('a whole file that is the solution, word for word', () => {
    expect(problemsOf('    files: [server.ts]\n', { 'wrong/late/server.ts': SOLUTION['server.ts'] })).toEqual([
      `${HERE}.files[0]: found wrong/late/server.ts equal to the solution's server.ts, expected a change`,
    ])
  })

  test('a whole file that no mistake names', () => {
    expect(problemsOf(edit('{ find: let, put: var }'), { 'wrong/late/server.ts': '' })).toEqual([
      'echo/wrong.yaml:1: : found wrong/late/server.ts, expected only files that a mistake names under "files"',
    ])
  })

  test('a file that is edited and kept whole', () => {
    const both = `${edit('{ find: let, put: var }')}    files: [server.ts]\n`
    expect(problemsOf(both, { 'wrong/late/server.ts': '' })).toEqual([
      `${HERE}.edits["server.ts"]: found "server.ts" under "files" too, expected it there or here`,
    ])
  })
})
