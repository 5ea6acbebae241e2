import { expect, test } from 'vitest'
import { RecentMap } from './recent-map.ts'

test('what was used lately is there, what was not goes, and there are never more than twice as many', () => {
  const map = new RecentMap<number, string>(10)
  for (let key = 0; key < 1000; key++) {
    map.set(key, `value ${key}`)
    expect(map.get(0)).toBe('value 0')
    expect(map.get(Math.max(0, key - 4))).toBe(`value ${Math.max(0, key - 4)}`)
    expect(map.size).toBeLessThanOrEqual(20)
  }
  expect(map.get(500)).toBeUndefined()
})

test('what is not done yet is remembered for longer, the latest of it first', () => {
  const map = new RecentMap<number, { isDone: boolean }>(10, ({ isDone }) => isDone)
  for (let key = 0; key < 1000; key++) map.set(key, { isDone: key % 100 !== 0 })
  expect([500, 600, 700, 800, 900].map((key) => map.get(key)?.isDone)).toEqual(Array(5).fill(false))
  expect(map.get(850)).toBeUndefined()
  expect(map.size).toBeLessThanOrEqual(20)
})
