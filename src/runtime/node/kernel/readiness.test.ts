import { describe, expect, test } from 'vitest'
import { Errno, Ready } from '#network'
import { EventType, Op } from '../syscalls/index.ts'
import { echoServer, IN } from './echo.fixture.ts'
import { bareHost, bareWorld, decode, encode, type Script } from './scripted.fixture.ts'

describe('readiness', () => {
  const pair = (left: Script, right: Script) => {
    const world = bareWorld()
    const host = bareHost('h')
    const a = world.start((event, sys) => {
      if (event.type === EventType.start) sys.listen('/tmp/p', IN)
      else return left(event, sys)
    }, host)
    const b = world.start(right, host)
    return { world, a, b }
  }

  test('without PUSH it is a level: told again until it is read', async () => {
    let told = 0
    const { world } = pair(
      (event, sys) => {
        if (event.value > 0) sys.call(Op.watch, event.value, Ready.IN)
        else if (++told === 3) expect(sys.call(Op.recv, event.fd, 100)).toBe(5)
      },
      (event, sys) => {
        if (event.type === EventType.start) sys.post(Op.send, sys.connect('/tmp/p'), 0, 0, '', encode('hello'))
      },
    )
    await world.run()
    expect(told).toBe(3)
  })

  test('PUSH cuts data into the largest piece wanted', async () => {
    const pieces: string[] = []
    const { world } = pair(
      (event, sys) => {
        if (event.bytes) pieces.push(decode(event.bytes))
        else if (event.value > 0) sys.post(Op.watch, event.value, IN | (4 << 8))
      },
      (event, sys) => {
        if (event.type === EventType.start) sys.post(Op.send, sys.connect('/tmp/p'), 0, 0, '', encode('123456789'))
      },
    )
    await world.run()
    expect(pieces).toEqual(['1234', '5678', '9'])
  })

  test('the end of a stream is pushed once; watching anew tells it again', async () => {
    const ends: number[] = []
    const { world } = pair(
      (event, sys) => {
        if ((event.mask & Ready.HUP) === 0) return sys.post(Op.watch, event.value, IN)
        ends.push(event.mask)
        if (ends.length === 1) sys.post(Op.watch, event.fd, IN)
      },
      (event, sys) => {
        if (event.type === EventType.start) sys.post(Op.shutdown, sys.connect('/tmp/p'), 1)
      },
    )
    await world.run()
    expect(ends).toEqual([Ready.IN | Ready.HUP, Ready.IN | Ready.HUP])
  })

  test('OUT is told once, when as much space is free as was wanted; credit tells of space that grew', async () => {
    const seen: string[] = []
    let reader = -1
    const { world } = pair(
      (event, sys) => {
        if (event.type === EventType.timeout) {
          for (const _ of [1, 2]) sys.call(Op.recv, reader, 50_000)
          return
        }
        reader = event.value
        return { deadline: 1_000_000 }
      },
      (event, sys) => {
        if (event.type === EventType.start) {
          const fd = sys.connect('/tmp/p')
          while (sys.call(Op.send, fd, 0, 0, '', new Uint8Array(50_000)) > 0) {}
          sys.call(Op.watch, fd, Ready.OUT, 60_000)
          return { deadline: 2_000_000 }
        }
        seen.push(`${event.type} ${event.mask} ${event.sendSpace} ${event.credit}`)
      },
    )
    await world.run()
    expect(seen).toEqual([`${EventType.ready} ${Ready.OUT} 100000 null`])
  })

  test('a reset comes as an error, after the data that was there before', async () => {
    const seen: string[] = []
    const { world } = pair(
      (event, sys) => {
        if (event.bytes === null && event.value > 0) sys.post(Op.watch, event.value, IN)
        else seen.push(event.bytes ? decode(event.bytes) : `error ${event.error}`)
      },
      (event, sys) => {
        if (event.type !== EventType.start) return
        const fd = sys.connect('/tmp/p')
        sys.post(Op.send, fd, 0, 0, '', encode('last'))
        sys.post(Op.close, fd, 1)
      },
    )
    await world.run()
    expect(seen).toEqual(['last', `error ${Errno.ECONNRESET}`])
  })

  test('a posted send that fails is told with an event, watched or not', async () => {
    const errors: number[] = []
    const { world } = pair(
      (event, sys) => sys.post(Op.close, event.value),
      (event, sys) => {
        if (event.type === EventType.start) {
          sys.connect('/tmp/p')
          return { deadline: 1_000_000 }
        }
        if (event.type === EventType.timeout) {
          sys.post(Op.send, 3, 0, 0, '', encode('x'))
        }
        if (event.error) errors.push(event.error)
      },
    )
    await world.run()
    expect(errors).toEqual([Errno.EPIPE])
  })

  test('connections beyond the descriptor limit are taken and closed', async () => {
    const world = bareWorld({ limits: { descriptors: 5 } })
    const host = bareHost('h')
    world.start(echoServer, host)
    let ends = 0
    const clients = [1, 2, 3].map(() =>
      world.start((event, sys) => {
        if (event.type === EventType.start) sys.post(Op.watch, sys.connect('/tmp/echo'), IN)
        else if (event.mask & Ready.HUP) ends++
      }, host),
    )
    await world.run()
    expect(ends).toBe(2)
    expect(clients.every((client) => client.exit === null)).toBe(true)
  })
})
