import { expect, test } from 'vitest'
import { freshSeed, seedIn } from './seed.ts'

test.each([
  ['?seed=17', 17],
  ['?seed=0', 0],
  ['', null],
  ['?seed=', null],
  ['?seed=-1', null],
  ['?seed=1e3', null],
  ['?seed=99999999999999999999', null],
  ['?seed=<script>', null],
])('%s asks for %s', (search, seed) => {
  expect(seedIn(search)).toBe(seed)
})

test('a new seed is short', () => {
  for (let i = 0; i < 100; i++) expect(String(freshSeed())).toMatch(/^[1-9]\d{0,5}$/)
})
