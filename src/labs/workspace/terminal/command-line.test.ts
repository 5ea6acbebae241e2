import { expect, test } from 'vitest'
import { readCommand } from './command-line.ts'

const FILES = ['server.ts', 'lib/client.ts']

test('parses a program with its arguments; quotes keep words together', () => {
  expect(readCommand('node server.ts', FILES)).toEqual({ program: 'server.ts', args: [] })
  expect(readCommand(`  node ./lib/client.ts 10.0.9.2 "two words" ''`, FILES)).toEqual({
    program: 'lib/client.ts',
    args: ['10.0.9.2', 'two words', ''],
  })
})

test.each([
  ['an open quote', 'node server.ts "a'],
  ['no file', 'node'],
  ['a file that is not there', 'node nothing.ts'],
])('%s is told in words', (_what, line) => {
  expect(typeof readCommand(line, FILES)).toBe('string')
})

test.each(['ls -l', 'node client.ts | head -n 1', 'node -p 1', 'X=1 node client.ts', 'node client.ts &'])(
  '%s is a line for the shell',
  (line) => {
    expect(readCommand(line, FILES)).toEqual({ program: '/bin/sh', args: ['-c', line] })
  },
)
