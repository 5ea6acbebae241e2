import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { RealLimit } from './real-limit.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** What a limit of 10 s says, and after how many seconds, on a machine that keeps the grader waiting for this share of the time, from the beginning to `until`. */
async function limitOn(share: number, until = Number.POSITIVE_INFINITY) {
  const begun = Date.now()
  const elapsed = () => Date.now() - begun
  const limit = new RealLimit(10_000, () => share * Math.min(elapsed(), until))
  let said: { code: string; seconds: number; sentence: string } | undefined
  void limit.passed.then(({ code, sentence }) => {
    said = { code, seconds: Math.round(elapsed() / 1_000), sentence }
  })
  await vi.advanceTimersByTimeAsync(120_000)
  limit.stop()
  return said
}

describe('the real-time limit of a test', () => {
  test('is reached after its time on an idle machine', async () => {
    expect(await limitOn(0)).toMatchObject({ code: 'TIMEOUT', seconds: 10 })
  })

  test('does not count the time without a processor', async () => {
    expect(await limitOn(0.5, 8_000)).toMatchObject({ code: 'TIMEOUT', seconds: 14 })
  })

  test('says nothing about a submission that has hardly had a processor', async () => {
    expect(await limitOn(0.9)).toMatchObject({
      code: 'LAG',
      sentence: expect.stringMatching(/^the machine was too busy: the grader saw \d\d s in which/),
    })
  })

  test('never fires once it is stopped', async () => {
    const limit = new RealLimit(10_000, () => 0)
    limit.stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})
