import { describe, expect, test } from 'vitest'
import type { FigureSettings } from './figure-file.ts'
import { FigureRunner } from './figure-runner.ts'

const values = [1, 2]
const knobs = {
  loss: [0, 0.1],
  params: { idle: { label: 'Keep-alive', values }, stuckAfter: { label: 'Stuck after', values } },
}

/** A runner of two worlds that only records the settings of its runs. */
function race(...idle: readonly number[]) {
  const ran: FigureSettings[] = []
  const first = idle.map((idle) => ({
    settings: { delay: '10ms', loss: 0, rate: '10Mbit', params: { idle, stuckAfter: 3 } },
    result: null,
  }))
  const play = async (settings: FigureSettings) => {
    ran.push(settings)
    return null
  }
  return { ran, runner: new FigureRunner(first, { seed: 1, play }) }
}

test('a change applies to both worlds, and their difference stays', async () => {
  const { ran, runner } = race(0, 5)
  runner.change({ loss: 0.1, params: { idle: 2, stuckAfter: 7 } })
  await expect.poll(() => runner.isRunning.value).toBe(false)
  expect(ran).toEqual([
    { delay: '10ms', loss: 0.1, rate: '10Mbit', params: { idle: 0, stuckAfter: 7 } },
    { delay: '10ms', loss: 0.1, rate: '10Mbit', params: { idle: 5, stuckAfter: 7 } },
  ])
})

test('the parameter that distinguishes the worlds has no knob', () => {
  expect(race(0, 5).runner.knobsOf({ knobs })).toEqual({ ...knobs, params: { stuckAfter: knobs.params.stuckAfter } })
})

test('a single world has every knob', () => {
  expect(race(0).runner.knobsOf({ knobs })).toEqual(knobs)
})

test('a later change replaces an earlier one, whose results are not shown', async () => {
  const settings = { delay: '10ms', loss: 0, rate: '10Mbit', params: {} }
  const slow = Promise.withResolvers<number>()
  const play = (_settings: FigureSettings, seed: number) => (seed === 2 ? slow.promise : Promise.resolve(seed))
  const runner = new FigureRunner<number>([{ settings, result: 1 }], { seed: 1, play })
  runner.change({}, 2)
  runner.change({}, 3)
  await expect.poll(() => runner.isRunning.value).toBe(false)
  slow.resolve(2)
  await slow.promise
  expect(runner.results.value).toEqual([3])
})

describe('the run that the text describes', () => {
  test('is told apart from one with other settings or another seed', () => {
    const { runner } = race(0)
    expect(runner.isChanged.value).toBe(false)
    runner.change({ loss: 0.1 })
    expect(runner.isChanged.value).toBe(true)
    runner.change({ loss: 0 })
    expect(runner.isChanged.value).toBe(false)
    runner.change({}, 2)
    expect(runner.isChanged.value).toBe(true)
  })

  test('comes back with its result, settings and note, though another run is under way', async () => {
    const settings = { delay: '10ms', loss: 0, rate: '10Mbit', params: {} }
    const slow = Promise.withResolvers<string>()
    const runner = new FigureRunner([{ settings, result: 'recorded' }], {
      seed: 1,
      play: () => slow.promise,
      note: 'As recorded',
    })
    runner.change({ loss: 0.1 }, 2)
    runner.restore()
    slow.resolve('changed')
    await slow.promise
    expect(runner.results.value).toEqual(['recorded'])
    expect(runner.settings.value).toEqual([settings])
    expect([runner.seed.value, runner.isRunning.value, runner.note.value]).toEqual([1, false, 'As recorded'])
  })
})
