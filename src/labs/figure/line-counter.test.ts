import { expect, test } from 'vitest'
import { LineCounter } from './line-counter.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test('lines count when they are complete', () => {
  const lines = new LineCounter()
  expect([lines.add(1, bytes('3 eu')), lines.tail]).toEqual([0, 4])
  expect([lines.add(5, bytes('ros\n88')), lines.tail]).toEqual([1, 2])
  expect(lines.next).toBe(11)
})

test('a segment that comes twice counts once, also when the second one is longer', () => {
  const lines = new LineCounter()
  expect(lines.add(1, bytes('3\n'))).toBe(1)
  expect(lines.add(1, bytes('3\n'))).toBe(0)
  expect(lines.add(1, bytes('3\n88\n'))).toBe(1)
})

test('a segment that overtakes another waits for it', () => {
  const lines = new LineCounter()
  expect(lines.add(3, bytes('88\n'))).toBe(0)
  expect(lines.add(1, bytes('3\n'))).toBe(2)
})
