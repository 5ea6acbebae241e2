import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseChildren, parseMachineBusyMs, parseStat } from './proc.ts'

test('children of a thread', () => {
  expect(parseChildren('12 345 6 ')).toEqual([12, 345, 6])
  expect(parseChildren('')).toEqual([])
})

test('processor time is found behind any name', () => {
  const fields = Array.from({ length: 50 }, (_, i) => i + 3)
  fc.assert(
    fc.property(fc.string({ maxLength: 15 }), (name) => {
      expect(parseStat(`77 (${name}) ${fields.join(' ')}\n`)).toEqual({
        user: 14,
        system: 15,
        childrenUser: 16,
        childrenSystem: 17,
      })
    }),
  )
})

test('a process that has ended used nothing', () => {
  expect(parseStat('')).toEqual({ user: 0, system: 0, childrenUser: 0, childrenSystem: 0 })
})

test('a machine is busy with all but waiting', () => {
  expect(parseMachineBusyMs('cpu  1 2 4 1000 1000 8 16 32 0 0\ncpu0 1 2 4 1000\n')).toBe(630)
})
