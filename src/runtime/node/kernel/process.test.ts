import { describe, expect, test } from 'vitest'
import { Errno } from '#network'
import { CALL_COST, EventType, Gauge, Op, TURN_COST } from '../syscalls/index.ts'
import { echoClient, echoServer, IN } from './echo.fixture.ts'
import { bareHost, bareWorld, type Script } from './scripted.fixture.ts'

describe('a process', () => {
  test('is told its pid and program at its start', async () => {
    const world = bareWorld()
    let start = ''
    const process = world.start((event) => {
      start = `${event.type} ${event.value} ${JSON.parse(event.str).cwd}`
    })
    await world.run()
    expect(start).toBe(`${EventType.start} ${process.pid} /work`)
  })

  test('talks to another of its host', async () => {
    const world = bareWorld()
    const host = bareHost('h')
    world.start(echoServer, host)
    const client = world.start(echoClient(3), host)
    expect(await world.run()).toBe('idle')
    expect(client.stdout).toBe('pingpingping')
    expect(client.exit).toMatchObject({ code: 0, signal: null })
  })

  test('sees no unix socket of another host', async () => {
    const world = bareWorld()
    world.start(echoServer, bareHost('a'))
    let result = 0
    world.start((_, sys) => {
      result = sys.connect('/tmp/echo')
    }, bareHost('b'))
    await world.run()
    expect(result).toBe(-Errno.ENOENT)
  })

  test('gets the lowest free descriptor, and EMFILE beyond its limit', async () => {
    const world = bareWorld({ limits: { descriptors: 6 } })
    let fds: number[] = []
    world.start((_, sys) => {
      fds = [1, 2, 3, 4].map(() => sys.call(Op.socket, 1, 1))
      sys.call(Op.close, 4)
      fds.push(sys.call(Op.socket, 1, 1))
    })
    await world.run()
    expect(fds).toEqual([3, 4, 5, -Errno.EMFILE, 4])
  })

  test('has random numbers of its own, the same whatever runs on other hosts', async () => {
    const draw = async (others: number) => {
      const world = bareWorld()
      const numbers: string[] = []
      const script: Script = (_, sys) => {
        sys.call(Op.random, 8)
        numbers.push(String(sys.calls.out.bytes))
      }
      for (let n = 0; n < others; n++) world.start(script, bareHost(`other${n}`))
      const host = bareHost('h')
      world.start(script, host)
      world.start(script, host)
      await world.run()
      return numbers.slice(others)
    }
    const alone = await draw(0)
    expect(await draw(3)).toEqual(alone)
    expect(alone[0]).not.toBe(alone[1])
  })

  test('that calls what does not exist, or with what is no integer, gets an error number', async () => {
    const world = bareWorld()
    const results: number[] = []
    world.start((_, sys) => {
      results.push(sys.call(77 as Op), sys.call(Op.close, 99), sys.call(Op.close, Number.NaN), sys.call(Op.bind, 1))
      results.push(sys.call(Op.socket, 5, 1), sys.call(Op.listen, 0), sys.call(Op.wait))
    })
    await world.run()
    const { ENOSYS, EBADF, EINVAL, ENOTSOCK, EAFNOSUPPORT } = Errno
    expect(results).toEqual([ENOSYS, EBADF, EINVAL, ENOTSOCK, EAFNOSUPPORT, ENOTSOCK, ENOSYS].map((n) => -n))
  })

  test('reports what it holds, which costs no time', async () => {
    const world = bareWorld()
    let time = 0
    const process = world.start((_, sys) => {
      sys.listen('/tmp/a', IN)
      sys.post(Op.report, Gauge.queuedBytes, 1234)
      sys.post(Op.report, Gauge.timers, 2)
      time = sys.call(Op.clock)
    })
    await world.run()
    expect(process.queuedBytes).toBe(1234)
    expect(time).toBe(TURN_COST + 5 * CALL_COST)
    expect(process.handles()).toMatchObject({ listeners: [{ proto: 'unix', local: { address: '/tmp/a' } }], timers: 2 })
    expect(process.counters).toMatchObject({
      turns: 1,
      syscalls: { socket: 1, bind: 1, listen: 1, watch: 1, clock: 1 },
    })
  })
})
