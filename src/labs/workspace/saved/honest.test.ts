import { expect, test } from 'vitest'
import type { Attempt } from './attempts.ts'
import { honestAttempts } from './honest.ts'

const starter = { 'server.ts': 'listen()\n' }
const check = (program: string, ended = true): Attempt => ({
  at: 0,
  kind: 'check',
  files: { 'server.ts': program },
  passed: 0,
  of: 3,
  ...(ended && { ended }),
})
const count = (...attempts: Attempt[]) => honestAttempts(attempts, starter)

test('checks of two changed programs are two honest attempts', () => {
  expect(count(check('listen(9000)'), check('listen(9001)'))).toBe(2)
})

test('the unchanged starter is none, blanks or not', () => {
  expect(count(check('listen()\n'), check('\n  listen( )'))).toBe(0)
})

test('an empty file of one’s own does not make another program', () => {
  expect(count({ ...check('listen()'), files: { 'server.ts': 'listen()', 'notes.md': ' ' } })).toBe(0)
})

test('the same program twice is one', () => {
  expect(count(check('listen(9000)'), check('listen(9000)\n\n'))).toBe(1)
})

test('a check that did not run to its end is none, nor is a run', () => {
  expect(count(check('listen(9000)', false), { ...check('listen(9001)'), kind: 'run' })).toBe(0)
})
