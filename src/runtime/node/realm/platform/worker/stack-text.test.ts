import { expect, test } from 'vitest'
import { callSites, readStacksAsSites } from './stack-text.ts'

const STACK =
  'inner@/work/a.cjs:3:9\nouter/<@/work/a.cjs:2:5\nasync*outer/named@file:///work/b.mjs:7:1\n@node-library:10:20\n'

test("Firefox's frames become call sites that write themselves as V8's", () => {
  expect(callSites(STACK).map(String)).toEqual([
    'inner (/work/a.cjs:3:9)',
    '/work/a.cjs:2:5',
    'async named (file:///work/b.mjs:7:1)',
    'node-library:10:20',
  ])
})

test('an error whose stack is text has one with its own words; one that is set stays', () => {
  const texts = new WeakMap<object, string>()
  class FirefoxError {
    message: string
    static prepareStackTrace = (error: FirefoxError, sites: object[]) => [error.message, ...sites].join('\n    at ')
    constructor(message: string) {
      this.message = message
      texts.set(this, STACK)
    }
    get stack(): string {
      return texts.get(this)!
    }
    set stack(value: string) {
      Object.defineProperty(this, 'stack', { value, configurable: true, writable: true })
    }
  }
  readStacksAsSites(FirefoxError)
  const error = new FirefoxError('no')
  expect(error.stack.split('\n').slice(0, 2)).toEqual(['no', '    at inner (/work/a.cjs:3:9)'])
  error.stack = 'mine'
  expect(error.stack).toBe('mine')
})
