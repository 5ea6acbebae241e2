import { beforeEach, expect, test, vi } from 'vitest'

// A compiler that has read a hostile file is not used again.
let stripTypes: typeof import('./strip-types.ts').stripTypes
beforeEach(async () => {
  vi.resetModules()
  ;({ stripTypes } = await import('./strip-types.ts'))
})

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
  ['a file that is longer than any program', { '/work/a.ts': `export {}\n${' '.repeat(1 << 18)}` }],
  ['another extension', { '/work/a.cts': 'const a: number = 1' }],
  ['a package that says what its files are', { '/work/a.ts': 'export {}', '/work/package.json': '{}' }],
])('Node itself is left to see to %s', (_, files) => {
  expect(stripTypes(files)).toBeNull()
})

test.each([
  ['that it would parse for ever', `export const x = ${'a ? (b) : c => '.repeat(40)}1`],
  ['that is nested too deeply for it', '['.repeat(100_000)],
])('a source %s ends its work, and it is not asked again', (_, source) => {
  expect(stripTypes({ '/work/a.ts': source })).toBeNull()
  expect(stripTypes({ '/work/b.ts': 'export {}' })).toBeNull()
})
