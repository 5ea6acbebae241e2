import { expect, test } from 'vitest'
import type { Report, TestResult } from '#grader'
import { CheckState } from './check-state.ts'
import { standing } from './standing.ts'

const result = (id: string, status: TestResult['status']) => ({ id, status, runs: 1 }) as TestResult
const OLD = { 'server.ts': 'old' }
const CHANGED = { 'server.ts': 'changed' }

/** A check of the old program that passes all but the failed ones; the ids are numbers. */
function checked(count: number, failed: readonly string[]): CheckState {
  const state = new CheckState()
  state.begin(null, OLD)
  finish(
    state,
    Array.from({ length: count }, (_, id) => String(id)),
    failed,
  )
  return state
}

function finish(state: CheckState, ran: readonly string[], failed: readonly string[]): void {
  const tests = ran.map((id) => result(id, failed.includes(id) ? 'failed' : 'passed'))
  state.finish({ tests, hints: [], rejected: null } as unknown as Report)
}

test('one check of one program is counted plainly', () => {
  expect(standing(checked(20, ['7']))).toBe('19 of 20 passed.')
})

test('a test that fails again with a changed program says nothing about the others', () => {
  const state = checked(20, ['7'])
  state.begin(['7'], CHANGED)
  finish(state, ['7'], ['7'])
  expect(standing(state)).toBe('The test that failed before still fails. The other 19 passed with an earlier version.')
})

test('of several tests run again, the count of those that pass now stands apart from the earlier ones', () => {
  const state = checked(20, ['5', '6', '7'])
  state.begin(['6', '7'], CHANGED)
  finish(state, ['6', '7'], ['6'])
  expect(standing(state)).toBe(
    '1 of the 2 tests that were run again passed. 17 of the other 18 passed with an earlier version.',
  )
})

test('with the same program, earlier results still hold', () => {
  const state = checked(20, ['7'])
  state.begin(['7'], OLD)
  finish(state, ['7'], ['7'])
  expect(standing(state)).toBe('19 of 20 passed.')
})

test('a check that was stopped before its first result leaves only earlier ones', () => {
  const state = checked(20, ['7'])
  state.begin(['7'], CHANGED)
  expect(standing(state)).toBe('19 of 20 passed with an earlier version.')
})

test('a report from elsewhere is about the files that were sent', () => {
  const state = checked(3, ['1'])
  const tests = ['0', '1', '2'].map((id) => result(id, 'passed'))
  state.take({ tests, hints: [], rejected: null } as unknown as Report, new Map(), CHANGED)
  expect(standing(state)).toBe('3 of 3 passed.')
})
