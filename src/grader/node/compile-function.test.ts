import { expect, test } from 'vitest'
import { compileFunction } from './index.ts'

const seen = (expression: string) => compileFunction(`return ${expression}`, [], 'practice.test.ts')()

test('a test file sees what a page has, and nothing more of Node', () => {
  expect(seen('[typeof Buffer, typeof process, typeof global, typeof setImmediate]')).toEqual(
    Array(4).fill('undefined'),
  )
  expect(seen('[typeof Uint8Array, typeof TextEncoder, typeof setTimeout, typeof structuredClone]')).toEqual(
    Array(4).fill('function'),
  )
})
