import { expect, test } from 'vitest'
import type { PacketKind } from '../recording/packet-view/index.ts'
import { layoutLadder, timeAxis } from './index.ts'
import { foldX } from './labels.ts'
import { packet } from './packet.fixture.ts'

const ms = 1e6
const options = { hosts: ['client', 'server'], width: 372, margin: 62, pixelsPerMillisecond: 3.5, foldOver: 24 }

test('slope is travel time: 10 ms at 3.5 pixels a millisecond fall 35 pixels', () => {
  const [arrow] = layoutLadder([packet(0, 10)], options).arrows
  expect(arrow!.x1).toBe(62)
  expect(arrow!.x2).toBe(310)
  expect(arrow!.y2 - arrow!.y1).toBeCloseTo(35)
})

test('an idle stretch longer than the limit folds to a fixed height and says what it hides', () => {
  const { axis, arrows } = layoutLadder([packet(0, 10), packet(220, 230)], options)
  expect(axis.folds).toEqual([{ from: 10 * ms, to: 220 * ms, y: 35, height: 34 }])
  expect(arrows[1]!.y1 - arrows[0]!.y2).toBe(34)
})

test('an idle stretch within the limit stays linear', () => {
  const { axis } = layoutLadder([packet(0, 10), packet(30, 40)], options)
  expect(axis.folds).toEqual([])
  expect(axis.height).toBeCloseTo(40 * 3.5)
})

test('moments outside the bursts are at the nearest end, and time never runs backwards', () => {
  const axis = timeAxis(
    [
      [10 * ms, 20 * ms],
      [100 * ms, 130 * ms],
    ],
    options,
  )
  const ys = [0, 10, 15, 20, 60, 100, 130, 500].map((t) => axis.y(t * ms))
  expect(ys).toEqual([...ys].sort((a, b) => a - b))
  expect(axis.y(0)).toBe(0)
  expect(axis.y(500 * ms)).toBe(axis.height)
})

test('a lost packet borrows the travel time of its neighbors and stops on the way', () => {
  const { arrows } = layoutLadder([packet(0, 10), packet(20, null)], options)
  const lost = arrows[1]!
  expect(lost.y2 - lost.y1).toBeCloseTo(35)
  expect(lost.dies!.x).toBeGreaterThan(lost.x1)
  expect(lost.dies!.x).toBeLessThan(lost.x2)
})

test('two arrows nearer than 12 pixels share a label', () => {
  const { arrows } = layoutLadder(
    [packet(0, 10, { label: 'ACK', pureAck: true }), packet(0.1, 10.1, { label: '“hel”' })],
    options,
  )
  expect(arrows.map((arrow) => arrow.label?.text)).toEqual([undefined, 'ACK, then “hel”'])
  expect(arrows[1]!.label!.number).toBe(`${arrows[0]!.packet.number}–${arrows[1]!.packet.number}`)
})

test('a shared label that gets too long loses its pure acknowledgements', () => {
  const { arrows } = layoutLadder(
    [packet(0, 10, { label: 'ACK 12', pureAck: true }), packet(0.1, 10.1, { label: '“a longer line of it”' })],
    options,
  )
  expect(arrows[1]!.label!.text).toBe('“a longer line of it”')
})

test('five or more arrows nearer than 4 pixels become one band with a count', () => {
  const burst = Array.from({ length: 14 }, (_, i) => packet(i * 0.5, 10 + i * 0.5, { payloadLength: 1448, label: 'x' }))
  const labels = layoutLadder(burst, options).arrows.flatMap((arrow) => arrow.label?.text ?? [])
  expect(labels).toEqual(['14 segments, 20 272 B'])
})

test('a band of UDP counts datagrams, a mixed one packets', () => {
  const burst = (kinds: readonly PacketKind[]) =>
    kinds.map((kind, i) => packet(i * 0.5, 10 + i * 0.5, { kind, payloadLength: 100, label: 'x' }))
  const labelsOf = (kinds: readonly PacketKind[]) =>
    layoutLadder(burst(kinds), options).arrows.flatMap((arrow) => arrow.label?.text ?? [])
  expect(labelsOf(['udp', 'udp', 'udp', 'udp', 'udp'])).toEqual(['5 datagrams, 500 B'])
  expect(labelsOf(['udp', 'tcp', 'udp', 'udp', 'udp'])).toEqual(['5 packets, 500 B'])
})

test('a packet that must be named keeps its own label in a crowd', () => {
  const pair = [packet(0, 10, { label: 'ACK' }), packet(0.1, 10.1, { label: '“hel”' })]
  const { arrows } = layoutLadder(pair, { ...options, wrong: pair[0]!.number })
  expect(arrows[0]!.label!.number).toBe(String(pair[0]!.number))
})

test('packets sent after the moment shown are future', () => {
  const { arrows } = layoutLadder([packet(0, 10), packet(30, 40)], { ...options, now: 20 * ms })
  expect(arrows.map((arrow) => arrow.future)).toEqual([false, true])
})

test('a delayed packet stays at its sender for the delay, then falls like any other', () => {
  const [late] = layoutLadder([packet(0, 30, { delayedBy: 20 * ms })], options).arrows
  expect(late!.y1 - late!.sentY).toBeCloseTo(70)
  expect(late!.y2 - late!.y1).toBeCloseTo(35)
})

test('a held packet stays at its sender up to the moment shown; once released, it falls from there', () => {
  const at = (until: number | null, arrives: number | null) => {
    const held = packet(0, arrives, { fate: 'under way', held: { until: until === null ? null : until * ms } })
    return layoutLadder([held, packet(0, 10)], { ...options, now: 15 * ms }).arrows[0]!
  }
  expect(at(null, null)).toMatchObject({ stays: true, sentY: 14, y1: 14 + 52.5, y2: 14 + 52.5 })
  expect(at(12, 22)).toMatchObject({ stays: false, y1: 14 + 42, y2: 14 + 77 })
})

test('a time at an inner host is beside its arrow, and left out where a label needs the place', () => {
  const three = { ...options, hosts: ['laptop', 'router', 'server'], width: 480 }
  const there = packet(0, 10, { from: 'laptop', to: 'router', label: 'SYN to 203.0.113.7:80' })
  const back = packet(33, 43, { from: 'router', to: 'laptop' })
  const { times, lifelines } = layoutLadder([there, back], three)
  expect(times[1]).toMatchObject({ x: lifelines[1]!.x + 9, anchor: 'start', text: '33.0' })
  const crowd = [back, packet(33, 43, { from: 'router', to: 'server', label: 'a label of 22 letters.' })]
  const crowded = layoutLadder(crowd, three)
  expect(crowded.arrows.map(({ label }) => label?.text)).toEqual(['SYN', 'a label of 22 letters.'])
  expect(crowded.times).toEqual([])
})

test('a fold between three hosts says its length beside the middle lifeline', () => {
  const lines = [{ x: 60 }, { x: 240 }, { x: 420 }]
  expect(foldX(lines)).toBe(150)
  expect(foldX(lines.slice(0, 2))).toBe(150)
})
