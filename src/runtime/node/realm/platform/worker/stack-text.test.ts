import { expect, test } from 'vitest'
import { callSites, isStackText } from './stack-text.ts'

const STACK =
  'inner@/work/a.cjs:3:9\nouter/<@/work/a.cjs:2:5\nasync*outer/named@file:///work/b.mjs:7:1\n@node-library:10:20\n'

test("Firefox's frames become call sites that print as V8's do", () => {
  expect(callSites(STACK).map(String)).toEqual([
    'inner (/work/a.cjs:3:9)',
    '/work/a.cjs:2:5',
    'async named (file:///work/b.mjs:7:1)',
    'node-library:10:20',
  ])
})

test("WebKit's frames have the names of their scripts, and those of the engine itself are left out", () => {
  const stack = 'named@blob:null/1:3:9\nmap@[native code]\n@blob:null/1:4:1\nglobal code@blob:null/2:5:2'
  const names = new Map([['blob:null/1', '/work/a.cjs']])
  expect(callSites(stack, (address) => names.get(address) ?? address).map(String)).toEqual([
    'named (/work/a.cjs:3:9)',
    '/work/a.cjs:4:1',
    'blob:null/2:5:2',
  ])
})

test('the text of a stack differs from values of a program and from a stack of V8', () => {
  expect(isStackText(STACK)).toBe(true)
  expect(isStackText('@[native code]')).toBe(true)
  for (const other of ['', 'mine', undefined, 'Error: a@b:1:2\n    at x@y (/work/a.cjs:1:2)'])
    expect([other, isStackText(other)]).toEqual([other, false])
})
