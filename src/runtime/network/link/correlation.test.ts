import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RandomStream } from '../random.ts'
import { Chance } from './chance.ts'

const FRAMES = 20_000

/** Linux's get_crandom (net/sched/sch_netem.c) in its own integers; `rho`: the correlation in units of 2⁻³². */
function netemDraws(values: readonly number[], rho: bigint): bigint[] {
  const range = 1n << 32n
  let last = BigInt(values[0]!)
  return values.map((value) => {
    last = (BigInt(value) * (range - rho) + last * rho) >> 32n
    return last
  })
}

describe('correlated loss', () => {
  test('hits the frames that netem would hit with the same random numbers', () => {
    const probability = fc.double({ min: 0.01, max: 0.99, noNaN: true })
    fc.assert(
      fc.property(fc.integer({ min: 0 }), probability, probability, (seed, lossCorrelation, loss) => {
        const stream = new RandomStream(seed, 'link a > b loss')
        const values = Array.from({ length: 200 }, (_, turn) => stream.valueAt(turn))
        const chance = new Chance(seed, 'a', 'b')
        const expected = netemDraws(values, BigInt(Math.round(lossCorrelation * 2 ** 32)))
        for (const [turn, draw] of expected.entries()) {
          const isNear = Math.abs(Number(draw) - loss * 2 ** 32) < 1000
          const isLost = chance.loses(turn, { loss, lossCorrelation })
          if (!isNear) expect(isLost).toBe(Number(draw) < loss * 2 ** 32)
        }
      }),
    )
  })

  test('comes in runs: after a loss another is likelier than without correlation', () => {
    const afterLoss = (lossCorrelation: number) => {
      const chance = new Chance(1, 'a', 'b')
      const lost = Array.from({ length: FRAMES }, (_, turn) => chance.loses(turn, { loss: 0.5, lossCorrelation }))
      const losses = lost.filter((isLost) => isLost).length
      const pairs = lost.filter((isLost, turn) => isLost && lost[turn + 1]).length
      return pairs / losses
    }
    expect(afterLoss(0)).toBeCloseTo(0.5, 1)
    expect(afterLoss(0.5)).toBeGreaterThan(0.6)
    expect(afterLoss(0.9)).toBeGreaterThan(0.8)
  })
})

describe('correlated jitter', () => {
  test('is as correlated from frame to frame as configured, and stays within its bounds', () => {
    for (const jitterCorrelation of [0, 0.25, 0.75]) {
      const chance = new Chance(1, 'a', 'b')
      const delays = Array.from({ length: FRAMES }, (_, turn) =>
        chance.jitter(turn, { jitter: 1000, jitterCorrelation }),
      )
      expect(serialCorrelation(delays)).toBeCloseTo(jitterCorrelation, 1)
      for (const delay of delays) expect(Math.abs(delay)).toBeLessThanOrEqual(1000)
    }
  })

  test('without correlation is what it always was', () => {
    const [one, two] = [new Chance(1, 'a', 'b'), new Chance(1, 'a', 'b')]
    two.jitter(0, { jitter: 50, jitterCorrelation: 0.5 })
    expect(two.jitter(7, { jitter: 50, jitterCorrelation: 0 })).toBe(
      one.jitter(7, { jitter: 50, jitterCorrelation: 0 }),
    )
  })
})

function serialCorrelation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const [together, alone] = [0, 1].map((square) =>
    values.slice(1).reduce((sum, value, i) => sum + (value - mean) * ((square ? value : values[i]!) - mean), 0),
  ) as [number, number]
  return together / alone
}
