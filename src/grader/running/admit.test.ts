import { describe, expect, test } from 'vitest'
import type { Exercise } from '../exercise/index.ts'
import { refuse } from './admit.ts'

const exercise = { submission: { files: ['server.ts'], others: true, maxBytes: 1_000 } } as unknown as Exercise
const sentence = (...names: string[]) =>
  refuse(exercise, Object.fromEntries(['server.ts', ...names].map((name) => [name, ''])))?.sentence

describe('a submission whose names no disk could hold is refused', () => {
  test.each([
    [['lib', 'lib/a.ts'], 'The submission has lib as a file and as a folder, with lib/a.ts in it'],
    [['lib/a/b.ts', 'lib/a'], 'The submission has lib/a as a file and as a folder, with lib/a/b.ts in it'],
    [['params.ts/x'], 'The submission has params.ts as a file and as a folder'],
    [['ü'.repeat(128)], 'whose name is longer than 255 bytes'],
    [[`${'a/'.repeat(200)}x`], 'whose path is longer than 400'],
  ])('%j', (names, message) => {
    expect(sentence(...names)).toContain(message)
  })

  test('but not one with names that only begin alike', () => {
    expect(sentence('lib.ts', 'lib/a.ts', 'lib/a.ts.txt', 'ü'.repeat(127))).toBeUndefined()
  })
})
