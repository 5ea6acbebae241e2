import { describe, expect, test } from 'vitest'
import { Hints } from '../exercise/index.ts'
import { testsBehind } from './tests-behind.ts'

const claim = { fails: ['h3/dribble'], passes: ['v1'], hint: 'chunk' }
const STAGES = ['One.', 'Two.', 'Three.'].map((text) => ({ text }))
const hints = (...mistakes: object[]) =>
  Hints.parse({
    version: 1,
    stages: STAGES,
    mistakes: mistakes.map((mistake, i) => ({ id: `m${i}`, priority: i + 1, say: 'No.', ...mistake })),
  })

describe('the tests behind a claim', () => {
  test('are those that it names, those that any hint looks at, and the stream as it was sent', () => {
    const looked = hints(
      { when: { fails: ['h5'], passes: ['v2'] } },
      {
        when: { any: [{ fails: ['h6'] }, { fails: ['h7'], capture: [{ test: 'h8', filter: 'tcp', count: '== 0' }] }] },
      },
      {
        when: { fails: ['h9'] },
        say: '{n}',
        values: { n: { capture: { test: 'h10', filter: 'tcp' }, field: 'tcp.len', take: 'sum' } },
      },
    )
    expect(testsBehind(claim, looked)).toEqual([
      ...['h3/dribble', 'v1', 'h5', 'v2', 'h6', 'h7', 'h8', 'h9', 'h10', 'h3/whole'],
    ])
  })

  test('are all where a hint looks at whatever has failed', () => {
    expect(testsBehind(claim, hints({ when: { output: 'ECONNRESET' } }))).toEqual(['*'])
  })
})
