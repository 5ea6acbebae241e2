import { describe, expect, test } from 'vitest'
import { Ready } from '#network'
import { EventType, Op } from '../syscalls/index.ts'
import { echoServer, IN } from './echo.fixture.ts'
import { bareHost, bareWorld, decode, encode, type Sys } from './scripted.fixture.ts'
import { World } from './world.ts'

describe('a world', () => {
  test('stops at the end of the first event after which the condition is true', async () => {
    const world = bareWorld()
    const process = world.start((event, sys) => {
      sys.print(`${event.time} `)
      return { deadline: event.time + 1_000_000 }
    })
    expect(await world.world.runUntil(() => process.stdout.includes('2000000'), 1e9)).toBe('done')
    expect(world.clock.now).toBeLessThan(2_010_000)
    expect(await world.world.runUntil(() => false, 2_500_000)).toBe('limit')
    expect(world.clock.now).toBe(2_500_000)
  })

  test('breathes now and then, so that its thread can be reached', async () => {
    const { clock, network, kernel } = bareWorld()
    let breaths = 0
    const world = new World(network, kernel, async () => void breaths++)
    for (let at = 0; at < 10_000; at++) clock.at(at, () => {})
    await world.runUntil(() => false, 1e9)
    expect(breaths).toBe(5)
  })

  test('is idle when every process waits for ever, and says for what', async () => {
    const world = bareWorld()
    const server = world.start(echoServer)
    expect(await world.run()).toBe('idle')
    expect(world.world.blocked()).toEqual([{ process: server, waitsFor: ['a connection to /tmp/echo'] }])
  })

  test('lets its driver talk to programs over local sockets', async () => {
    const { kernel, world, start } = bareWorld()
    const host = bareHost('h')
    const listener = kernel.localSocket(host)
    expect([listener.bind('/driver'), listener.listen(1)]).toEqual([0, 0])
    start((event, sys) => {
      if (event.type === EventType.start) sys.post(Op.watch, sys.connect('/driver'), IN)
      else if (event.bytes) sys.post(Op.send, event.fd, 0, 0, '', encode(`${decode(event.bytes)}, program`))
    }, host)
    await world.runUntil(() => listener.readiness() !== 0, 1e9)
    const socket = listener.accept()
    if (typeof socket === 'number') throw new Error('nobody connected')
    socket.send(encode('hello'))
    await world.runUntil(() => (socket.readiness() & Ready.IN) !== 0, 1e9)
    expect(socket.receive(100)).toMatchObject({ bytes: encode('hello, program') })
  })

  test('waits for turns that are asynchronous', async () => {
    const { kernel, world } = bareWorld()
    const process = kernel.spawn(
      bareHost('h'),
      (calls) => ({
        async turn() {
          await new Promise((resolve) => setTimeout(resolve, 5))
          calls.post(0, Op.send, 1, 0, 0, '', encode('done'))
          return { deadline: -1, cost: 0 }
        },
        kill() {},
      }),
      { name: 'p', argv: [], env: {}, cwd: '/', hostname: 'h', epochMs: 0, hosts: {}, files: {} },
    )
    await world.runUntil(() => false, 1e9)
    expect(process.stdout).toBe('done')
  })

  test('refuses a call of a process whose turn it is not', async () => {
    const world = bareWorld()
    let stolen: Sys | null = null
    world.start((_, sys) => {
      stolen = sys
    })
    await world.run()
    expect(() => stolen!.call(Op.clock)).toThrow('outside of its turn')
  })
})
