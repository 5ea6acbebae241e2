import { MessageChannel } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import type { Host, Lab } from '../api/index.ts'
import { connectSession, inProcessPorts, messagePort, serveLab } from './index.ts'
import { ToyWorld } from './toy-world.ts'

async function open(world = new ToyWorld()) {
  const [testSide, worldSide] = inProcessPorts()
  serveLab(world, worldSide)
  return { world, ...(await connectSession(testSide)) }
}

/** In the toy world, listen fills the host's queue after a time, and sh takes from it. */
const fill = (host: Host, value: string, ms: number) => host.listen(value as never, { ms } as never)
const take = (host: Host, within = 100) => host.sh('', { within })

describe('lock step', () => {
  test('calls made before the microtasks have drained go as one batch, in order', async () => {
    const { lab, world } = await open()
    const a = lab.host('a')
    fill(a, 'x', 5)
    await null
    fill(a, 'y', 5)
    expect(await take(a)).toBe('x')
    expect(world.batches.map(({ commands }) => commands.map(({ op }) => op))).toEqual([['listen', 'listen', 'sh']])
  })

  test('an act that is awaited happens at the instant of the last answer, although a wait is pending', async () => {
    const { lab } = await open()
    const pending = take(lab.host('a'), 50)
    await lab.clock.advance(10)
    await fill(lab.host('a'), 'x', 5)
    expect(lab.clock.now).toBe(10)
    expect(await pending).toBe('x')
    expect(lab.clock.now).toBe(15)
  })

  test('two waits at once complete at their own times', async () => {
    const { lab } = await open()
    const [a, b] = [lab.host('a'), lab.host('b')]
    fill(a, 'late', 20)
    fill(b, 'early', 10)
    const late = take(a)
    expect([await take(b), lab.clock.now]).toEqual(['early', 10])
    expect([await late, lab.clock.now]).toEqual(['late', 20])
  })

  test('the trace does not depend on how long the test thinks', async () => {
    const traces = new Set<string>()
    for (const thinking of [0, 3, 7]) {
      const { lab, steps } = await open()
      const a = lab.host('a')
      fill(a, 'x', 10)
      const pending = take(a)
      await lab.clock.advance(4)
      for (const end = performance.now() + thinking; performance.now() < end; ) await null
      await fill(a, 'y', 1)
      await pending
      await take(a)
      traces.add(
        steps()
          .map(({ op, from, to, outcome }) => `${op} ${from}–${to} ${outcome}`)
          .join('\n'),
      )
    }
    expect(traces.size).toBe(1)
  })

  test('works over a MessagePort with structured-clone data only', async () => {
    const { port1, port2 } = new MessageChannel()
    serveLab(new ToyWorld(), messagePort(port2))
    const { lab } = await connectSession(messagePort(port1))
    fill(lab.host('a'), 'x', 5)
    expect(await take(lab.host('a'))).toBe('x')
    await lab.close()
  })
})

describe('a failed wait', () => {
  test('throws LabError with what was expected and seen', async () => {
    const { lab } = await open()
    await expect(take(lab.host('a'), 5)).rejects.toMatchObject({
      name: 'LabError',
      code: 'TIMEOUT',
      message: 'TIMEOUT: expected an item of host:a, but saw nothing',
    })
  })

  test('fails its test at the end when nobody awaited it', async () => {
    const { lab, supervise } = await open()
    const body = async () => {
      take(lab.host('a'), 5)
      await lab.clock.advance(9)
    }
    await expect(supervise(body)).rejects.toThrow(/TIMEOUT.*in an operation that the test did not await/)
  })

  test('is nobody’s business when it is awaited late and caught', async () => {
    const { lab, supervise } = await open()
    const body = async () => {
      const lost = take(lab.host('a'), 5)
      await lab.clock.advance(9)
      return lost.catch((error) => error.code)
    }
    expect(await supervise(body)).toBe('TIMEOUT')
  })
})

describe('a test’s body', () => {
  test('that awaits something else is told so, with the line after which it did', async () => {
    const { lab, supervise } = await open()
    const body = async () => {
      await lab.clock.advance(1)
      await new Promise(() => {})
    }
    await expect(supervise(body)).rejects.toThrow(
      /^MISUSE: expected only awaits of Lab operations.*since .*client.test.ts:\d+$/,
    )
  })

  test('gives up the waits that are pending at its end', async () => {
    const { lab, supervise, world } = await open()
    await supervise(async () => {
      take(lab.host('a'))
      await lab.clock.advance(1)
    })
    await supervise(() => lab.clock.advance(500))
    expect(world.batches.at(-1)?.cancel).toHaveLength(1)
    expect(lab.clock.now).toBe(501)
  })

  test('keeps its own error before everything else', async () => {
    const { supervise } = await open()
    await expect(supervise(() => Promise.reject(new Error('mine')))).rejects.toThrow('mine')
  })
})

describe('the step log', () => {
  test('has a row per operation, in order of completion, with the line that called it', async () => {
    const { lab, steps } = await open()
    fill(lab.host('a'), 'hello\n', 5)
    const slow = lab.clock.advance(7)
    await take(lab.host('a'))
    await slow
    const rows = steps()
    expect(rows.map(({ step, op, from, to, outcome }) => [step, op, from, to, outcome])).toEqual([
      [1, 'listen', 0, 5, ':0'],
      [3, 'sh', 0, 5, "'hello⏎'"],
      [2, 'advance', 0, 7, 'done'],
    ])
    expect(rows.every(({ source }) => source?.file.endsWith('client/client.test.ts'))).toBe(true)
    expect(new Set(rows.map(({ source }) => source?.line)).size).toBe(3)
    expect(structuredClone(rows)).toEqual(rows)
  })
})

describe('names', () => {
  const message = (act: (lab: Lab) => unknown) =>
    open().then(({ lab }) => {
      try {
        return String(act(lab))
      } catch (error) {
        return (error as Error).message
      }
    })

  test('a misspelt host throws at once and lists the names', async () => {
    expect(await message((lab) => lab.host('servr'))).toBe('MISUSE: expected a host of toy (a, b), but saw "servr"')
  })

  test('a link is found from either end; one that is not there throws with the links there are', async () => {
    const { lab } = await open()
    expect(lab.link('b', 'a')).toBeDefined()
    expect(() => lab.link('a', 'b', 1)).toThrow(
      'MISUSE: expected a link of toy (a:eth0—b:eth0), but saw link("a", "b", 1)',
    )
    expect(() => lab.link('a', 'b').from('c')).toThrow('expected one end of the link a:eth0—b:eth0')
  })

  test('hosts are found by pattern', async () => {
    const { lab } = await open()
    expect(lab.hosts('*').map(({ name }) => name)).toEqual(['a', 'b'])
    expect(lab.hosts('?b')).toEqual([])
  })

  test('a duration without its unit is misuse', async () => {
    const { lab } = await open()
    expect(() => lab.clock.advance('200' as never)).toThrow(/MISUSE: expected a duration.*but saw "200"/)
  })
})

describe('the end of a world', () => {
  test('a closed world refuses what comes after', async () => {
    const { lab, world } = await open()
    await lab.close()
    expect(world.closed).toBe(true)
    await expect(lab.clock.advance(1)).rejects.toThrow('MISUSE: expected advance on clock, but saw the world is closed')
  })

  test('a world that dies fails what is pending, with the reason', async () => {
    class Dying extends ToyWorld {
      override execute(): never {
        throw new Error('out of memory')
      }
    }
    const { lab } = await open(new Dying())
    await expect(lab.clock.advance(1)).rejects.toThrow(/PLATFORM: .*out of memory/)
    await expect(lab.clock.advance(1)).rejects.toThrow(/PLATFORM/)
  })
})
