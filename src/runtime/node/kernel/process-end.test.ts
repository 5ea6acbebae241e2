import { describe, expect, test } from 'vitest'
import { EventType, Op, ProcessEnded } from '../syscalls/index.ts'
import { echoClient, echoServer, IN } from './echo.fixture.ts'
import { bareHost, bareWorld, type Script } from './scripted.fixture.ts'

describe('the end of a process', () => {
  test('closes what it held, and is told once', async () => {
    const world = bareWorld()
    const host = bareHost('h')
    const seen: string[] = []
    world.start((event, sys) => {
      if (event.type === EventType.start) sys.listen('/tmp/p', IN)
      else if (event.value > 0) sys.post(Op.watch, event.value, IN)
      else seen.push('end')
    }, host)
    const process = world.start((_, sys) => {
      sys.connect('/tmp/p')
      sys.post(Op.exit, 258)
    }, host)
    let exits = 0
    process.onExit = () => void exits++
    await world.run()
    expect([process.exit?.code, exits, seen]).toEqual([2, 1, ['end']])
  })

  test('unwinds whatever it is doing', async () => {
    const world = bareWorld()
    let thrown: unknown
    world.start((_, sys) => {
      sys.call(Op.exit, 0)
      try {
        sys.call(Op.clock)
      } catch (error) {
        thrown = error
        throw error
      }
    })
    await world.run()
    expect(thrown).toBeInstanceOf(ProcessEnded)
  })

  const hostile: [string, Script, string][] = [
    [
      'computes for ever between calls',
      (_, sys) =>
        forEver(() => {
          sys.spend(1e9)
          sys.call(Op.clock)
        }),
      'computed for more than 10 s',
    ],
    ['calls for ever', (_, sys) => forEver(() => sys.post(Op.watch, 0, 0)), 'made more than 1000 system calls'],
    ['claims a negative time', (_, sys) => sys.spend(-5), 'claimed to have computed for -5 ns'],
    ['claims no number', (_, sys) => sys.spend(Number.NaN), 'claimed to have computed for NaN ns'],
    ['claims a huge time', (_, sys) => sys.spend(1e15), 'computed for more than 10 s'],
    ['sets a deadline that is none', () => ({ deadline: -7 }), 'asked to be woken at -7 ns'],
  ]
  test.each(hostile)('comes to one that %s, and to no other', async (_, script, reason) => {
    const world = bareWorld({ limits: { callsPerTurn: 1000 } })
    const host = bareHost('h')
    world.start(echoServer, host)
    const bad = world.start(script, host)
    const client = world.start(echoClient(2), host)
    await world.run()
    expect(bad.exit).toMatchObject({ code: null, signal: 'SIGKILL', reason: expect.stringContaining(reason) })
    expect(client.exit?.code).toBe(0)
  })
})

function forEver(act: () => void): never {
  for (;;) act()
}
