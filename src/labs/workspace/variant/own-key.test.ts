import { expect, test } from 'vitest'
import { keepKey, ownKey } from './own-key.ts'

function storage() {
  const texts = new Map<string, string>()
  return {
    texts,
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, value: string) => void texts.set(key, value),
  }
}

test('the seed of a device is drawn once and serves all exercises', () => {
  const here = storage()
  const key = ownKey(here, 'echo', '')
  expect(key).toMatch(/^[0-9a-f]{12}$/)
  expect(ownKey(here, 'echo', '')).toBe(key)
  expect(ownKey(here, 'other', '')).toBe(key)
  expect(ownKey(storage(), 'echo', '')).not.toBe(key)
})

test('a variant that was drawn for an exercise stays with it', () => {
  const here = storage()
  keepKey(here, 'echo', 'abc/2')
  expect(ownKey(here, 'echo', '')).toBe('abc/2')
  expect(ownKey(here, 'other', '')).not.toBe('abc/2')
})

test('a variant in the address is kept for later visits without it', () => {
  const here = storage()
  expect(ownKey(here, 'echo', '?variant=ann-17')).toBe('ann-17')
  expect(ownKey(here, 'echo', '')).toBe('ann-17')
})

test('an invalid key in the address or the storage is ignored', () => {
  const here = storage()
  expect(ownKey(here, 'echo', '?variant=%3Cscript%3E')).toMatch(/^[0-9a-f]{12}$/)
  keepKey(here, 'echo', 'a b')
  expect(ownKey(here, 'echo', '')).toBe(null)
})

test('without storage the page keeps the variant that it was built with', () => {
  expect(ownKey(null, 'echo', '')).toBe(null)
})
