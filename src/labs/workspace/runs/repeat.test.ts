import { expect, test } from 'vitest'
import type { JournalEntry } from '#lab'
import { actsBetween, type RepeatedCommand } from './repeat.ts'

let batches = 0
const done = (at: number, ...commands: RepeatedCommand[]): JournalEntry => ({
  kind: 'batch',
  events: at,
  at,
  batch: { batch: ++batches, commands, run: false },
})
const act = (id: number, on: string, op: string): RepeatedCommand => ({ id, kind: 'act', on, op, args: [] })

const journal = [
  done(0, act(1, 'host:server', 'run'), { ...act(2, 'host:client', 'connect'), kind: 'wait' }),
  done(50, act(3, '#2', 'send')),
  done(60, { ...act(4, 'clock', 'until'), kind: 'wait' }, act(5, 'link:0', 'hold')),
  done(70, act(6, '#5', 'release')),
  done(90, act(7, '#2', 'end')),
]
const ids = (after: number, until: number, events = Number.POSITIVE_INFINITY) =>
  actsBetween(journal, { at: after, events }, until).map(({ act }) => act.id)

test('acts at the exact moment of a packet are repeated, earlier ones are not', () => {
  expect(ids(49, 50)).toEqual([3])
  expect(ids(50, 50)).toEqual([])
  expect(ids(50, 50, 49)).toEqual([3])
})

test('repeats only acts, no waits, and none on objects that the new run lacks', () => {
  expect(ids(10, 100)).toEqual([3, 5, 7])
})
