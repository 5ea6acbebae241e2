/** The service that grows through module 7: each version does what its lesson says, and goes on doing what the lessons before it said. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Lab, UdpPeer } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'

const VERSIONS = [1, 2, 3, 4, 5, 6] as const
const FOLDER = 'content/07-udp/server'
const PORT = 8125
const LONGEST = 1200
const GROUP = '239.83.71.1'

interface World {
  lab: Lab
  client: UdpPeer
  /** Sends a datagram to the service. */
  say(text: string): Promise<void>
  /** Sends a datagram and returns the reply. */
  ask(text: string): Promise<string>
  /** Lines of the reply to a question for counters. */
  counters(after?: string): Promise<string[]>
}

async function inWorld(version: number, act: (world: World) => Promise<void>): Promise<void> {
  const files = { submission: { 'server.ts': readFileSync(`${FOLDER}/7-${version}.ts`, 'utf8') } }
  const { lab } = await openSimulatedLab({ topology: 'wire', seed: 1, files })
  const server = await lab.host('server').run('server.ts', { listens: { udp: PORT } })
  const client = await lab.host('client').udp()
  const say = async (text: string) => {
    await client.send(text, ['server', PORT])
  }
  const ask = async (text: string) => {
    await say(text)
    return (await client.receive()).text
  }
  const counters = async (after = '') => (await ask(`?${after}`.padEnd(LONGEST))).trimEnd().split('\n')
  try {
    await act({ lab, client, say, ask, counters })
    await server.expectAlive()
  } finally {
    await lab.close()
  }
}

/** A behavior of this version and of all later ones. */
const since = (first: number, name: string, act: (world: World, version: number) => Promise<void>) =>
  test.each(VERSIONS.filter((version) => version >= first))(`since 7.${first}: ${name} (7.%i)`, (version) =>
    inWorld(version, (world) => act(world, version)),
  )

const NAMES = Array.from({ length: 600 }, (_, n) => `page.${String(n).padStart(3, '0')}`)

/** Counts something under each name. */
async function fill(lab: Lab, say: World['say']): Promise<void> {
  for (let n = 0; n < NAMES.length; n += 50)
    await say(
      NAMES.slice(n, n + 50)
        .map((name) => `${name}:7|c`)
        .join('\n'),
    )
  await lab.settle()
}

/** Number of the service's datagrams that are longer than it promises. */
const tooLong = (lab: Lab) => lab.capture(`udp.srcport == ${PORT} && udp.length > ${LONGEST + 8}`).count()

describe('the service of module 7', () => {
  since(1, 'counts, and says so to whoever asks', async ({ say, counters }) => {
    await say('hits:1|c')
    await say('hits:2|c')
    expect((await counters())[0]).toBe('hits 3')
  })

  since(1, 'ignores what is no counter', async ({ client, say, counters }) => {
    await client.send(new Uint8Array(), ['server', PORT])
    for (const text of [
      'hits',
      '\n\n',
      '#',
      'ack',
      'ack ',
      'dump ',
      'hits:x|c',
      'hits:-1|c',
      `${'n'.repeat(65)}:1|c`,
      'a b:1|c',
    ])
      await say(text)
    await say('right:1|c')
    expect((await counters())[0]).toBe('right 1')
  })

  since(2, 'takes several lines in one datagram', async ({ say, counters }) => {
    await say('hits:1|c\nwrong\nerrors:2|c')
    expect(await counters()).toEqual(['errors 2', 'hits 1', 'end'])
  })

  since(2, 'lists many counters in replies that need no fragments', async ({ lab, say, counters }) => {
    await fill(lab, say)
    const seen: string[] = []
    for (let more = true; more; ) {
      const lines = await counters(seen.at(-1)?.split(' ')[0])
      more = lines.pop() === 'more'
      seen.push(...lines)
    }
    expect(seen).toEqual(NAMES.map((name) => `${name} 7`))
    expect(await tooLong(lab)).toBe(0)
  })

  since(3, 'counts a repeated datagram with an id once, and confirms it each time', async ({ lab, ask, counters }) => {
    const id = '#00112233445566aa'
    expect(await ask(`${id}\nhits:1|c`)).toBe(id)
    expect(await ask(`${id}\nhits:1|c`)).toBe(id)
    expect((await counters())[0]).toBe('hits 1')
    await lab.clock.advance('61s')
    expect(await ask(`${id}\nhits:1|c`)).toBe(id)
    expect((await counters())[0]).toBe('hits 2')
  })

  since(3, 'takes the same id from another port for another datagram', async ({ lab, ask, counters }) => {
    const id = '#00112233445566aa'
    await ask(`${id}\nhits:1|c`)
    const other = await lab.host('client').udp()
    await other.send(`${id}\nhits:1|c`, ['server', PORT])
    expect((await other.receive()).text).toBe(id)
    expect((await counters())[0]).toBe('hits 2')
  })

  since(3, 'does not answer a question that is shorter than the longest answer', async ({ client, say }) => {
    await say('?')
    await say('?'.padEnd(LONGEST - 1))
    await client.expectSilence('1s')
  })

  since(4, 'introduces itself within 100 ms', async ({ lab, ask }) => {
    const began = lab.clock.now
    expect(await ask('who metrics\n')).toMatch(/^metrics [0-9a-f]{8}\n$/)
    expect(lab.clock.now - began).toBeLessThan(200)
  })

  since(4, 'keeps no more than a hundred introductions waiting', async ({ lab, client, say }) => {
    for (let n = 0; n < 150; n++) await say('who metrics')
    await lab.clock.advance('1s')
    expect((await client.received()).length).toBeLessThanOrEqual(101)
  })

  since(5, 'hears what is sent to its group', async ({ lab, client }) => {
    expect(await lab.host('server').groups()).toEqual([{ group: GROUP, iface: 'eth0' }])
    await client.send('who metrics', [GROUP, PORT])
    expect((await client.receive()).text).toMatch(/^metrics /)
  })

  describe('dump', () => {
    const ID = '0011223344556677'
    const HEADER = /^piece ([0-9a-f]{16}) ([0-9a-f]{16}) (\d+)\/(\d+)\n/

    /** Asks for a dump, again each second in which nothing comes, and acknowledges each piece. */
    async function collect({ client, say }: World): Promise<{ lines: string[]; pieces: number }> {
      const request = `dump ${ID}`.padEnd(LONGEST)
      await say(request)
      const pieces = new Map<number, string>()
      for (let total = 1; pieces.size < total; ) {
        const piece = await client.receive({ within: '1s' }).catch(() => null)
        if (piece === null) await say(request)
        if (piece === null) continue
        const { text } = piece
        const [header, id, token, number, of] = HEADER.exec(text)!
        expect(id).toBe(ID)
        total = Number(of)
        pieces.set(Number(number), text.slice(header.length))
        await say(`ack ${id} ${token} ${number}`)
      }
      const inOrder = [...pieces].sort(([a], [b]) => a - b).map(([, text]) => text)
      return { lines: inOrder.join('').trimEnd().split('\n'), pieces: pieces.size }
    }

    test('brings every counter, in pieces that need no fragments', () =>
      inWorld(6, async (world) => {
        await fill(world.lab, world.say)
        const { lines, pieces } = await collect(world)
        expect(lines).toEqual(NAMES.map((name) => `${name} 7`))
        expect(pieces).toBe(6)
        expect(await world.lab.capture(`udp.srcport == ${PORT}`).count()).toBe(6)
        expect(await tooLong(world.lab)).toBe(0)
      }))

    test('survives losses', () =>
      inWorld(6, async (world) => {
        await fill(world.lab, world.say)
        await world.lab.link('client', 'server').impair({ loss: 0.2 })
        const { lines } = await collect(world)
        expect(lines).toEqual(NAMES.map((name) => `${name} 7`))
      }))

    test('sends three pieces at most to an address that proves nothing', () =>
      inWorld(6, async (world) => {
        await fill(world.lab, world.say)
        await world.say(`dump ${ID}`.padEnd(LONGEST))
        await world.lab.clock.advance('1s')
        await world.say(`ack ${ID} 0000000000000000 1`)
        await world.say(`dump ${ID}`.padEnd(LONGEST))
        await world.lab.clock.advance('10s')
        expect((await world.client.received()).map(({ text }) => HEADER.exec(text)?.[3])).toEqual(['1', '1', '1'])
      }))

    test('ends when a client goes silent', () =>
      inWorld(6, async (world) => {
        await fill(world.lab, world.say)
        await world.say(`dump ${ID}`.padEnd(LONGEST))
        const [, id, token] = HEADER.exec((await world.client.receive()).text)!
        await world.say(`ack ${id} ${token} 1`)
        await world.lab.clock.advance('200s')
        expect((await world.client.received()).length).toBeLessThanOrEqual(1 + 2 * 8)
        const { lines } = await collect(world)
        expect(lines.length).toBe(NAMES.length)
      }))
  })
})
