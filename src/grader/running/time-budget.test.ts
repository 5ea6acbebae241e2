import { describe, expect, test } from 'vitest'
import { TimeBudget } from './time-budget.ts'

/** A budget of 1 s, and its clocks, set by hand. */
function budgetOf() {
  const clock = { now: 100, waited: 50 }
  const budget = new TimeBudget(
    1_000,
    () => clock.waited,
    () => clock.now,
  )
  return { budget, clock }
}

describe('the time of a submission', () => {
  test('is over when that much real time has passed', () => {
    const { budget, clock } = budgetOf()
    clock.now += 900
    expect([budget.leftMs, budget.isOver]).toEqual([100, false])
    clock.now += 100
    expect(budget.isOver).toBe(true)
  })

  test('does not count time waiting for a processor', () => {
    const { budget, clock } = budgetOf()
    clock.now += 1_500
    clock.waited += 600
    expect(budget.leftMs).toBe(100)
    clock.now += 100
    expect(budget.isOver).toBe(true)
  })

  test('does not count what the grader takes to find a smaller failure', async () => {
    const { budget, clock } = budgetOf()
    clock.now += 400
    await budget.explore(async () => {
      clock.now += 5_000
      clock.waited += 300
    })
    expect(budget.leftMs).toBe(600)
    clock.now += 700
    clock.waited += 200
    expect(budget.leftMs).toBe(100)
  })
})

describe('the time for finding a smaller failure', () => {
  test('has a limit of its own, and a run beyond it says nothing', async () => {
    const { budget, clock } = budgetOf()
    const run = (ms: number) =>
      budget.explore(async () => {
        clock.now += ms
        return budget.leftMs
      })
    expect(await run(6_000)).toBe(4_000)
    expect(await run(4_500)).toBeNull()
    expect(budget.mayExplore).toBe(false)
    expect(await run(1)).toBeNull()
    expect(budget.leftMs).toBe(1_000)
  })

  test('is zero when the submission has used up its own', async () => {
    const { budget, clock } = budgetOf()
    clock.now += 1_000
    expect(await budget.explore(async () => 1)).toBeNull()
  })
})
