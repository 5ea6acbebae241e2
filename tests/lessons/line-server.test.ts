/** The server that grows through module 3: each version does what its lesson says, and goes on doing what the lessons before it said. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Lab, Process, TcpPeer } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'

const VERSIONS = [1, 2, 3, 4, 5, 6, 7] as const
const FOLDER = 'content/03-tcp-conversations/server'

interface World {
  lab: Lab
  server: Process
  /** A client, past the server's greeting. */
  connect(): Promise<TcpPeer>
}

const resetsOf = (lab: Lab) => lab.capture('ip.src == 10.0.9.2 && tcp.flags.reset == 1').count()

async function inWorld(version: number, act: (world: World) => Promise<void>): Promise<void> {
  const files = { submission: { 'server.ts': readFileSync(`${FOLDER}/3-${version}.ts`, 'utf8') } }
  const { lab } = await openSimulatedLab({ topology: 'wire', seed: 1, files })
  const server = await lab.host('server').run('server.ts', { listens: 9000 })
  const connect = async () => {
    const client = await lab.host('client').connect('server', 9000)
    if (version >= 3) expect(await client.line()).toMatch(/^hello, you are #\d+$/)
    return client
  }
  try {
    await act({ lab, server, connect })
  } finally {
    await lab.close()
  }
}

/** A behavior of this version and of all later ones. */
const since = (first: number, name: string, act: (world: World, version: number) => Promise<void>) =>
  test.each(VERSIONS.filter((version) => version >= first))(`since 3.${first}: ${name} (3.%i)`, (version) =>
    inWorld(version, (world) => act(world, version)),
  )

describe('the server of module 3', () => {
  test.each(['handshake', 'three-writes'])('is what the figure %s of lesson 3.1 runs', (figure) => {
    const shown = readFileSync(`content/03-tcp-conversations/figures/${figure}/server.ts`, 'utf8')
    expect(shown).toBe(readFileSync(`${FOLDER}/3-1.ts`, 'utf8'))
  })

  since(1, 'what the client says comes back with its number', async ({ connect }) => {
    const client = await connect()
    expect(await client.ask('hello\n')).toBe('1 hello')
    expect(await client.ask('again\n')).toBe('2 again')
  })

  since(1, 'a client that resets its connection harms nobody else', async ({ connect, lab, server }) => {
    await (await connect()).reset()
    await lab.clock.advance('1s')
    await server.expectAlive()
    expect(await (await connect()).ask('hello\n')).toBe('1 hello')
  })

  test('3.1 counts what arrives together as one', () =>
    inWorld(1, async ({ connect }) => {
      const client = await connect()
      await client.send('one\ntwo\n')
      expect(await client.lines(2)).toEqual(['1 one', 'two'])
    }))

  test.each([false, true])(
    '3.1 the last answer comes no sooner with noDelay on the client alone (%s)',
    async (noDelay) => {
      const shown = (name: string) => readFileSync(`content/03-tcp-conversations/figures/three-writes/${name}`, 'utf8')
      const params = `export const params = { noDelay: ${noDelay} }\n`
      const files = {
        submission: { 'server.ts': shown('server.ts'), 'client.ts': shown('client.ts'), 'params.ts': params },
      }
      const { lab } = await openSimulatedLab({ topology: 'wire', seed: 1, files })
      await lab.host('server').run('server.ts', { listens: 9000 })
      const client = await lab.host('client').run('client.ts')
      expect((await client.exited()).code).toBe(0)
      const [syn] = await lab.capture('tcp.flags.syn == 1 && tcp.flags.ack == 0').all()
      const answers = await lab.capture('tcp.srcport == 9000 && tcp.len > 0').all()
      const roundTrip = (await lab.capture('tcp.flags.syn == 1 && tcp.flags.ack == 1').all())[0]!.at - syn!.at
      expect(answers).toHaveLength(2)
      expect((answers[1]!.at - answers[0]!.at) / roundTrip).toBeGreaterThan(0.9)
      const { stdout } = await client.output()
      expect(stdout).toContain(noDelay ? '2 two\\n3 three' : '2 two\\nthree')
      await lab.close()
    },
  )

  since(2, 'lines are found in whatever pieces they arrive, characters whole', async ({ connect }) => {
    const client = await connect()
    const [first, second] = [new Uint8Array([0x39, 0x20, 0xe2, 0x82]), new Uint8Array([0xac, 0x0a, 0x6f])]
    await client.send([first, second, 'ne\ntwo\nthr', 'ee\n'])
    expect(await client.lines(4)).toEqual(['1 9 €', '2 one', '3 two', '4 three'])
  })

  since(2, 'the longest line is answered, a longer one refused, whole or not', async ({ connect }) => {
    const client = await connect()
    const longest = 'x'.repeat(1024)
    expect(await client.ask(`${longest}\n`)).toBe(`1 ${longest}`)
    await client.send(`${longest}y`)
    expect(await client.line()).toBe('ERR line too long')
    await client.expectEnd()
    const other = await connect()
    await other.send(`first\n${longest}y\n`)
    expect(await other.lines(2)).toEqual(['1 first', 'ERR line too long'])
  })

  test.each([2, 7])('3.%i holds little for a client that reads nothing', (version) =>
    inWorld(version, async ({ lab, server }) => {
      const client = await lab.host('client').connect('server', 9000, { paused: true, receiveBuffer: 4096 })
      await client.send('x\n', { times: 500_000 })
      await lab.clock.advance('10s')
      expect((await server.counters()).queuedBytes).toBeLessThan(1_000_000)
    }),
  )

  since(
    2,
    'a client that goes on sending reads why it was hung up on, and is reset in the end',
    async ({ connect, lab }) => {
      const client = await connect()
      await client.send('x'.repeat(1000), { times: 100, gap: '1ms' })
      expect(await client.line()).toBe('ERR line too long')
      await client.expectEnd()
      await lab.clock.advance('6s')
      expect(await resetsOf(lab)).toBe(1)
    },
  )

  since(
    3,
    'of more clients than it has room for, the last is told so, until somebody leaves',
    async ({ connect, lab }) => {
      const clients = [] as TcpPeer[]
      for (let i = 0; i < 100; i++) clients.push(await connect())
      const late = await lab.host('client').connect('server', 9000)
      expect(await late.line()).toBe('BUSY')
      await late.expectEnd()
      await clients[7]!.reset()
      await lab.clock.advance('1s')
      expect(await (await connect()).ask('hello\n')).toBe('1 hello')
    },
  )

  since(4, 'a client that has ended its side still gets every answer, then the end', async ({ connect }) => {
    const client = await connect()
    await client.send('one\ntwo\nhalf')
    await client.end()
    expect(await client.rest()).toBe('1 one\n2 two\nERR unfinished line\n')
    const quiet = await connect()
    await quiet.end()
    await quiet.expectEnd()
  })

  test('3.5 hangs up on a client that is idle', () =>
    inWorld(5, async ({ connect }) => {
      const client = await connect()
      expect(await client.rest({ within: '61s' })).toBe('BYE idle\n')
    }))

  since(5, 'a line must be whole ten seconds after its first byte, however often a byte comes', async ({ connect }) => {
    const client = await connect()
    await client.send(Array<string>(30).fill('x'), { gap: '900ms' })
    expect(await client.rest({ within: '11s' })).toBe('ERR line too slow\n')
  })

  since(6, 'a client that answers PING stays, one that says nothing does not', async ({ connect }) => {
    const client = await connect()
    for (let i = 0; i < 3; i++) {
      expect(await client.line({ within: '31s' })).toBe('PING')
      await client.send('PONG\n')
    }
    expect(await client.ask('hello\n')).toBe('1 hello')
    expect(await client.rest({ within: '36s' })).toBe('PING\nBYE silent\n')
  })

  test('3.6 cuts off a client that reads nothing, once no more fits between them', () =>
    inWorld(6, async ({ lab, server }) => {
      const client = await lab.host('client').connect('server', 9000, { paused: true, receiveBuffer: 4096 })
      await client.send(`${'x'.repeat(1000)}\n`, { times: 20_000 })
      await lab.clock.advance('900s')
      expect((await server.counters()).queuedBytes).toBe(0)
      expect((await lab.host('server').sockets()).map(({ state }) => state)).toEqual(['LISTEN'])
      expect((await client.stats()).state).toBe('CLOSED')
    }))

  test('3.7 answers what was asked, says goodbye to all, resets nobody who leaves, and ends', () =>
    inWorld(7, async ({ connect, lab, server }) => {
      const [idle, busy, rude] = [await connect(), await connect(), await connect()]
      await busy.send('question\n')
      await lab.clock.advance('50ms')
      await server.kill('SIGTERM')
      expect(await idle.rest()).toBe('BYE\n')
      expect(await busy.rest()).toBe('1 question\nBYE\n')
      await expect(lab.host('client').connect('server', 9000)).rejects.toThrow(/refused/i)
      await idle.end()
      await busy.end()
      await rude.reset()
      expect((await server.exited({ within: '1s' })).code).toBe(0)
    }))

  test('3.7 resets at the deadline, or at a second signal, a client that does not leave', () =>
    inWorld(7, async ({ connect, lab, server }) => {
      const client = await connect()
      await server.kill('SIGTERM')
      expect(await client.rest()).toBe('BYE\n')
      expect(await resetsOf(lab)).toBe(0)
      await server.kill('SIGTERM')
      await lab.clock.advance('50ms')
      expect(await resetsOf(lab)).toBe(1)
      expect((await server.exited({ within: '1s' })).code).toBe(0)
    }))
})
