import { expect, test } from 'vitest'
import { exportWork, importWork } from './all-work.ts'

function storage(entries: Record<string, string> = {}) {
  const texts = new Map(Object.entries(entries))
  return {
    texts,
    get length() {
      return texts.size
    },
    key: (index: number) => [...texts.keys()][index] ?? null,
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, value: string) => void texts.set(key, value),
  }
}
const files = (text: string) => JSON.stringify({ version: 1, files: { 'a.ts': text }, beforeReset: null })

test('another device has the exported work after importing it; appearance is not exported', () => {
  const from = storage({ 'ackademy:files:echo': files('mine'), 'ackademy:hints:echo': '2', 'ackademy:theme': 'dark' })
  const to = storage({ 'ackademy:theme': 'light' })
  expect(importWork(to, exportWork(from), 5)).toBe(1)
  expect(Object.fromEntries(to.texts)).toEqual({
    'ackademy:files:echo': files('mine'),
    'ackademy:hints:echo': '2',
    'ackademy:theme': 'light',
  })
})

test('replaced files go to the history', () => {
  const to = storage({ 'ackademy:files:echo': files('old') })
  importWork(to, exportWork(storage({ 'ackademy:files:echo': files('new') })), 7)
  expect(JSON.parse(to.texts.get('ackademy:attempts:echo')!)).toEqual([
    { at: 7, kind: 'before', files: { 'a.ts': 'old' } },
  ])
})

test.each([
  ['no JSON', 'x'],
  ['other JSON', '{"entries":{}}'],
  ['another version', '{"kind":"ackademy-work","version":9,"entries":{}}'],
  ['a key of something else', '{"kind":"ackademy-work","version":1,"entries":{"ackademy:theme":"x"}}'],
  ['a value that is no text', '{"kind":"ackademy-work","version":1,"entries":{"ackademy:files:a":5}}'],
])('%s is refused in words, and nothing changes', (_what, text) => {
  const to = storage()
  expect(typeof importWork(to, text, 0)).toBe('string')
  expect(to.texts.size).toBe(0)
})
