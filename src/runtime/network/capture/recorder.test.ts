import { expect, test } from 'vitest'
import { Recorder } from './recorder.ts'

const frame = (at: number, length = 100) => ({
  at,
  link: 0,
  from: 'a:eth0',
  to: 'b:eth0',
  bytes: new Uint8Array(length),
  fate: 'under way' as const,
  cause: null,
})

test('frames are numbered in the order of sending, and counted when they meet their fate', () => {
  const recorder = new Recorder()
  const [first, second] = [recorder.record(frame(0)), recorder.record(frame(5))]
  expect([first.number, second.number, recorder.count, recorder.settled]).toEqual([1, 2, 2, 0])
  recorder.settle(first, 'delivered', 9)
  expect([recorder.settled, recorder.packet(1)?.arrives, recorder.packet(3)]).toEqual([1, 9, undefined])
})

test('beyond its cap the oldest frames are let go and counted; the others keep their numbers', () => {
  const recorder = new Recorder({ cap: 1_000 })
  for (let at = 0; at < 25; at++) recorder.record(frame(at))
  const kept = recorder.packets
  expect(kept.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThanOrEqual(1_000)
  expect(recorder.count).toBe(25)
  expect(recorder.dropped).toBe(25 - kept.length)
  expect(kept[0]!.number).toBe(recorder.dropped + 1)
  expect(recorder.packet(recorder.dropped)).toBe(undefined)
  expect(recorder.packet(25)!.at).toBe(24)
})

test('a frame that is larger than the cap is kept alone', () => {
  const recorder = new Recorder({ cap: 50 })
  recorder.record(frame(0))
  recorder.record(frame(1))
  expect(recorder.packets.map(({ number }) => number)).toEqual([2])
})
