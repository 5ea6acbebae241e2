import { describe, expect, test } from 'vitest'
import type { Report } from '#grader'
import { ProgressBar } from './progress.ts'

const reportOf = (status: string) => ({ status: 'graded', tests: [{ status }] }) as unknown as Report
const [passed, failed] = [reportOf('passed'), reportOf('failed')]

describe('the progress bar', () => {
  test('says how far it is and how long it will take, by what was graded here', () => {
    let now = 0
    const bar = new ProgressBar(100, { isTTY: true, write: () => {} }, () => now)
    for (let i = 0; i < 40; i++) bar.addKnown({ name: `${i}`, report: passed })
    expect(bar.text()).toContain('40 of 100 · time left not known yet · 40 passed, 0 failed')
    now = 20_000
    for (let i = 0; i < 10; i++) bar.add({ name: `${i}`, report: failed })
    expect(bar.text()).toBe('████████████░░░░░░░░░░░░ 50 of 100 · about 2 min left · 40 passed, 10 failed')
  })

  test('is drawn on a terminal only', () => {
    const written: string[] = []
    const screen = (isTTY: boolean) => ({ isTTY, columns: 40, write: (text: string) => written.push(text) })
    new ProgressBar(3, screen(false), () => 0).line('a result', screen(false))
    expect(written.splice(0)).toEqual(['a result\n'])
    new ProgressBar(3, screen(true), () => 0).line('a result', screen(true))
    expect(written[2]!.length).toBeLessThanOrEqual(43)
  })
})
