/** From 1 byte to 100 MB over links of every kind, there and back: equal hashes, and the kernel counts nothing odd. */
import { describe, expect, test } from 'vitest'
import type { Impairment } from '#network'
import { FULL } from '../../support/proof.ts'
import { whyNoNamespaces } from '../beside-linux.ts'
import { surprises } from './counters.ts'
import { DIRECTIONS, FAMILIES, openSides, transferAcross } from './sides.ts'

const problem = whyNoNamespaces()
if (problem !== null) console.warn(`Skipped: transfers beside the Linux kernel: ${problem}`)

interface Case {
  readonly link: string
  readonly impairment: Partial<Impairment>
  readonly quick: readonly number[]
  readonly full: readonly number[]
}

const DELAY = 1_000_000
const CASES: readonly Case[] = [
  {
    link: 'a perfect cable',
    impairment: {},
    quick: [1, 1448, 1449, 65_536, 3_000_000],
    full: [1, 2, 535, 536, 1447, 1448, 1449, 65_535, 65_536, 1_000_000, 10_000_000, 100_000_000],
  },
  { link: '0.1 % loss', impairment: { loss: 0.001, delay: DELAY }, quick: [500_000], full: [1, 1_000_000, 10_000_000] },
  { link: '1 % loss', impairment: { loss: 0.01, delay: DELAY }, quick: [300_000], full: [1, 100_000, 5_000_000] },
  { link: '5 % loss', impairment: { loss: 0.05, delay: DELAY }, quick: [], full: [1, 10_000, 500_000] },
  { link: '20 % loss', impairment: { loss: 0.2 }, quick: [], full: [1, 5000, 30_000] },
  { link: 'reordering', impairment: { reorder: 0.1, delay: 2 * DELAY, jitter: DELAY }, quick: [], full: [1_000_000] },
  { link: 'duplication', impairment: { duplicate: 0.1, delay: DELAY }, quick: [200_000], full: [1_000_000] },
  { link: 'flipped bits', impairment: { corrupt: 0.03, delay: DELAY }, quick: [200_000], full: [1_000_000] },
  {
    link: 'all of these at once',
    impairment: { loss: 0.02, reorder: 0.05, duplicate: 0.05, corrupt: 0.02, delay: 2 * DELAY, jitter: DELAY },
    quick: [100_000],
    full: [1, 300_000],
  },
]
const WAYS = FAMILIES.flatMap((family) => DIRECTIONS.map((direction) => ({ family, direction })))
const RUNS = WAYS.flatMap((way, turn) =>
  CASES.flatMap(({ link, impairment, quick, full }, row) =>
    (FULL ? full : quick)
      .filter((_size, index) => FULL || (row + index + turn) % 2 === 0)
      .map((size) => ({ ...way, link, impairment, size })),
  ),
)

describe.skipIf(problem !== null)('over the cable to the kernel', { timeout: 900_000 }, () => {
  test.each(RUNS)('$size bytes over $link, $direction, IPv$family', async ({ direction, family, impairment, size }) => {
    const sides = openSides(direction, family, { impairment })
    try {
      await transferAcross(sides, size, FULL ? 600_000 : 60_000)
      const { reorder = 0, duplicate = 0, corrupt = 0 } = impairment
      const link = { damages: corrupt > 0, copies: duplicate + reorder > 0 }
      expect(surprises(sides.world.namespace, link)).toEqual([])
    } finally {
      await sides.world.close()
    }
  })
})
