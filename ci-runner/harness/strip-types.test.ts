import { expect, test } from 'vitest'
import { stripTypes } from './strip-types.ts'

test('types become blanks, so that every line and column stays', () => {
  const files = { '/work/a.ts': "import net from 'node:net'\nconst port: number = 7\n", '/work/words.txt': 'a: b' }
  expect(stripTypes(files)).toEqual({
    '/work/a.ts': "import net from 'node:net'\nconst port         = 7\n",
    '/work/words.txt': 'a: b',
  })
})

test.each([
  ['types that are code', { '/work/a.ts': 'export enum Colour { red }' }],
  ['a file that is a script', { '/work/a.ts': "const net = require('node:net')" }],
  ['a file with a mistake', { '/work/a.ts': 'export const = 1' }],
  ['another extension', { '/work/a.cts': 'const a: number = 1' }],
  ['a package that says what its files are', { '/work/a.ts': 'export {}', '/work/package.json': '{}' }],
])('Node itself is left to see to %s', (_, files) => {
  expect(stripTypes(files)).toBeNull()
})
