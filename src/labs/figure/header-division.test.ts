import { expect, test } from 'vitest'
import { dissect } from '#network'
import { boxesOf, ROW_BITS } from './header-division.ts'
import { shortName } from './short-names.ts'

const SYN = Uint8Array.from(
  Buffer.from(
    '02000000000202000000000108004500003c0f354000400605850a0009010a0009029bfe2328e006a0c400000000a002faf0af740000' +
      '020405b40402080a590dde980000000001030307',
    'hex',
  ),
)

test.each(dissect(SYN).layers)('$label: every bit is in one box, and no box goes over the end of a row', (layer) => {
  const boxes = boxesOf(layer).sort((a, b) => a.first - b.first)
  let end = 0
  for (const { first, bits } of boxes) {
    expect(first).toBe(end)
    expect((first % ROW_BITS) + bits).toBeLessThanOrEqual(ROW_BITS)
    end = first + bits
  }
  expect(end).toBe(layer.length * 8)
})

test('a hardware address stays whole, although two of its bits are named fields', () => {
  const [ethernet] = dissect(SYN).layers
  expect(boxesOf(ethernet!).map(({ field, bits }) => [field.name, bits])).toEqual([
    ['eth.dst', 32],
    ['eth.dst', 16],
    ['eth.src', 16],
    ['eth.src', 32],
    ['eth.type', 16],
  ])
})

test('a field in two rows has its name once, in its wider box', () => {
  const [ethernet] = dissect(SYN).layers
  const named = boxesOf(ethernet!).filter(({ isNamed }) => isNamed)
  expect(named.map(({ field, bits }) => [field.name, bits])).toEqual([
    ['eth.dst', 32],
    ['eth.src', 32],
    ['eth.type', 16],
  ])
})

test('each flag has a name that fits its box', () => {
  const flags = dissect(SYN).layers.flatMap((layer) => boxesOf(layer).filter(({ bits }) => bits <= 3))
  expect(flags.map(({ field }) => shortName(field)).join(' ')).toBe(
    'ECN – DF MF Rsv AE CWR ECE URG ACK PSH RST SYN FIN',
  )
})
