import { describe, expect, test } from 'vitest'
import { notRun, simpleCommand } from './simple-command.ts'

const env = ['NODE=/usr/local/bin/node', 'SPACE=a b']

describe('a command line without a shell', () => {
  test.each([
    ['node server.js 7000', ['node', 'server.js', '7000']],
    ['  node   "a b"  \'c "d"\' e\\ f ', ['node', 'a b', 'c "d"', 'e f']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a shell's variable, not JavaScript's
    ['"$NODE" "${SPACE}" "\\$x" $NOTHING""', ['/usr/local/bin/node', 'a b', '$x', '']],
    ['exec node x', ['node', 'x']],
  ])('%s runs a program', (line, run) => {
    expect(simpleCommand(line, env)).toEqual({ run, env })
  })

  test('assignments in front go into the environment', () => {
    expect(simpleCommand('A=1 B="2 3" node', [])).toEqual({ run: ['node'], env: ['A=1', 'B=2 3'] })
  })

  test.each([
    ['echo a  "b  c"', { fd: 1, text: 'a b  c\n', status: 0 }],
    ['exit 300', { fd: 1, text: '', status: 44 }],
    ['false', { fd: 1, text: '', status: 1 }],
    ['', { fd: 1, text: '', status: 0 }],
  ])('%s is done by itself', (line, outcome) => {
    expect(simpleCommand(line, env)).toEqual(outcome)
  })

  test.each(['a | b', 'a && b', 'a; b', 'a > f', 'echo *', 'echo $(b)', 'echo `b`', 'echo "open', "'open", 'a &'])(
    '%s is refused by saying that there is no shell',
    (line) => {
      expect(simpleCommand(line, env)).toMatchObject({ fd: 2, status: 2, text: expect.stringContaining('no shell') })
    },
  )

  test('a program that is not there is said in the words of sh', () => {
    expect(notRun('ls', false)).toEqual({ fd: 2, text: '/bin/sh: 1: ls: not found\n', status: 127 })
  })
})
