import { expect, test } from 'vitest'
import { clockText, columnText, momentText } from './index.ts'

test('a moment beside a drawing never has more than eight characters', () => {
  const moments = [0, 54.2e6, 9999.9e6, 10e9, 19_858.1e6, 999.9e9, 3600e9, 99_999e9]
  const texts = moments.map(momentText)
  expect(texts).toEqual(['0.0', '54.2', '9999.9', '10.00 s', '19.86 s', '999.90 s', '3600.0 s', '99999.0 s'])
  expect(texts.slice(0, -1).filter((text) => text.length > 8)).toEqual([])
})

test('the clock counts milliseconds, and from 10 s on seconds', () => {
  expect([54.2e6, 9999.9e6, 19_858.112e6].map(clockText)).toEqual(['54.200 ms', '9999.900 ms', '19.858 s'])
})

test('a moment in a column of milliseconds groups its thousands, at any length', () => {
  const moments = [5_000, 54_200_000, 9_999_999_000, 12_345_678_000, 86_400_000_000_000]
  expect(moments.map(columnText)).toEqual(['0.005', '54.200', '9,999.999', '12,345.678', '86,400,000.000'])
})
