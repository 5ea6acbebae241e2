import { describe, expect, test } from 'vitest'
import { Errno } from '#network'
import { EventType, Op } from '../syscalls/index.ts'
import { logging } from './echo.fixture.ts'
import { bareHost, bareWorld, type Script } from './scripted.fixture.ts'

describe('signals', () => {
  const waiting: Script = () => {}

  test('without a handler SIGTERM ends a process, also a busy one', async () => {
    const world = bareWorld()
    const process = world.start((_, sys) => {
      sys.spend(1e9)
      return { deadline: 0 }
    })
    await world.run(1_000)
    process.kill('SIGTERM')
    expect(process.exit).toEqual({ code: null, signal: 'SIGTERM', at: 1_000 })
  })

  test('with a handler a signal is an event; SIGKILL is none', async () => {
    const world = bareWorld()
    const process = world.start((event, sys) => {
      if (event.type === EventType.start) sys.call(Op.sigmask, 15, 1)
      else sys.print(`signal ${event.value}`)
      expect(sys.call(Op.sigmask, 9, 1)).toBe(-Errno.EINVAL)
    })
    await world.run()
    process.kill('SIGTERM')
    await world.run()
    expect([process.stdout, process.exit]).toEqual(['signal 15', null])
    process.kill('SIGKILL')
    expect(process.exit?.signal).toBe('SIGKILL')
  })

  test('SIGSTOP freezes, SIGCONT lets it continue with the events that came in between', async () => {
    const world = bareWorld()
    const lines: string[] = []
    const process = world.start(logging(lines, (event) => ({ deadline: event.type === EventType.start ? 5_000 : -1 })))
    await world.run(2_000)
    process.kill('SIGSTOP')
    await world.run(1_000_000)
    expect(lines).toEqual(['0 start'])
    process.kill('SIGTERM')
    expect(process.exit).toBeNull()
    process.kill('SIGCONT')
    expect(process.exit?.signal).toBe('SIGTERM')
  })

  test('reach processes of the same host only', async () => {
    const world = bareWorld()
    const [a, b] = [bareHost('a'), bareHost('b')]
    const near = world.start(waiting, a)
    const far = world.start(waiting, b)
    const results: number[] = []
    world.start((_, sys) => {
      results.push(sys.call(Op.kill, near.pid, 0), sys.call(Op.kill, far.pid, 9), sys.call(Op.kill, near.pid, 99))
      results.push(sys.call(Op.kill, near.pid, 15))
    }, a)
    await world.run()
    expect(results).toEqual([0, -Errno.ESRCH, -Errno.EINVAL, 0])
    expect([near.exit?.signal, far.exit]).toEqual(['SIGTERM', null])
  })
})
