/** Each of the 16 combinations of SACK, timestamps, window scale and ECN, over a link that loses, with the kernel's options set alike. */
import { describe, expect, test } from 'vitest'
import { FULL } from '../../support/proof.ts'
import { whyNoNamespaces } from '../beside-linux.ts'
import { surprises } from './counters.ts'
import { DIRECTIONS, FAMILIES, openSides, transferAcross } from './sides.ts'

const problem = whyNoNamespaces()
if (problem !== null) console.warn(`Skipped: options beside the Linux kernel: ${problem}`)

const OPTIONS = ['sack', 'timestamps', 'windowScaling', 'ecn'] as const
const COMBINATIONS = Array.from({ length: 16 }, (_, bits) => OPTIONS.filter((_name, bit) => (bits >> bit) & 1))
const WAYS = FAMILIES.flatMap((family) => DIRECTIONS.map((direction) => ({ family, direction })))
/** All, or each combination once, in turn over each way. */
const CASES = COMBINATIONS.flatMap((options, index) =>
  WAYS.filter((_way, turn) => FULL || turn === (index + (index >> 2)) % WAYS.length).map((way) => ({
    ...way,
    name: options.join(', ') || 'none',
    options,
  })),
)

describe.skipIf(problem !== null)('with these options of both ends', { timeout: 120_000 }, () => {
  test.each(CASES)(
    '$name, $direction, IPv$family: every byte arrives, and the kernel counts nothing odd',
    async (one) => {
      const has = (name: (typeof OPTIONS)[number]) => one.options.includes(name)
      const sides = openSides(one.direction, one.family, {
        impairment: { loss: 0.01, delay: 1_000_000 },
        tcp: {
          sack: has('sack'),
          timestamps: has('timestamps'),
          windowScaling: has('windowScaling'),
          ecn: has('ecn') ? 1 : 0,
        },
        sysctls: {
          'net/ipv4/tcp_sack': Number(has('sack')),
          'net/ipv4/tcp_timestamps': Number(has('timestamps')),
          'net/ipv4/tcp_window_scaling': Number(has('windowScaling')),
          'net/ipv4/tcp_ecn': Number(has('ecn')),
        },
      })
      try {
        await transferAcross(sides, FULL ? 1_000_000 : 150_000)
        expect(surprises(sides.world.namespace)).toEqual([])
      } finally {
        await sides.world.close()
      }
    },
  )
})
