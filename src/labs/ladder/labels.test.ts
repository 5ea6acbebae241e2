import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ArrowLabel } from './label-place.ts'
import { foldLabels } from './labels.ts'
import { layoutLadder } from './layout.ts'
import { packet } from './packet.fixture.ts'

const options = { hosts: ['client', 'server'], width: 520, margin: 90, pixelsPerMillisecond: 3.5, foldOver: 60 }
/** Height of a letter in pixels, and width of the narrowest. */
const [HIGH, WIDE] = [9, 6.6]

/** Centers of a label's letters; a selected arrow's label is drawn six pixels farther from it. */
function letters({ number, signs = '', text, x, y, angle, isLifted }: ArrowLabel) {
  const count = text === '' ? `${number}${signs}`.length : `${number}${signs}  ${text}`.length
  const turn = (angle * Math.PI) / 180
  const lift = isLifted ? 6 : 0
  return Array.from({ length: count }, (_, i) => {
    const along = (i - (count - 1) / 2) * WIDE
    return {
      x: x + along * Math.cos(turn) + lift * Math.sin(turn),
      y: y + along * Math.sin(turn) - lift * Math.cos(turn),
    }
  })
}

function lieOnEachOther(a: ArrowLabel, b: ArrowLabel): boolean {
  return letters(a).some((p) => letters(b).some((q) => Math.hypot(p.x - q.x, p.y - q.y) < HIGH))
}

const overlaps = (labels: readonly ArrowLabel[]) =>
  labels.flatMap((a, i) =>
    labels
      .slice(i + 1)
      .filter((b) => lieOnEachOther(a, b))
      .map((b) => [a, b]),
  )

const sent = fc.record({
  at: fc.double({ min: 0, max: 200, noNaN: true }),
  takes: fc.constantFrom(1, 10, 40),
  back: fc.boolean(),
  label: fc.stringMatching(/^[A-Z ]{3,22}$/),
})

test('no labels overlap, however dense the traffic is', () => {
  fc.assert(
    fc.property(fc.array(sent, { minLength: 2, maxLength: 60 }), (all) => {
      const packets = all
        .sort((a, b) => a.at - b.at)
        .map(({ at, takes, back, label }, i) =>
          packet(at, at + takes, { number: i + 1, label, ...(back && { from: 'server', to: 'client' }) }),
        )
      const { arrows, axis, lifelines, top } = layoutLadder(packets, { ...options, foldOver: 5 })
      const labels = arrows.flatMap(({ label }) => label ?? [])
      expect(overlaps([...labels, ...foldLabels(axis, lifelines, top)])).toEqual([])
    }),
  )
})

test('no label overlaps that of the selected packet, which is farther from its arrow, or a sign', () => {
  fc.assert(
    fc.property(fc.array(sent, { minLength: 2, maxLength: 40 }), fc.nat(), (all, at) => {
      const packets = all
        .sort((a, b) => a.at - b.at)
        .map(({ at, takes, back, label }, i) =>
          packet(at, at + takes, {
            ...{ number: i + 1, label, changedBy: i % 3 ? null : 'set' },
            ...(back && { from: 'server', to: 'client' }),
          }),
        )
      const selected = 1 + (at % packets.length)
      const { arrows } = layoutLadder(packets, { ...options, selected })
      const labels = arrows.flatMap(({ label }) => label ?? [])
      expect(labels.filter(({ isLifted }) => isLifted)).toHaveLength(1)
      expect(overlaps(labels)).toEqual([])
    }),
  )
})

test('two labels that would cross move towards the tails of their arrows, and keep their words', () => {
  const there = packet(0, 40, { label: '“a line of words”' })
  const back = packet(0, 40, { label: '“and another one”', from: 'server', to: 'client' })
  const [a, b] = layoutLadder([there, back], options).arrows
  expect([a!.label!.text, b!.label!.text]).toEqual(['“a line of words”', '“and another one”'])
  expect(a!.label!.x).toBeLessThan(b!.label!.x)
})

test('without room for words a label shrinks to its number, except for packets that must be named', () => {
  const crowd = Array.from({ length: 12 }, (_, i) =>
    packet(i * 4, i * 4 + 10, { label: 'a label of some length', ...(i % 2 && { from: 'server', to: 'client' }) }),
  )
  const named = crowd[6]!.number
  const { arrows } = layoutLadder(crowd, { ...options, wrong: named })
  expect(arrows.some(({ label }) => label?.text === '')).toBe(true)
  expect(arrows[6]!.label!.text).toBe('a label of some length')
})

test('in a group, a packet that must be named gets its own data, and its neighbors keep their shared label', () => {
  const crowd = Array.from({ length: 12 }, (_, i) =>
    packet(i * 0.5, i * 0.5 + 10, { label: `“${i}”`, payloadLength: 3 }),
  )
  const named = crowd[4]!.number
  const { arrows } = layoutLadder(crowd, { ...options, wrong: named })
  expect(arrows[4]!.label).toMatchObject({ number: String(named), text: '“4”' })
  const others = arrows.flatMap(({ label, packet }) => (label && packet.number !== named ? [label] : []))
  expect(others).toHaveLength(1)
  expect(others[0]!.number).toBe(`${crowd[0]!.number}–${crowd[11]!.number}`)
})

test('a crowd of equal packets without data is counted by its label', () => {
  const crowd = Array.from({ length: 6 }, (_, i) => packet(i * 0.5, i * 0.5 + 10, { label: 'RST', payloadLength: 0 }))
  const labels = layoutLadder(crowd, options).arrows.flatMap(({ label }) => label ?? [])
  expect(labels.map(({ text }) => text)).toEqual(['6 × RST'])
})
