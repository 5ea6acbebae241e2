import { expect, test } from 'vitest'
import { FirstCarriers } from './first-carriers.ts'

test('a byte belongs to the packet that carried it first, in whatever order they came', () => {
  const carriers = new FirstCarriers()
  carriers.add(100, 200, 1)
  carriers.add(0, 100, 2)
  carriers.add(50, 250, 3)
  expect([0, 99, 100, 199, 250, 300].map((byte) => carriers.of(byte))).toEqual([2, 2, 1, 1, null, null])
})

test('of a long stream the latest is remembered', () => {
  const carriers = new FirstCarriers()
  for (let frame = 1; frame <= 200_000; frame++) {
    carriers.add(frame * 10, frame * 10 + 10, frame)
    if (carriers.length > 32_768) throw new Error(`${carriers.length} pieces are remembered`)
  }
  expect(carriers.of(10)).toBeNull()
  expect(carriers.of(2_000_000)).toBe(200_000)
  expect(carriers.of(1_900_000)).toBe(190_000)
})
