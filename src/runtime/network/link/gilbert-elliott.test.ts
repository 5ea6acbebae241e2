import { describe, expect, test } from 'vitest'
import { BurstLoss, type GilbertElliott } from './gilbert-elliott.ts'
import { wireOf } from './wire-of.fixture.ts'

const FRAMES = 200_000

/** Lost or not, frame by frame. */
function losses(model: GilbertElliott, seed: number): boolean[] {
  const bursts = new BurstLoss(seed, 'a:eth0', 'b:eth0')
  return Array.from({ length: FRAMES }, (_, turn) => bursts.hits(model, turn))
}

function burstLengths(lost: readonly boolean[]): number[] {
  const lengths: number[] = []
  let length = 0
  for (const isLost of lost) {
    if (isLost) length++
    else if (length > 0) lengths.push(length)
    if (!isLost) length = 0
  }
  return lengths
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('loss in bursts', () => {
  test.each<[string, GilbertElliott]>([
    ['Gilbert: all is lost in the bad state', { p: 0.01, r: 0.25 }],
    ['Gilbert–Elliott: some is lost in either state', { p: 0.02, r: 0.2, '1-h': 0.7, '1-k': 0.001 }],
    ['long bursts', { p: 0.01, r: 0.1, '1-h': 0.9 }],
  ])('%s: the mean loss is that of the closed form, within 8 % over 200,000 frames', (_, model) => {
    const { p, r, '1-h': bad = 1, '1-k': good = 0 } = model
    const expected = (p * bad + r * good) / (p + r)
    for (const seed of [1, 2, 3]) {
      const share = mean(losses(model, seed).map(Number))
      expect(Math.abs(share - expected) / expected).toBeLessThan(0.08)
    }
  })

  test('where all is lost in the bad state, bursts are 1/r frames long on average and good times 1/p', () => {
    const lost = losses({ p: 0.01, r: 0.25 }, 1)
    expect(Math.abs(mean(burstLengths(lost)) - 4)).toBeLessThan(0.3)
    expect(Math.abs(mean(burstLengths(lost.map((isLost) => !isLost))) - 100)).toBeLessThan(8)
  })

  test('where the states do not last (r = 1 − p) losses are independent ones: bursts of 1/(1−p)', () => {
    const lost = losses({ p: 0.1, r: 0.9 }, 1)
    expect(Math.abs(mean(lost.map(Number)) - 0.1)).toBeLessThan(0.005)
    expect(Math.abs(mean(burstLengths(lost)) - 1 / 0.9)).toBeLessThan(0.03)
  })

  test('on a link it combines with the other faults without changing them', () => {
    const fates = (gemodel: GilbertElliott | null) => {
      const { clock, recorder, send } = wireOf({ loss: 0.05, gemodel })
      send(3000)
      clock.runUntil(0)
      return recorder.packets.map(({ fate }) => fate)
    }
    const [without, with_] = [fates(null), fates({ p: 0.02, r: 0.3 })]
    expect(without.every((fate, i) => fate === 'delivered' || with_[i] === 'loss')).toBe(true)
    expect(with_.filter((fate) => fate === 'loss').length).toBeGreaterThan(250)
    expect(fates({ p: 0.02, r: 0.3 })).toEqual(with_)
  })
})
