import { expect, test } from 'vitest'
import { Heartbeat } from './heartbeat.ts'

function patient() {
  const log: string[] = []
  const world = { now: 0, frame: true, worker: true }
  const heart: Heartbeat = new Heartbeat({
    now: () => world.now,
    ping: () => {
      if (world.frame) heart.frameAnswered()
      if (world.frame && world.worker) heart.workerAnswered()
    },
    onStuck: (seconds) => log.push(`stuck ${seconds}`),
    onAgain: () => log.push('again'),
    onGone: () => log.push('gone'),
  })
  const pass = (seconds: number) => {
    for (let i = 0; i < seconds * 4; i++) {
      world.now += 250
      heart.beat()
    }
  }
  return { log, world, heart, pass }
}

test('a worker that answers is left alone', () => {
  const { log, pass } = patient()
  pass(30)
  expect(log).toEqual([])
})

test('a worker that does not answer is stuck after two seconds, and every second after', () => {
  const { log, world, pass } = patient()
  world.worker = false
  pass(4)
  expect(log).toEqual(['stuck 2', 'stuck 3', 'stuck 4'])
})

test('a worker that returns from its loop is no longer stuck', () => {
  const { log, world, pass } = patient()
  world.worker = false
  pass(2)
  world.worker = true
  pass(1)
  expect(log).toEqual(['stuck 2', 'again'])
})

test('a frame that does not answer either has died', () => {
  const { log, world, pass } = patient()
  world.frame = false
  pass(5)
  expect(log.at(-1)).toBe('gone')
})

test('a page that was suspended reports nothing', () => {
  const { log, world, heart } = patient()
  world.now += 3_600_000
  world.worker = false
  heart.beat()
  expect(log).toEqual([])
})
