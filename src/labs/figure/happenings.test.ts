import { expect, test } from 'vitest'
import { packet } from '../ladder/packet.fixture.ts'
import { busyTime, endOfHappenings, happeningsOf, skipIdle } from './happenings.ts'

const ms = 1e6
const printed = (at: number) => ({ host: 'client', at: at * ms, text: 'gone' })
/** A packet of 10 ms, and an error printed three seconds later. */
const happenings = happeningsOf([{ packets: [packet(0, 10)], printed: [printed(3000)] }])

test('a run ends with its last output, even if the wire is idle by then', () => {
  expect(endOfHappenings(happenings)).toBe(3000 * ms)
})

test('runs on one clock share one list of events', () => {
  const rows = happeningsOf([
    { packets: [packet(20, 30)], printed: [] },
    { packets: [packet(0, 10)], printed: [printed(25)] },
  ])
  expect(rows.map(({ at }) => at / ms)).toEqual([0, 20, 25])
})

test('playback skips a long idle stretch except for its end', () => {
  expect(busyTime(happenings)).toBe(40 * ms)
  expect(skipIdle(happenings, 5 * ms)).toBe(5 * ms)
  expect(skipIdle(happenings, 11 * ms)).toBe(2970 * ms)
  expect(skipIdle(happenings, 2980 * ms)).toBe(2980 * ms)
})
