import { expect, test } from 'vitest'
import { lan, pattern, transfer } from '../../../../tests/network/worlds.ts'
import { downsample } from '../capture/index.ts'
import { MILLISECOND, SECOND } from '../clock.ts'
import { queueSeries, Recording, socketSeries, TableRecorder } from './index.ts'

/** A client that sends 300 kB over a 10 Mbit/s link with a short queue; one sample every 10 ms. */
function recorded() {
  const network = lan(1)
  const recording = new Recording()
  const tables = new TableRecorder(network)
  const seen: { at: number; window: number; queued: number }[] = []
  transfer(network.host('client'), network.host('server'), '10.0.0.2', pattern(300_000))
  network.link('client', 'lan').impair({ queue: 20 })
  const direction = network.links[0]!.directions.find(({ from }) => from === 'client:eth0')!
  for (let at = 0; at <= SECOND; at += 10 * MILLISECOND) {
    network.clock.runUntil(at)
    for (const piece of tables.take()) recording.addTables(piece)
    recording.advanceTo(at)
    const rows = recording.at(at).rows('sockets', 'client')
    const window = rows[0]?.congestionWindow
    if (window != null) seen.push({ at, window, queued: direction.queued })
  }
  const { inode } = recording.at(50 * MILLISECOND).rows('sockets', 'client')[0]!
  return { recording, seen, inode }
}

const valueAt = ({ times, values }: { times: readonly number[]; values: readonly number[] }, at: number) =>
  values[times.findLastIndex((time) => time <= at)]

test('a socket and a queue over time are what the tables said at each moment', () => {
  const { recording, seen, inode } = recorded()
  const { congestionWindow, smoothedRtt, slowStartThreshold, inFlight } = socketSeries(recording, 'client', inode)
  const { frames, dropped } = queueSeries(recording, 'client:eth0')
  expect(seen.length).toBeGreaterThan(20)
  for (const { at, window, queued } of seen) {
    expect([at, valueAt(congestionWindow, at), valueAt(frames, at)]).toEqual([at, window, queued])
  }
  expect(Math.max(...frames.values)).toBe(20)
  expect(dropped.values.at(-1)).toBeGreaterThan(0)
  // The threshold is unknown before the first loss.
  expect(slowStartThreshold.times[0]).toBeGreaterThan(congestionWindow.times[0]!)
  expect([congestionWindow.unit, smoothedRtt.unit, frames.unit]).toEqual(['segments', 'nanoseconds', 'frames'])
  expect(Math.max(...downsample(inFlight, 16).values)).toBe(Math.max(...inFlight.values))
})

test('times increase, and a value is reported once for as long as it lasts', () => {
  const { recording, inode } = recorded()
  const { times, values } = socketSeries(recording, 'client', inode).congestionWindow
  expect(times.every((at, i) => i === 0 || at > times[i - 1]!)).toBe(true)
  expect(values.every((value, i) => i === 0 || value !== values[i - 1])).toBe(true)
})

test('a socket that does not exist has no values', () => {
  expect(socketSeries(recorded().recording, 'server', 12_345).sendQ).toEqual({ unit: 'bytes', times: [], values: [] })
})
