import { expect, test } from 'vitest'
import type { TestResult } from '#grader'
import { roomFor, timelineSteps } from './timeline-steps.ts'

type Evidence = NonNullable<TestResult['evidence']>
const step = (from: number, op: string, args = '', outcome = 'ok') => ({
  step: 1,
  from,
  to: from + 1,
  on: 'client',
  op,
  args,
  outcome,
  packets: null,
})
const evidenceOf = (...steps: ReturnType<typeof step>[]) => ({ steps }) as unknown as Evidence

test('a test’s steps are named in the words of the wire, at the moment they began; what follows at once shares the label, and the one that failed is marked', () => {
  const steps = timelineSteps(
    evidenceOf(
      step(0, 'run', 'server.ts'),
      step(0.5, 'connect', 'server:9000'),
      step(40, 'send', "'hel'"),
      step(41, 'line', '', 'TIMEOUT: nothing'),
    ),
  )
  expect(steps).toEqual([
    { at: 500_000, text: 'connect', isFailed: false },
    { at: 40_000_000, text: "send 'hel', expect a line", isFailed: true },
  ])
})

test('if no step failed by itself, the last one is marked: its value was compared', () => {
  const steps = timelineSteps(evidenceOf(step(0, 'connect'), step(40, 'ask', "'PING⏎'", "'NO'")))
  expect(steps.at(-1)).toMatchObject({ text: "send 'PING⏎', expect a …", isFailed: true })
})

test('of overlapping labels the earlier one stays, and the failed one always does', () => {
  const steps = [
    { text: 'connect', isFailed: false, x: 0 },
    { text: 'send', isFailed: false, x: 20 },
    { text: 'send again', isFailed: false, x: 100 },
    { text: 'expect a line', isFailed: true, x: 130 },
  ]
  expect(roomFor(steps, ({ x }) => x, 6).map(({ text }) => text)).toEqual(['connect', 'expect a line'])
})
