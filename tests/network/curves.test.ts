/**
 * What TCP reaches, against what is known of it: Mathis's law, Jain's fairness, W/RTT and the like. Here few seeds and short runs; in
 * the full form (`npm run prove curves`) five seeds, longer runs, and loss down to one in ten thousand, which takes minutes. The figures of the quick
 * form are in `curves.snapshot.txt`, for people to look at: they change whenever the stack does.
 */
import { describe, expect, test } from 'vitest'
import { SECOND } from '#network'
import { FULL, proofSeeds } from '../support/proof.ts'
import { Curve, type Flow, SEGMENT } from './curves.fixture.ts'

const SEEDS = proofSeeds(2, 5)
const LOSSES = FULL ? [1e-4, 3e-4, 1e-3, 3e-3, 1e-2] : [3e-3, 1e-2]
const ROUND_TRIP = 0.05
const megabits = (rate: number) => (rate / 1e6).toFixed(2)

const table: string[] = []
function note(what: string, measured: string, expected: string): void {
  table.push(`${what.padEnd(58)} ${measured.padStart(24)}   ${expected}`)
}

/** Mean over the seeds of what a flow reaches under random loss, once slow start is over. At small rates of loss it takes longer. */
function underLoss(congestionControl: 'reno' | 'cubic', loss: number): number {
  const seconds = FULL ? Math.max(120, 0.05 / loss) : 40
  const rates = SEEDS.map((seed) => {
    const curve = new Curve(seed, { congestionControl }, { loss })
    const flow = curve.flow()
    curve.run(10)
    return curve.measure(flow, seconds)
  })
  return rates.reduce((sum, rate) => sum + rate, 0) / rates.length
}

/** Mathis, Semke, Mahdavi and Ott 1997, each segment acknowledged. */
const mathis = (loss: number) => ((SEGMENT * 8) / ROUND_TRIP) * Math.sqrt(1.5 / loss)

describe('under random loss', { timeout: FULL ? 1_200_000 : 30_000 }, () => {
  const reno = new Map<number, number>()

  test.each(LOSSES)('Reno reaches MSS/RTT · √(1.5/p) within a fifth, p = %s', (loss) => {
    const rate = underLoss('reno', loss)
    reno.set(loss, rate)
    note(`Reno, loss ${loss}`, `${megabits(rate)} Mbit/s`, `Mathis ${megabits(mathis(loss))}`)
    expect(rate / mathis(loss)).toBeGreaterThan(0.8)
    expect(rate / mathis(loss)).toBeLessThan(1.2)
  })

  test('and follows its slope: rate ~ p^-0.5', () => {
    const points = [...reno].map(([loss, rate]) => [Math.log(loss), Math.log(rate)] as const)
    const [x, y] = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis]!, 0) / points.length) as [
      number,
      number,
    ]
    const above = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0)
    const slope = above / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
    note('Reno, slope over the rates of loss', slope.toFixed(3), '-0.5')
    expect(Math.abs(slope + 0.5)).toBeLessThan(FULL ? 0.05 : 0.15)
  })

  test.each(LOSSES.filter((loss) => loss >= 1e-3))('CUBIC reaches at least 0.8 of Reno, p = %s', (loss) => {
    const rate = underLoss('cubic', loss)
    note(`CUBIC, loss ${loss}`, `${megabits(rate)} Mbit/s`, `Reno ${megabits(reno.get(loss)!)}`)
    expect(rate / reno.get(loss)!).toBeGreaterThan(0.8)
  })
})

test.each(['reno', 'cubic'] as const)(
  'slow start of %s from ten segments: 10, 30, 70, 150, 310',
  (congestionControl) => {
    const curve = new Curve(1, { congestionControl })
    let sent = 0
    curve.recorder.onPacket = ({ from, bytes }) => {
      if (from === 'sender:eth0' && bytes.length > 1000) sent++
    }
    curve.flow()
    curve.run(ROUND_TRIP * 1.2)
    const after = [sent]
    for (let round = 1; round < 5; round++) {
      curve.run(ROUND_TRIP)
      after.push(sent)
    }
    note(`slow start of ${congestionControl}, segments after each round trip`, after.join(' '), '10 30 70 150 310')
    expect(after).toEqual([10, 30, 70, 150, 310])
  },
)

test('with a small window at the receiver the rate is W/RTT', () => {
  const curve = new Curve(1, {})
  const flow = curve.flow(45 * SEGMENT)
  curve.run(2)
  const window = flow.socket.stats().sndWnd
  const rate = curve.measure(flow, 10)
  const limit = (window * 8) / ROUND_TRIP
  note(`window of ${window} bytes`, `${megabits(rate)} Mbit/s`, `W/RTT ${megabits(limit)}`)
  expect(Math.abs(rate / limit - 1)).toBeLessThan(0.001)
})

test('a queue of 100 packets at 10 Mbit/s adds 120 ms when it is full', () => {
  const curve = new Curve(1, { congestionControl: 'reno' }, { rate: 10_000_000, queue: 100 })
  const { socket } = curve.flow()
  let longest = 0
  for (let i = 0; i < 2000; i++) {
    curve.run(0.01)
    longest = Math.max(longest, socket.stats().smoothedRtt ?? 0)
  }
  const added = longest / SECOND - ROUND_TRIP
  note('delay added by a queue of 100 packets at 10 Mbit/s', `${(added * 1000).toFixed(1)} ms`, '120 ms')
  expect(Math.abs(added / 0.12 - 1)).toBeLessThan(0.05)
})

test.each(['reno', 'cubic'] as const)(
  '%s fills 100 Mbit/s × 50 ms',
  { timeout: FULL ? 600_000 : 20_000 },
  (congestionControl) => {
    const rate = 100_000_000
    const curve = new Curve(1, { congestionControl }, { rate, queue: 1000 })
    const flow = curve.flow()
    curve.run(2)
    const reached = curve.measure(flow, FULL ? 30 : 4) / ((rate * SEGMENT) / 1500)
    note(`${congestionControl}, 100 Mbit/s × 50 ms, of rate × 1448/1500`, reached.toFixed(4), '≥ 0.985')
    expect(reached).toBeGreaterThan(0.985)
  },
)

test.each(['reno', 'cubic'] as const)(
  'two flows of %s share a link fairly',
  { timeout: FULL ? 1_200_000 : 60_000 },
  (congestionControl) => {
    const indices = SEEDS.map((seed) => {
      const curve = new Curve(seed, { congestionControl }, { rate: 10_000_000, queue: 100 })
      const flows: Flow[] = [curve.flow()]
      curve.run(0.5 + seed / 10)
      flows.push(curve.flow())
      // CUBIC takes most of a minute to give half of the link to who came later.
      curve.run(60)
      const before = flows.map(({ received }) => received)
      curve.run(FULL ? 600 : 60)
      const shares = flows.map(({ received }, index) => received - before[index]!)
      const sum = shares.reduce((total, share) => total + share, 0)
      return sum ** 2 / (shares.length * shares.reduce((total, share) => total + share ** 2, 0))
    })
    const least = Math.min(...indices)
    note(`two flows of ${congestionControl} on 10 Mbit/s, Jain's index, least of the seeds`, least.toFixed(4), '≥ 0.95')
    expect(least).toBeGreaterThan(0.95)
  },
)

test('all figures together', async () => {
  const text = `${table.join('\n')}\n`
  if (FULL) console.log(text)
  else await expect(text).toMatchFileSnapshot('./curves.snapshot.txt')
})
