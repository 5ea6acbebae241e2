import { describe, expect, test } from 'vitest'
import type { Files } from '../files.ts'
import { Reader } from '../read.ts'
import { Attempts, attemptsIn } from './index.ts'

const SOLUTION = { 'server.ts': 'let rest = 0\nrest += 1\nrest += 2\n', 'notes.md': 'notes' }
const STARTER = { 'starter/server.ts': '// nothing\n', 'starter/notes.md': 'notes' }

interface Entry {
  name: string
  like?: string
  /** Edits of server.ts, as YAML. */
  edits?: string
}

/** The text of an attempts.yaml: an entry is five lines, the first at line 3. */
const yaml = (entries: readonly Entry[]) => ['version: 1', 'attempts:', ...entries.flatMap(linesOf), ''].join('\n')

const linesOf = ({ name, like, edits }: Entry) => [
  `  - name: ${name}`,
  '    truth: None.',
  '    verdict: right',
  like ? `    like: ${like}` : '',
  edits ? `    edits: { server.ts: [${edits}] }` : '',
]

function read(entries: readonly Entry[], whole: Files = {}) {
  const reader = new Reader()
  const found = reader.read(Attempts, 'echo/attempts/attempts.yaml', yaml(entries))
  const attempts = attemptsIn({ ...STARTER, ...whole }, found, SOLUTION, reader)
  const problems = reader.problems.map(({ file, line, path, message }) => `${file}:${line}: ${path}: ${message}`)
  return { programs: Object.fromEntries(attempts.map(({ name, files }) => [name, files['server.ts']])), problems }
}

const ONE_TO_NINE = '{ find: += 1, put: += 9 }'

describe('an attempt', () => {
  test('is the starter with its own files', () => {
    expect(read([{ name: 'own' }], { 'attempts/own/server.ts': 'all new' })).toEqual({
      programs: { own: 'all new' },
      problems: [],
    })
  })

  test('is the solution with edits', () => {
    expect(read([{ name: 'nine', like: 'solution', edits: ONE_TO_NINE }])).toEqual({
      programs: { nine: 'let rest = 0\nrest += 9\nrest += 2\n' },
      problems: [],
    })
  })

  test('is another attempt with edits, which may be edits too and come later', () => {
    const entries = [
      { name: 'third', like: 'second', edits: '{ find: b, put: c }' },
      { name: 'second', like: 'first', edits: '{ find: a, put: b }' },
      { name: 'first' },
    ]
    expect(read(entries, { 'attempts/first/server.ts': 'a\n' })).toEqual({
      programs: { first: 'a\n', second: 'b\n', third: 'c\n' },
      problems: [],
    })
  })
})

describe('problems are reported with the file, the line and the attempt', () => {
  const FILE = 'echo/attempts/attempts.yaml'
  const nine = (like: string, edits = ONE_TO_NINE) => [{ name: 'nine', like, edits }]
  test.each<[string, Entry[], Files, string[]]>([
    [
      'a base that is not there',
      [...nine('frist'), { name: 'first' }],
      { 'attempts/first/server.ts': 'a\n' },
      [
        `${FILE}:6: attempts[0].like: attempt nine: found "frist", expected one of solution, first; did you mean "first"?`,
      ],
    ],
    [
      'attempts that are like each other',
      [
        ...nine('ten'),
        { name: 'ten', like: 'eleven', edits: ONE_TO_NINE },
        { name: 'eleven', like: 'nine', edits: ONE_TO_NINE },
      ],
      {},
      [
        `${FILE}:6: attempts[0].like: attempt nine: found a circle: nine is like ten is like eleven is like nine; expected one of them whole`,
      ],
    ],
    [
      'text that is nowhere in its base',
      nine('solution', '{ find: rest += 11, put: x }'),
      {},
      [
        `${FILE}:7: attempts[0].edits["server.ts"][0].find: attempt nine: found nowhere in the solution's server.ts, expected once; did you mean "rest += 1"?`,
      ],
    ],
    [
      'text that is there twice',
      [...nine('first', '{ find: a, put: b }'), { name: 'first' }],
      { 'attempts/first/server.ts': 'a\na\n' },
      [
        `${FILE}:7: attempts[0].edits["server.ts"][0].find: attempt nine: found 2 times in first's server.ts, expected once: take in a line above or below it`,
      ],
    ],
    [
      'edits without the program that they start from',
      [{ name: 'nine', edits: ONE_TO_NINE }],
      {},
      [`${FILE}:7: attempts[0].edits: found edits without "like", expected the program that they start from as well`],
    ],
    [
      'a base without edits',
      [{ name: 'nine', like: 'solution' }],
      {},
      [`${FILE}:6: attempts[0].like: found no edits, expected what differs from that program`],
    ],
    [
      'edits and a folder',
      nine('solution'),
      { 'attempts/nine/server.ts': 'a\n' },
      [`${FILE}:6: attempts[0].like: attempt nine: found "solution" and files in attempts/nine/, expected either`],
    ],
    [
      'neither edits nor a folder',
      [{ name: 'nine' }],
      {},
      [`${FILE}:3: attempts[0].name: attempt nine: found no files in attempts/nine/ and no "like", expected either`],
    ],
    [
      'a name that means the solution',
      [{ name: 'solution' }],
      {},
      [
        `${FILE}:3: attempts[0].name: found "solution", expected another name: "like: solution" means the exercise's own`,
      ],
    ],
  ])('%s', (_, entries, whole, expected) => {
    expect(read(entries, whole).problems).toEqual(expected)
  })

  test('edits of a program that cannot be made are not reported again', () => {
    const entries = [...nine('nowhere'), { name: 'ten', like: 'nine', edits: '{ find: x, put: y }' }]
    expect(read(entries).problems).toHaveLength(1)
  })
})
