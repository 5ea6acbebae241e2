import { expect, test } from 'vitest'
import type { TextStorage } from '../../progress/index.ts'
import { Attempts } from './attempts.ts'

function memory(text?: string): TextStorage & { texts: Map<string, string> } {
  const texts = new Map<string, string>(text === undefined ? [] : [['ackademy:attempts:echo', text]])
  return { texts, getItem: (key) => texts.get(key) ?? null, setItem: (key, value) => void texts.set(key, value) }
}

function opened(storage: TextStorage): Attempts {
  const attempts = new Attempts('echo')
  attempts.attach(storage)
  return attempts
}

test('keeps what was run, the latest first, over a reload', () => {
  const storage = memory()
  opened(storage).keep({ at: 1, kind: 'run', files: { 'a.ts': 'one' } })
  opened(storage).keep({ at: 2, kind: 'run', files: { 'a.ts': 'two' } })
  expect(opened(storage).list.value.map(({ files }) => files['a.ts'])).toEqual(['two', 'one'])
})

test('the same files again are no new attempt, but a check of them says how it went', () => {
  const attempts = opened(memory())
  attempts.keep({ at: 1, kind: 'run', files: { 'a.ts': 'one' } })
  attempts.keep({ at: 2, kind: 'run', files: { 'a.ts': 'one' } })
  attempts.keep({ at: 3, kind: 'check', files: { 'a.ts': 'one' }, passed: 2, of: 3 })
  expect(attempts.list.value).toEqual([{ at: 3, kind: 'check', files: { 'a.ts': 'one' }, passed: 2, of: 3 }])
})

test('the oldest are dropped when there are many, or when they are large', () => {
  const attempts = opened(memory())
  for (let i = 0; i < 60; i++) attempts.keep({ at: i, kind: 'run', files: { 'a.ts': `${i}` } })
  expect(attempts.list.value).toHaveLength(40)
  for (let i = 0; i < 5; i++) attempts.keep({ at: 100 + i, kind: 'run', files: { 'a.ts': `${i}`.repeat(90_000) } })
  expect(attempts.list.value).toHaveLength(2)
})

test('two pages on one exercise keep one history', () => {
  const storage = memory()
  const [one, two] = [opened(storage), opened(storage)]
  one.keep({ at: 1, kind: 'run', files: { 'a.ts': 'one' } })
  two.keep({ at: 2, kind: 'run', files: { 'a.ts': 'two' } })
  expect(opened(storage).list.value.map(({ at }) => at)).toEqual([2, 1])
})

test.each(['{', '{}', '[1, null, {"at":1,"kind":"run","files":{"a":5}}]'])(
  'a damaged history is an empty one: %s',
  (text) => {
    expect(opened(memory(text)).list.value).toEqual([])
  },
)
