import { describe, expect, test } from 'vitest'
import { Errno, Ready } from '../../network/index.ts'
import { CALL_COST, EventType, Gauge, Op, ProcessEnded, PUSH, TURN_COST } from '../syscalls/index.ts'
import { bareHost, bareWorld, decode, encode, type Script, type Sys } from './scripted.case.ts'
import { TraceLines } from './trace.ts'
import { World } from './world.ts'

const IN = Ready.IN | PUSH

/** Prints what it did, one line each. */
const logging =
  (lines: string[], script: Script): Script =>
  (event, sys) => {
    lines.push(`${event.time} ${Object.keys(EventType)[event.type - 1]}`)
    return script(event, sys)
  }

const echoServer: Script = (event, sys) => {
  if (event.type === EventType.start) sys.listen('/echo', IN)
  else if (event.mask & Ready.IN && event.value > 0 && event.bytes === null) sys.post(Op.watch, event.value, IN)
  else if (event.bytes !== null) sys.post(Op.send, event.fd, 0, 0, '', event.bytes)
  else if (event.mask & Ready.HUP) sys.post(Op.close, event.fd)
}

function echoClient(rounds: number): Script {
  let left = rounds
  return (event, sys) => {
    if (event.type === EventType.start) {
      const fd = sys.connect('/echo')
      sys.call(Op.watch, fd, IN)
      sys.post(Op.send, fd, 0, 0, '', encode('ping'))
    } else if (event.bytes !== null) {
      sys.print(decode(event.bytes))
      if (--left > 0) sys.post(Op.send, event.fd, 0, 0, '', event.bytes)
      else sys.post(Op.exit, 0)
    }
  }
}

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
      result = sys.connect('/echo')
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
      sys.listen('/a', IN)
      sys.post(Op.report, Gauge.queuedBytes, 1234)
      sys.post(Op.report, Gauge.timers, 2)
      time = sys.call(Op.clock)
    })
    await world.run()
    expect(process.queuedBytes).toBe(1234)
    expect(time).toBe(TURN_COST + 5 * CALL_COST)
    expect(process.handles()).toMatchObject({ listeners: [{ proto: 'unix', local: { address: '/a' } }], timers: 2 })
    expect(process.counters).toMatchObject({
      turns: 1,
      syscalls: { socket: 1, bind: 1, listen: 1, watch: 1, clock: 1 },
    })
  })
})

describe('standard input and output', () => {
  test('output is kept as text, and told as it comes', async () => {
    const world = bareWorld()
    const told: string[] = []
    const process = world.start((_, sys) => {
      sys.print('one ')
      sys.post(Op.send, 2, 0, 0, '', encode('two'))
    })
    process.onOutput = (fd, bytes) => told.push(`${fd} ${decode(bytes)}`)
    await world.run()
    expect([process.stdout, process.stderr, told]).toEqual(['one ', 'two', ['1 one ', '2 two']])
  })

  test('output is text however it is cut into pieces, also within a character', async () => {
    const world = bareWorld()
    const text = 'naïve – 日本語 🎉 '.repeat(2_000)
    const bytes = encode(text)
    const process = world.start((_, sys) => {
      for (let at = 0, size = 1; at < bytes.length; at += size, size = ((size * 7) % 11_003) + 1) {
        sys.post(Op.send, 1, 0, 0, '', bytes.subarray(at, at + size))
      }
    })
    await world.run()
    expect(process.stdout).toBe(text)
  })

  test('a flood is cut at the limit, with one mark', async () => {
    const world = bareWorld({ limits: { outputBytes: 10 } })
    const process = world.start((_, sys) => {
      for (let n = 0; n < 5; n++) sys.print('flood ')
    })
    await world.run()
    expect(process.stdout).toBe('flood floo\n[output cut here: more than 10 bytes]\n')
  })

  test('input is pushed as it is written, then its end', async () => {
    const world = bareWorld()
    const process = world.start((event, sys) => {
      if (event.type === EventType.start) sys.post(Op.watch, 0, IN)
      else sys.print(event.bytes === null ? '(end)' : decode(event.bytes))
    })
    await world.run()
    process.write(encode('a'))
    process.write(encode('b'))
    await world.run()
    expect(process.stdout).toBe('ab')
    process.endInput()
    await world.run()
    expect(process.stdout).toBe('ab(end)')
  })
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
      if (event.type === EventType.start) sys.listen('/late', IN)
      else if (event.bytes) arrivals.push(event.time)
      else if (event.mask) sys.post(Op.watch, event.value, IN)
      return { deadline: event.time + 1_000_000 }
    }, host)
    world.start((event, sys) => {
      if (event.type === EventType.start) return { deadline: 500_000 }
      const fd = sys.connect('/late')
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

describe('readiness', () => {
  const pair = (left: Script, right: Script) => {
    const world = bareWorld()
    const host = bareHost('h')
    const a = world.start((event, sys) => {
      if (event.type === EventType.start) sys.listen('/p', IN)
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
        if (event.type === EventType.start) sys.post(Op.send, sys.connect('/p'), 0, 0, '', encode('hello'))
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
        if (event.type === EventType.start) sys.post(Op.send, sys.connect('/p'), 0, 0, '', encode('123456789'))
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
        if (event.type === EventType.start) sys.post(Op.shutdown, sys.connect('/p'), 1)
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
          const fd = sys.connect('/p')
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
        const fd = sys.connect('/p')
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
          sys.connect('/p')
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
        if (event.type === EventType.start) sys.post(Op.watch, sys.connect('/echo'), IN)
        else if (event.mask & Ready.HUP) ends++
      }, host),
    )
    await world.run()
    expect(ends).toBe(2)
    expect(clients.every((client) => client.exit === null)).toBe(true)
  })
})

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

  test('SIGSTOP freezes, SIGCONT lets it go on with what came meanwhile', async () => {
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

describe('the end of a process', () => {
  test('closes what it held, and is told once', async () => {
    const world = bareWorld()
    const host = bareHost('h')
    const seen: string[] = []
    world.start((event, sys) => {
      if (event.type === EventType.start) sys.listen('/p', IN)
      else if (event.value > 0) sys.post(Op.watch, event.value, IN)
      else seen.push('end')
    }, host)
    const process = world.start((_, sys) => {
      sys.connect('/p')
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

describe('a world', () => {
  test('stops at the end of the first event after which something is so', async () => {
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
    expect(world.world.blocked()).toEqual([{ process: server, waitsFor: ['a connection to /echo'] }])
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
