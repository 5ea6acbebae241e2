import { describe, expect, test } from 'vitest'
import { CALL_COST, EventType, Op, TURN_COST } from '../syscalls/index.ts'
import { echoClient, echoServer, IN, logging } from './echo.fixture.ts'
import { bareHost, bareWorld, encode } from './scripted.fixture.ts'
import { TraceLines } from './trace.ts'

test('a call that waits does nothing where it is posted: its time may come in a neighbor’s turn', async () => {
  const world = bareWorld()
  world.start((_, sys) => sys.post(Op.standStill))
  const neighbor = world.start((_, sys) => {
    sys.call(Op.clock)
    sys.call(Op.clock)
    sys.call(Op.exit, 3)
  })
  await world.run()
  expect(neighbor.exit).toMatchObject({ code: 3, signal: null })
})

describe('time', () => {
  test('a turn costs 1 µs and a call 100 ns, and events wait while the process is busy', async () => {
    const world = bareWorld()
    const lines: string[] = []
    const process = world.start(
      logging(lines, (event, sys) => {
        if (event.type !== EventType.start) return
        sys.call(Op.watch, 0, IN)
        sys.spend(5_000)
      }),
    )
    process.write(encode('x'))
    await world.run()
    expect(lines).toEqual(['0 start', `${TURN_COST + CALL_COST + 5_000} ready`])
  })

  test('nor does a second turn begin meanwhile when reading one socket makes room in another of the same process', async () => {
    const world = bareWorld()
    const busy: { from: number; until: number }[] = []
    world.start((event, sys) => {
      busy.push({ from: event.time, until: event.time + TURN_COST + 5_000 })
      sys.spend(5_000)
      if (event.type === EventType.start) {
        sys.listen('/tmp/self', IN)
        sys.connect('/tmp/self')
      } else if (event.bytes === null) {
        const accepted = event.value
        const connected = event.fd + 1
        for (const fd of [accepted, connected]) {
          sys.post(Op.watch, fd, IN)
          sys.post(Op.send, fd, 0, 0, '', encode('x'))
        }
      }
    })
    await world.run()
    expect(busy).toHaveLength(4)
    for (const [i, { from }] of busy.entries()) expect(from).toBeGreaterThanOrEqual(busy[i - 1]?.until ?? 0)
  })

  test('a deadline wakes the process, no earlier than it is done with its turn', async () => {
    const world = bareWorld()
    const lines: string[] = []
    const deadlines = [500, 9_000_000, -1]
    world.start(logging(lines, () => ({ deadline: deadlines.shift()! })))
    await world.run()
    expect(lines).toEqual(['0 start', '1000 timeout', '9000000 timeout'])
  })

  test('the horizon is the next thing that happens in the world', async () => {
    const world = bareWorld()
    const horizons: number[] = []
    world.clock.at(3_000, () => {})
    world.start((event) => {
      horizons.push(event.horizon)
      return { deadline: horizons.length < 2 ? 4_000 : -1 }
    })
    await world.run()
    expect(horizons[0]).toBe(3_000)
    expect(horizons[1]).toBeGreaterThan(4_000)
  })

  test('the world moves along with the calls of a turn', async () => {
    const world = bareWorld()
    const seen: string[] = []
    world.clock.at(50_000, () => void seen.push(`world ${world.clock.now}`))
    world.start((_, sys) => {
      sys.call(Op.clock)
      seen.push(`before ${world.clock.now}`)
      sys.spend(60_000)
      sys.call(Op.clock)
      seen.push(`after ${world.clock.now}`)
    })
    await world.run()
    expect(seen).toEqual(['before 1100', 'world 50000', 'after 61200'])
  })

  test('but not past the turn of another process: then a posted send waits for its own time', async () => {
    const world = bareWorld()
    const host = bareHost('h')
    const arrivals: number[] = []
    world.start((event, sys) => {
      if (event.type === EventType.start) sys.listen('/tmp/late', IN)
      else if (event.bytes) arrivals.push(event.time)
      else if (event.mask) sys.post(Op.watch, event.value, IN)
      return { deadline: event.time + 1_000_000 }
    }, host)
    world.start((event, sys) => {
      if (event.type === EventType.start) return { deadline: 500_000 }
      const fd = sys.connect('/tmp/late')
      sys.spend(50_000_000)
      sys.post(Op.send, fd, 0, 0, '', encode('x'))
      sys.spend(3_000_000)
      return {}
    }, host)
    await world.run(100e6)
    expect(arrivals).toHaveLength(1)
    expect(arrivals[0]).toBeGreaterThan(50_500_000)
    expect(arrivals[0]).toBeLessThan(50_510_000)
  })

  test('is the same however the run is cut into pieces', async () => {
    const run = async (slice: number) => {
      const trace = new TraceLines()
      const world = bareWorld({ trace })
      const host = bareHost('h')
      world.start(echoServer, host)
      world.start(echoClient(50), host)
      world.start((event) => ({ deadline: event.time + 7_777 }))
      for (let limit = slice; limit <= 1_000_000; limit += slice) await world.run(limit)
      return trace.lines.filter((line) => Number(line.split(' ')[0]) < 900_000)
    }
    const whole = await run(1_000_000)
    expect(whole.length).toBeGreaterThan(100)
    expect(await run(333)).toEqual(whole)
  })
})
