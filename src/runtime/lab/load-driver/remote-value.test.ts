import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeValue, type EncodedValue, encodeValue } from './index.ts'

const none = () => null
const across = (value: unknown) =>
  decodeValue(JSON.parse(JSON.stringify(encodeValue(value, none))) as EncodedValue, none)

describe('a value between a test and a loaded module', () => {
  test('arrives as it was, whatever data it is', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withSparseArray: false,
      withNullPrototype: false,
      withTypedArray: false,
    })
    fc.assert(
      fc.property(anything, (value) => {
        expect(across(value)).toEqual(value)
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(across({ bytes })).toEqual({ bytes })
      }),
    )
    expect([across(-0), across(NaN), across(undefined), across(10n ** 30n)]).toEqual([-0, NaN, undefined, 10n ** 30n])
  })

  test('a date that is none stays one', () => {
    expect(across(new Date(NaN))).toEqual(new Date(NaN))
  })

  test('a key named __proto__ is a key', () => {
    const value = across(JSON.parse('{"__proto__": 1}')) as object
    expect(Object.keys(value)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })

  test('an error keeps name, message, code and the errors within', () => {
    const inner = Object.assign(new TypeError('inner'), { code: 'E_INNER' })
    expect(across(new AggregateError([inner], 'outer'))).toMatchObject({
      name: 'AggregateError',
      message: 'outer',
      errors: [{ name: 'TypeError', code: 'E_INNER' }],
    })
  })

  test('an error keeps what the program put on it, as far as it is data', () => {
    const error = Object.assign(new Error('late'), { phase: 'idle', replies: ['a'], retry: () => {} })
    const arrived = across(error)
    expect(arrived).toMatchObject({ message: 'late', phase: 'idle', replies: ['a'] })
    expect(arrived).not.toHaveProperty('retry')
  })

  test('functions and cycles cannot cross, and say so', () => {
    expect(() => across(() => 1)).toThrow('a function cannot cross between a test and a program')
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    expect(() => across(cycle)).toThrow('a circular object cannot cross')
  })
})
