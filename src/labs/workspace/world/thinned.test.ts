import { expect, test } from 'vitest'
import { layoutLadder } from '../../ladder/index.ts'
import { packet } from '../../ladder/packet.fixture.ts'
import { thinned } from './thinned.ts'

const PIXELS_PER_MS = 3.5
const options = {
  hosts: ['client', 'server'],
  width: 372,
  margin: 62,
  pixelsPerMillisecond: PIXELS_PER_MS,
  foldOver: 24,
}

test('a flood is thinned to distinguishable arrows: the last of those that overlap, and each with a sign', () => {
  const flood = Array.from({ length: 50 }, (_, index) => packet(index / 100, 10 + index / 100))
  const lost = packet(0.2, null)
  const [asked] = flood
  const { arrows } = layoutLadder([...flood, lost], options)
  const seen = thinned(arrows, new Set([asked!.number])).map((arrow) => arrow.packet)
  expect(seen.length).toBeLessThan(10)
  expect(seen).toEqual(expect.arrayContaining([asked, flood.at(-1), lost]))
  // Every position that had an arrow still has one.
  for (const { at } of flood) expect(seen.some((one) => Math.abs(one.at - at) * PIXELS_PER_MS < 1e6)).toBe(true)
})

test('distinguishable arrows all stay', () => {
  const { arrows } = layoutLadder([packet(0, 10), packet(1, 11), packet(2, null)], options)
  expect(thinned(arrows, new Set())).toEqual(arrows)
})
