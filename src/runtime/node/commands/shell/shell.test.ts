import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { directCommand } from './direct.ts'
import { matches } from './glob.ts'
import { parse, ShellProblem } from './syntax.ts'
import { fieldsOf } from './words.ts'

const env = ['NODE=/usr/local/bin/node', 'SPACE=a b']

describe('a line that only starts one program', () => {
  test.each([
    ['node server.js 7000', ['node', 'server.js', '7000']],
    ['  node   "a b"  \'c "d"\' e\\ f ', ['node', 'a b', 'c "d"', 'e f']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's variable, not JavaScript's
    ['"$NODE" "${SPACE}" $SPACE "\\$x" $NOTHING""', ['/usr/local/bin/node', 'a b', 'a', 'b', '$x', '']],
    ['exec node x', ['node', 'x']],
  ])('%s is that program, in the place of the shell', (line, args) => {
    expect(directCommand(line, env)).toEqual({ args, env })
  })

  test('has its assignments in the environment', () => {
    expect(directCommand('A=1 B="2 3" node', [])).toEqual({ args: ['node'], env: ['A=1', 'B=2 3'] })
  })

  test.each(['a | b', 'a && b', 'a; b', 'a > f', 'a &', '! a', '(a)', 'echo x', 'a $?', '', 'echo "open'])(
    '%s needs the shell',
    (line) => {
      expect(directCommand(line, env)).toBeNull()
    },
  )
})

const pattern = (text: string) => [...text].map((character) => ({ character, quoted: false }))

describe('a pattern of file names', () => {
  test.each([
    ['*', 'anything'],
    ['*.js', 'server.js'],
    ['a*b*c', 'a-b-b-c'],
    ['?[a-c][!x]', 'zby'],
    ['[]x]', ']'],
    ['[', '['],
    ['', ''],
  ])('%s matches %s', (text, name) => expect(matches(name, pattern(text))).toBe(true))

  test.each([
    ['*.js', 'server.ts'],
    ['a*b', 'ab-'],
    ['?', ''],
    ['[!a]', 'a'],
    ['a', 'ab'],
  ])('%s does not match %s', (text, name) => expect(matches(name, pattern(text))).toBe(false))

  test('of many stars costs no more than its length times that of the name', () => {
    expect(matches('a'.repeat(20_000), pattern('*a'.repeat(200).concat('b')))).toBe(false)
  }, 2_000)

  test('that is quoted stands for itself', () => {
    expect(matches('x', [{ character: '*', quoted: true }])).toBe(false)
  })
})

describe('syntax that this shell does not have', () => {
  test.each(['a $(b)', 'a `b`', 'a << end', 'for x in 1; do y; done', `${'('.repeat(200)}a`])(
    '%s is refused',
    (line) => {
      const use = () => {
        parse(line)
        for (const word of line.split(' '))
          fieldsOf(
            word,
            () => '',
            () => [],
          )
      }
      expect(use).toThrow(ShellProblem)
    },
  )
})

test('any text is parsed or refused, soon', () => {
  const piece = fc.constantFrom(
    'a',
    ' ',
    '|',
    '&',
    ';',
    '(',
    ')',
    '{ ',
    ' }',
    '<',
    '>',
    '"',
    "'",
    '\\',
    '$',
    '${',
    '#',
    '\n',
    '2>',
    '!',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      try {
        parse(pieces.join(''))
      } catch (problem) {
        expect(problem).toBeInstanceOf(ShellProblem)
      }
    }),
  )
  for (const part of ['${', '"', "'", '$(', '(', '{ ', '\\', '#', '&&']) {
    const text = part.repeat(100_000)
    try {
      parse(text)
    } catch (problem) {
      expect(problem).toBeInstanceOf(ShellProblem)
    }
  }
}, 2_000)
