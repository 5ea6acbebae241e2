import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffLines } from './diff-lines.ts'

test('unchanged lines share a row; added and removed lines get their own', () => {
  expect(diffLines('a\nb\nc', 'a\nx\nc\nd')).toEqual([
    { left: 'a', right: 'a' },
    { left: 'b', right: null },
    { left: null, right: 'x' },
    { left: 'c', right: 'c' },
    { left: null, right: 'd' },
  ])
})

test('each side on its own is the whole text', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const rows = diffLines(before, after)
      const side = (name: 'left' | 'right') => rows.flatMap((row) => row[name] ?? []).join('\n')
      expect([side('left'), side('right')]).toEqual([before, after])
      expect(rows.every(({ left, right }) => left === null || right === null || left === right)).toBe(true)
    }),
  )
})
