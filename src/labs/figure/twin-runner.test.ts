import { signal } from '@preact/signals'
import { expect, test } from 'vitest'
import type { FigureSettings } from './figure-file.ts'
import { TwinRunner } from './twin-runner.ts'

const values = [1, 2]
const knobs = {
  loss: [0, 0.1],
  params: { idle: { label: 'Keep-alive', values }, stuckAfter: { label: 'Stuck after', values } },
}

/** A world that only records the settings of its runs. */
function lane(idle: number) {
  const ran: FigureSettings[] = []
  const settings = signal<FigureSettings>({ delay: '10ms', loss: 0, rate: '10Mbit', params: { idle, stuckAfter: 3 } })
  const run = async () => void ran.push(settings.value)
  return { ran, settings, seed: signal(1), note: signal(''), run, dispose() {} }
}

test('what is changed is changed in both worlds, and what makes them different stays', async () => {
  const [one, other] = [lane(0), lane(5)]
  const twin = new TwinRunner([one, other])
  twin.change({ loss: 0.1, params: { idle: 2, stuckAfter: 7 } })
  await expect.poll(() => twin.isRunning.value).toBe(false)
  expect(one.ran).toEqual([{ delay: '10ms', loss: 0.1, rate: '10Mbit', params: { idle: 0, stuckAfter: 7 } }])
  expect(other.ran).toEqual([{ delay: '10ms', loss: 0.1, rate: '10Mbit', params: { idle: 5, stuckAfter: 7 } }])
})

test('what makes the worlds different has no knob', () => {
  const twin = new TwinRunner([lane(0), lane(5)])
  expect(twin.knobsOf({ knobs })).toEqual({ ...knobs, params: { stuckAfter: knobs.params.stuckAfter } })
})
