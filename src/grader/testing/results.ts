import { LabError, showValue } from '#lab'
import { expect } from './expect.ts'

/** What a call of a learner's function came to. */
export type CallResult<T> =
  | { readonly value: T | null; readonly thrown?: undefined }
  /** `RangeError: too short` */
  | { readonly value?: undefined; readonly thrown: string }

/** Waits for a call. If the program ended or hangs, the call itself reports that; `undefined` counts as null. */
export function resultOf<T>(call: Promise<T>, about: string): Promise<CallResult<T>> {
  const settled = call.then(
    (value): CallResult<T> => ({ value: value ?? null }),
    (error: unknown): CallResult<T> => {
      if (error instanceof LabError) throw error
      const { name, message } = error as Error
      return { thrown: `${name}: ${message}` }
    },
  )
  return expect(settled, about).toHappen() as Promise<CallResult<T>>
}

/** The result in the test's words: `noun` for an object, else the error, null, or the value. A text is quoted, so it can't pass for a word of the test. */
export function kindOf({ value, thrown }: CallResult<unknown>, noun: string): string {
  if (thrown !== undefined) return thrown
  return typeof value === 'object' && value !== null ? noun : showValue(value)
}

/** A value beside the test's words for errors: a text that looks like one of them is quoted, so that returning it isn't taken for throwing. */
export const toldApart = <T>(value: T, errors: RegExp): T | string =>
  typeof value === 'string' && errors.test(value) ? `the text ${showValue(value)}` : value
