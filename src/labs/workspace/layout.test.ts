import { expect, test } from 'vitest'
import {
  COLUMNS,
  INITIAL_LAYOUT,
  makeLayout,
  moveColumn,
  rememberLayout,
  resetLayout,
  settleLayout,
  turnColumn,
} from './layout.ts'

/** Stored data, as a browser keeps it. */
function storageOf(stored: string): globalThis.Storage {
  const kept = new Map([['ackademy:layout', stored]])
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  } as unknown as globalThis.Storage
}

test('a column moves by one place, and stays at the end', () => {
  const layout = makeLayout()
  moveColumn(layout, 'code', 1)
  expect(layout.order.value).toEqual(['world', 'code', 'packets'])
  moveColumn(layout, 'code', 1)
  moveColumn(layout, 'code', 1)
  expect(layout.order.value).toEqual(['world', 'packets', 'code'])
})

test('moved columns and swapped panes are there on the next visit, and can be reset', () => {
  const storage = storageOf('{}')
  const layout = makeLayout()
  const end = rememberLayout(layout, storage)
  moveColumn(layout, 'packets', -1)
  turnColumn(layout, 'code')
  end()
  const next = makeLayout()
  rememberLayout(next, storage)
  expect([next.order.value, next.turned.value]).toEqual([['code', 'packets', 'world'], ['code']])
  resetLayout(next)
  expect([next.order.value, next.turned.value]).toEqual([COLUMNS, []])
})

test('the task is large until something runs; sizes that the learner chose stay', () => {
  const layout = makeLayout()
  expect(layout.code.value).toBeLessThan(INITIAL_LAYOUT.code)
  settleLayout(layout)
  expect(layout.code.value).toBe(INITIAL_LAYOUT.code)
  const chosen = makeLayout()
  chosen.code.value = 0.7
  settleLayout(chosen)
  expect(chosen.code.value).toBe(0.7)
})

test('after a visit with the usual sizes the task is large again', () => {
  const next = makeLayout()
  rememberLayout(next, storageOf(JSON.stringify(INITIAL_LAYOUT)))
  expect(next.left.value).toBeGreaterThan(INITIAL_LAYOUT.left)
})

test('damaged parts of a stored layout get their initial values', () => {
  const layout = makeLayout()
  rememberLayout(layout, storageOf('{"order":["code","code","moon"],"turned":"code","left":0.2,"right":7}'))
  expect(layout.order.value).toEqual(COLUMNS)
  expect(layout.turned.value).toEqual([])
  expect(layout.left.value).toBe(0.2)
})
