import { describe, expect, test } from 'vitest'
import { whyOf } from './error-words.ts'

/** Returns the error that V8 or Node throws for this piece of a program. */
function thrownBy(run: () => unknown): { name: string; message: string; code?: string } {
  try {
    run()
  } catch (error) {
    const { name, message, code } = error as Error & { code?: string }
    return { name, message, ...(code !== undefined && { code }) }
  }
  throw new Error('It threw nothing')
}
// biome-ignore lint/suspicious/noExplicitAny: wrong on purpose
const none: any = undefined

describe('why an uncaught error was thrown', () => {
  test.each([
    ['a property of nothing', () => none.b, 'The value before .b was undefined here, and undefined has no properties.'],
    [
      'a value that is no function',
      () => ({ f: 1 as never as () => void }).f(),
      /f was called, and its value here is no function\.$/,
    ],
    ['a name that is nowhere', () => new Function('return lines')(), 'No variable lines can be seen from here.'],
    [
      'a constant that is assigned to',
      () => new Function('const a = 1; a = 2')(),
      'A variable that was declared with const was assigned to.',
    ],
    [
      'a variable before its line',
      () => new Function('a(); const b = 1; function a() { return b }')(),
      'This line ran before the one that declares b.',
    ],
  ])('is told for %s', (_, run, why) => {
    expect(whyOf(thrownBy(run))).toMatch(why)
  })

  test('is explained for an error of the kernel', () => {
    const error = { name: 'Error', message: 'listen EADDRINUSE: address already in use :::9000', code: 'EADDRINUSE' }
    expect(whyOf(error)).toBe('Another socket already uses that address and port.')
  })

  test('is not explained for an error that the program made itself, whatever its code says', () => {
    expect(whyOf({ name: 'Error', message: 'no answer', code: 'ETIMEDOUT' })).toBeNull()
    expect(whyOf({ name: 'Error', message: 'state is not defined' })).toBeNull()
  })
})
