import { describe, expect, test } from 'vitest'
import { Patience } from './patience.ts'
import type { TestRun } from './test-run.ts'
import { TimeBudget } from './time-budget.ts'
import { failedUnrun, notRun } from './verdict.ts'

const patienceOf = (sentences: string[]) => {
  const patience = new Patience(new TimeBudget(60_000))
  for (const sentence of sentences) patience.note(failedUnrun(sentence, ''))
  return patience
}
const SILENT = 'server.ts gave no answer within 10 s and was stopped: it never returned to Node.'
const sentenceOf = (end: TestRun | null) => end?.evidence?.sentence

describe('the tests of a submission', () => {
  test('continue while its program answers', () => {
    expect(patienceOf([SILENT]).end).toBeNull()
    expect(patienceOf(['Expected a line.', 'Expected a line.', 'Expected a line.']).end).toBeNull()
  })

  test('end when its program did not answer twice in a row, with one sentence for the remaining ones', () => {
    const { end } = patienceOf(['Other.', SILENT, SILENT])
    expect(end?.status).toBe('timed-out')
    expect(sentenceOf(end)).toBe('Not run: in the 2 tests before it server.ts gave no answer within 10 s.')
  })

  test('end after the first such test if a learner is waiting, and name it', () => {
    const patience = new Patience(new TimeBudget(60_000), 1)
    patience.note(failedUnrun(SILENT, ''), 'v1')
    expect(sentenceOf(patience.end)).toBe(
      'Not run: your program did not return from v1, and each further test would wait as long.',
    )
  })

  test('stay ended: a failure caused by that is no answer of the program', () => {
    const patience = patienceOf([SILENT, SILENT])
    const { end } = patience
    patience.note(end!)
    patience.note(end!)
    expect(patience.end).toBe(end)
  })

  test('end too if one of them names its schedule', () => {
    expect(patienceOf([SILENT, `${SILENT.slice(0, -1)}, when byte 3 began a new segment.`]).end).not.toBeNull()
  })

  test('continue if another test was between, or another program was silent', () => {
    expect(patienceOf([SILENT, 'Other.', SILENT]).end).toBeNull()
    expect(patienceOf([SILENT, SILENT.replace('server', 'client')]).end).toBeNull()
  })

  test('that are not run on this backend count neither way', () => {
    const patience = patienceOf([SILENT])
    patience.note(notRun('the backend cannot do raw'))
    patience.note(failedUnrun(SILENT, ''))
    expect(patience.end).not.toBeNull()
  })

  test('end when the time of the submission is over', () => {
    const clock = { now: 0 }
    const patience = new Patience(
      new TimeBudget(
        40_000,
        () => 0,
        () => clock.now,
      ),
    )
    clock.now = 40_000
    expect(sentenceOf(patience.end)).toBe(
      'Not run: the tests before it took all of the 40 s that the tests of a submission may take together.',
    )
  })
})
