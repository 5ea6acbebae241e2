import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Edit, makeEdit, Wrong } from '../exercise/index.ts'
import { captureWrong, writeWrong } from './index.ts'

const edits = (before: string, after: string): Edit[] =>
  captureWrong({ 'a.ts': before }, { 'a.ts': after }).edits['a.ts'] ?? []

const apply = (text: string, list: readonly Edit[]): string =>
  list.reduce((text, edit) => {
    const made = makeEdit(text, edit)
    if ('times' in made) throw new Error(`${JSON.stringify(edit)} is there ${made.times} times`)
    return made.text
  }, text)

/** As wrong.yaml gives it back. */
function written(list: readonly Edit[]): Edit[] {
  const text = writeWrong(null, 'late', {
    idea: 'None.',
    fails: ['v1'],
    hint: 'silent',
    edits: { 'a.ts': [...list] },
    files: [],
  })
  return Wrong.parse((parse(text) as { mistakes: { late: unknown } }).mistakes.late).edits['a.ts']!
}

const LINE = fc.oneof(
  fc.constantFrom(
    '}',
    '',
    '  }',
    '  })',
    '    return',
    'return',
    '\tlet a = { b: 1 }',
    "  say('it') # no comment",
    '- a: b',
  ),
  fc.string({ maxLength: 6 }),
)
const TEXT = fc.array(LINE, { maxLength: 12 }).map((lines) => lines.join('\n'))

describe('captured edits', () => {
  test('lead from one text to any other, also from what YAML gives back', () => {
    fc.assert(
      fc.property(TEXT, TEXT, (before, after) => {
        fc.pre(before !== after)
        const list = edits(before, after)
        expect(apply(before, list)).toBe(after)
        expect(apply(before, written(list))).toBe(after)
      }),
      { numRuns: 2000 },
    )
  })

  test('are one line where a line was changed and is the only one of its kind', () => {
    expect(edits('  a()\n  b()\n', '  a()\n  c()\n')).toEqual([{ find: 'b()', put: 'c()' }])
  })

  test('take in as many lines around a change as make its place the only one', () => {
    expect(edits('a\n  end\nb\n  end\n', 'a\n  end\nb\n  stop\n')).toEqual([{ find: 'b\n  end\n', put: 'b\n  stop\n' }])
  })

  test('give lines that were added the line above them', () => {
    expect(edits('  a()\n  b()\n', '  a()\n  c()\n  b()\n')).toEqual([{ find: 'a()', put: 'a()\nc()\n' }])
  })

  test('append lines behind the last one, not behind the break that ends it', () => {
    expect(edits('a\nb\n', 'a\nb\n\nc\n')).toEqual([{ find: 'b', put: 'b\n\nc\n' }])
  })

  test('gather changes with one line between them', () => {
    expect(edits('1\n2\n3\n4\n5\n6\n', '1\nII\n3\nIV\n5\n6\n')).toEqual([{ find: '2\n3\n4\n', put: 'II\n3\nIV\n' }])
    expect(edits('1\n2\n3\n4\n5\n6\n', '1\nII\n3\n4\nV\n6\n')).toHaveLength(2)
  })

  test('are not made of a new file, nor of more than 25 changed lines: these are kept whole', () => {
    const lines = (word: string, count: number) => Array.from({ length: count }, (_, i) => `${word}${i}\n`).join('')
    const captured = (count: number) => captureWrong({ 'a.ts': lines('a', count) }, { 'a.ts': lines('b', count) })
    expect(Object.keys(captured(12).edits)).toEqual(['a.ts'])
    expect(captured(13)).toEqual({ edits: {}, whole: { 'a.ts': lines('b', 13) } })
    expect(captureWrong({}, { 'new.ts': '' }).whole).toEqual({ 'new.ts': '' })
  })
})

describe('an entry of wrong.yaml', () => {
  const FILE = `# what learners believe
version: 1
mistakes:
  # of framing
  chunk:
    idea: Takes one event for a line. # seen every year
    fails: ['h3/*']
    hint: chunk
    backends: [simulated] # a real kernel coalesces
    edits:
      server.ts:
        - find: a
          put: b

  tail:
    idea: Forgets the rest.
    fails: [h2]
    hint: tail
    files: [server.ts]
`

  test('is changed without anything else in the file, its own comments included', () => {
    const changed = writeWrong(FILE, 'chunk', { edits: { 'server.ts': [{ find: 'a', put: 'c' }] }, files: [] })
    expect(changed).toBe(FILE.replace('put: b', 'put: c'))
  })

  test('has each new field where its author would look for it', () => {
    const edits = { 'server.ts': [{ find: "on('data')", put: "on('end')\nwrite({ a: 1 })\n" }] }
    const changed = writeWrong(FILE, 'tail', { edits, files: [], passes: ['v1', 'h3/*'] })
    expect(changed).toBe(
      FILE.replace(
        'hint: tail\n    files: [server.ts]\n',
        "passes: [v1, h3/*]\n    hint: tail\n    edits:\n      server.ts:\n        - find: on('data')\n          put: |\n            on('end')\n            write({ a: 1 })\n",
      ),
    )
  })

  test('that is new comes last, behind an empty line; code stands there without escapes', () => {
    const find = `say('{ "a": 1 }') // # no comment`
    const edits = { 'a.ts': [{ find, put: '' }] }
    const entry = { idea: 'None.', fails: ['v1'], hint: 'silent', edits, files: [] }
    expect(writeWrong(FILE, 'late', entry)).toBe(
      `${FILE}\n  late:\n    idea: None.\n    fails: [v1]\n    hint: silent\n    edits:\n      a.ts:\n        - find: |-\n            ${find}\n          put: ""\n`,
    )
  })

  test('begins a file that is not there yet', () => {
    const entry = { idea: 'None.', fails: ['v1'], hint: 'silent', edits: {}, files: ['a.ts'] }
    expect(writeWrong(null, 'late', entry)).toBe(
      '# yaml-language-server: $schema=../../../../schemas/wrong.schema.json\nversion: 1\nmistakes:\n  late:\n    idea: None.\n    fails: [v1]\n    hint: silent\n    files: [a.ts]\n',
    )
  })
})
