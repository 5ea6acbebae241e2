import { beforeAll, describe, expect, test } from 'vitest'
import { type Attempt, attemptsOf, mostWithin, outcomeAt, retriesOf } from './attempts.ts'
import { recordFigure } from './record.fixture.ts'

const record = async (jitter: boolean) =>
  attemptsOf((await recordFigure('fifty-clients', { params: { jitter } }, '06-reliability')).packets)

describe('attempts to connect', () => {
  let attempts: Attempt[]
  const of = (client: number) => attempts.filter((one) => one.client === client)
  beforeAll(async () => {
    attempts = await record(false)
  })

  test('belong to fifty clients, and the last one of each was answered', () => {
    const clients = new Set(attempts.map(({ client }) => client))
    expect([...clients].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
    for (const client of clients) expect(of(client).at(-1)!.outcome).toBe('answered')
  })

  test('are refused while no program listens, and answered too late when all ask at once', () => {
    const listening = 4000e6
    for (const { at, outcome } of attempts) expect(outcome === 'refused').toBe(at < listening)
    expect(of(50).map(({ outcome }) => outcome)).toContain('late')
  })

  test('have no outcome before it arrives', () => {
    const { at, until } = attempts[0]!
    expect(outcomeAt(attempts[0]!, at)).toBeNull()
    expect(outcomeAt(attempts[0]!, until!)).toBe('refused')
  })

  test('but the first of each client are retries', () => {
    expect(attempts.length - retriesOf(attempts).length).toBe(50)
  })

  test('begin at different times with jitter', async () => {
    const later = (all: readonly Attempt[]) => all.filter(({ at }) => at > 1000e6)
    expect(mostWithin(later(attempts), 100e6)).toBeGreaterThan(40)
    expect(mostWithin(later(await record(true)), 100e6)).toBeLessThan(15)
  })

  test('are late although the FIN waits in a queue while the answer arrives', async () => {
    const slow = await recordFigure('fifty-clients', { rate: '64kbit' }, '06-reliability')
    const printed = slow.printed.map(({ text }) => text).join('')
    const without = Number(/(\d+) clients have no answer/.exec(printed)?.[1])
    const answered = attemptsOf(slow.packets).filter(({ outcome }) => outcome === 'answered')
    expect(without).toBeGreaterThan(0)
    expect(answered).toHaveLength(50 - without)
  })

  test('stay silent if nothing comes back', async () => {
    const { packets } = await recordFigure('when-back', {}, '06-reliability')
    const seen = attemptsOf(packets.filter(({ from }) => from === 'client'))
    expect(new Set(seen.map(({ outcome }) => outcome))).toEqual(new Set(['silent']))
    expect(attemptsOf(packets).map(({ outcome }) => outcome)).toContain('refused')
  })
})
