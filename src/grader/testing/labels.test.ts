import { test, expect as vitestExpect } from 'vitest'
import { LabError } from '#lab'
import { subjectOf } from '../plan/index.ts'
import { expect } from './index.ts'

const thrown = async (act: () => unknown): Promise<Error> => {
  try {
    await act()
  } catch (error) {
    return error as Error
  }
  throw new Error('it was to throw')
}
const timeout = () =>
  Promise.reject<string>(new LabError({ code: 'TIMEOUT', expected: 'a line', seen: 'nothing', at: 1, packets: [] }))

test('an expectation of a promise waits for it, and compares', async () => {
  await expect(Promise.resolve('PONG'), 'the answer').toBe('PONG')
  await expect(Promise.resolve('PONG'), 'the answer').not.toBe('PING')
  const error = await thrown(() => expect(Promise.resolve('PING'), 'the answer').toBe('PONG'))
  vitestExpect(subjectOf(error).label).toEqual({ about: 'the answer' })
})

test('a failed wait is reported under the same label, with what was expected', async () => {
  const error = await thrown(() => expect(timeout(), 'the answer').toBe('PONG'))
  vitestExpect(error).toBeInstanceOf(LabError)
  vitestExpect(subjectOf(error)).toMatchObject({ label: { about: 'the answer' }, wanted: { value: 'PONG' } })
})

test('waiting for something to happen returns it', async () => {
  vitestExpect(await expect(Promise.resolve(7), 'the end').toHappen()).toBe(7)
  vitestExpect(subjectOf(await thrown(() => expect(timeout(), 'the end').toHappen())).label?.about).toBe('the end')
})

test('rejects and resolves stay what they are', async () => {
  await expect(timeout(), 'the error').rejects.toMatchObject({ code: 'TIMEOUT' })
  await expect(Promise.resolve(1), 'the value').resolves.toBe(1)
})
