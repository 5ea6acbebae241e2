import { expect, test } from 'vitest'
import type { WorldRecord } from '#lab'
import { Journeys } from './journeys.ts'
import { Recording } from './recording.ts'

type Sent = Extract<WorldRecord, { kind: 'packet' }>

/** A world of three hosts on the switch `sw`; every frame takes a millisecond. */
function room() {
  const recording = new Recording()
  const links = ['a', 'b', 'c']
  let number = 0
  const send = (from: string, to: string, text: string, more: Partial<Sent> = {}) => {
    const at = (more.at ?? number) * 1e6
    const bytes = new TextEncoder().encode(text.padEnd(60))
    const link = links.indexOf(from === 'sw' ? to : from)
    const common = { number: ++number, link, bytes, cause: null, fate: 'delivered' as const, arrives: at + 1e6 }
    recording.add([{ ...common, kind: 'packet', from: `${from}:eth0`, to: `${to}:eth0`, ...more, at }])
    return number
  }
  const journeys = new Journeys(['sw'])
  return { send, journeys, recording, listed: () => journeys.of(recording.packets).map(({ number }) => number) }
}

test('a frame that a switch forwarded belongs to the frame that the host sent', () => {
  const { send, journeys, recording, listed } = room()
  send('a', 'sw', 'hello', { at: 0 })
  const copy = send('sw', 'b', 'hello', { at: 1 })
  expect(listed()).toEqual([1])
  expect(journeys.origin(copy)).toBe(1)
  expect(journeys.arrivals(recording.packets[0]!).map(({ to }) => to)).toEqual(['b'])
})

test('a broadcast is one frame, and reaches every host', () => {
  const { send, journeys, recording, listed } = room()
  send('a', 'sw', 'who has b?', { at: 0 })
  send('sw', 'b', 'who has b?', { at: 1 })
  send('sw', 'c', 'who has b?', { at: 1 })
  expect(listed()).toEqual([1])
  expect(journeys.arrivals(recording.packets[0]!).map(({ to }) => to)).toEqual(['b', 'c'])
})

test('the same bytes sent again are another frame', () => {
  const { send, journeys, listed } = room()
  send('a', 'sw', 'again', { at: 0 })
  send('sw', 'b', 'again', { at: 1 })
  send('a', 'sw', 'again', { at: 5 })
  const second = send('sw', 'b', 'again', { at: 6 })
  expect(listed()).toEqual([1, 3])
  expect(journeys.origin(second)).toBe(3)
})

test('a frame is no copy if its bytes differ, or if the switch cannot have received the original yet', () => {
  const { send, listed } = room()
  send('a', 'sw', 'late', { at: 0 })
  send('sw', 'b', 'damaged', { at: 1 })
  send('sw', 'c', 'late', { at: 0.5 })
  expect(listed()).toEqual([1, 2, 3])
})

test('a lost copy is reported with its frame', () => {
  const { send, journeys, recording, listed } = room()
  send('a', 'sw', 'gone', { at: 0 })
  send('sw', 'b', 'gone', { at: 1, fate: 'loss', arrives: null })
  expect(listed()).toEqual([1])
  expect(journeys.arrivals(recording.packets[0]!)).toMatchObject([{ to: 'b', fate: 'loss' }])
})
