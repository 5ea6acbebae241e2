import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { WorldRecord } from '#lab'
import { buffersOf, packRecords, unpackRecords } from './packed-records.ts'

const time = fc.nat().map((ms) => ms * 1000)
const timer = fc.constantFrom(
  ...(['retransmission', 'loss probe', 'reordering', 'window probe', 'delayed ack', 'keep-alive', 'neighbor'] as const),
)
const cause = fc.option(
  fc.oneof(
    fc.record({ pid: fc.nat(), call: fc.nat() }),
    fc.record({ pid: fc.nat(), call: fc.nat(), after: fc.integer({ min: 1 }) }),
    fc.record({ packet: fc.integer({ min: 1 }) }),
    fc.record({ timer }),
  ),
  { nil: null },
)
const packet = fc
  .record({
    number: fc.nat(),
    at: time,
    link: fc.nat(5),
    from: fc.constantFrom('a:eth0', 'b:eth0'),
    to: fc.constantFrom('a:eth0', 'lan:p1'),
    bytes: fc.uint8Array(),
    fate: fc.constantFrom('under way', 'loss', 'queue'),
    cause,
    more: fc.constantFrom({}, { before: { events: 3, at: 0 } }, { isDamaged: true, delayedBy: 5 }, { duplicateOf: 1 }),
  })
  .map(({ more, ...common }) => ({ kind: 'packet', arrives: null, ...common, ...more }) as WorldRecord)
const fate = fc
  .record({ number: fc.nat(), arrives: fc.option(time, { nil: null }), held: fc.constantFrom({}, { heldUntil: null }) })
  .map(({ held, ...common }) => ({ kind: 'fate', fate: 'delivered', ...common, ...held }) as WorldRecord)
const output = fc
  .record({ pid: fc.nat(), at: time, bytes: fc.uint8Array(), stream: fc.constantFrom('stdout', 'stderr') })
  .map((fields) => ({ kind: 'output', ...fields }) as WorldRecord)
const other = fc.constant<WorldRecord>({ kind: 'time', now: 7 })

test('records arrive as they were, in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(packet, fate, output, other)), (records) => {
      const packed = packRecords(records)
      const crossed = structuredClone(packed, { transfer: buffersOf(packed) })
      expect(unpackRecords(crossed)).toEqual(records)
    }),
  )
})

test('packets, fates and output are packed without objects to clone', () => {
  const bytes = new Uint8Array(60)
  const sent = { kind: 'packet', number: 1, at: 0, arrives: null, link: 0, from: 'a', to: 'b', bytes } as const
  const records: WorldRecord[] = [
    { ...sent, fate: 'under way', cause: null },
    { kind: 'fate', number: 1, fate: 'delivered', arrives: 5 },
    { kind: 'output', pid: 1, stream: 'stdout', bytes, at: 6 },
  ]
  expect(packRecords(records)).toMatchObject({ others: [], texts: ['a', 'b', 'under way', 'delivered'] })
})
