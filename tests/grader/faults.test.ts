/** Faults as the runner makes them: the first world that fails, as few faults as make it fail, and a replay of that world. */
import { describe, expect, test, vi } from 'vitest'
import type { WorldRecipe } from '#lab'
import { failuresOf, gradeHere, smallExercise } from './small-exercise.ts'

// Some hundred worlds each, which take seconds, or minutes where twenty others want the processor: nothing here is about speed.
vi.setConfig({ testTimeout: 600_000 })

/** Adds numbers that datagrams bring, each with an id; answers the sum. */
const COUNTER = smallExercise({
  ids: ['h1', 'h2/*'],
  tests: `
const test = labTest(async (lab) => {
  await lab.host('server').run('server.ts', { listens: { udp: 5300 } })
  return { client: await lab.host('client').udp() }
})
test.faults('h1 counts what a lossy link brings', { loss: 0.3, duplicate: 0.2, filter: 'udp', worlds: 8 }, async ({ client }) => {
  let sum = 0
  for (let id = 1; id <= 4; id++) {
    for (let tries = 0; ; tries++) {
      await client.send(id + ' 10', ['server', 5300])
      let reply = await client.receive({ within: 100 }).catch(() => null)
      while (reply && !reply.text.startsWith(id + ' ')) reply = await client.receive({ within: 100 }).catch(() => null)
      if (reply === null && tries < 20) continue
      sum = Number(reply.text.split(' ')[1])
      break
    }
  }
  expect(sum).toBe(40)
})
test.datagrams('h2 counts however they come', async ({ client, lab }) => {
  for (let id = 1; id <= 3; id++) await client.send(id + ' 10', ['server', 5300])
  await lab.clock.advance('1s')
  await client.send('0 0', ['server', 5300])
  await lab.clock.advance('1s')
  expect(Number((await client.received()).at(-1).text.split(' ')[1])).toBe(30)
})`,
})

const counter = (once: boolean) => `
import dgram from 'node:dgram'
const socket = dgram.createSocket('udp4')
const seen = new Set()
let sum = 0
socket.on('message', (message, from) => {
  const [id, n] = message.toString().split(' ')
  if (${once ? '!seen.has(id)' : 'true'}) sum += Number(n)
  seen.add(id)
  socket.send(id + ' ' + sum, from.port, from.address)
})
socket.bind(5300)
`

describe('faults', () => {
  test('are no reason to fail for a program that knows them', async () => {
    const report = await gradeHere(COUNTER, counter(true))
    expect(failuresOf(report)).toEqual({})
    expect(report.tests.find(({ id }) => id === 'h1')!.runs).toBe(8)
    expect(report.tests.map(({ id }) => id)).toEqual([
      'h1',
      'h2/whole',
      'h2/duplicate',
      'h2/reorder',
      'h2/late',
      'h2/random',
    ])
  })

  test('are made fewer until each is needed, and told in one sentence', async () => {
    const report = await gradeHere(COUNTER, counter(false))
    const failures = failuresOf(report)
    expect(Object.keys(failures)).toEqual(['h1', 'h2/duplicate', 'h2/random'])
    expect(failures.h1).toMatch(
      /^Received [56]0, expected 40, when packet \d of (server was lost|client came twice)\.$/,
    )
    expect(failures['h2/duplicate']).toMatch(/^Received 40, expected 30, when packet [123] of client came twice\.$/)
    const { evidence } = report.tests.find(({ id }) => id === 'h2/duplicate')!
    expect(evidence!.faults).toHaveLength(1)
    expect(evidence!.faults[0]!.packet).toBeGreaterThan(0)
  })

  test('give one result whatever the number of worlds at a time', async () => {
    const comparable = async (parallel: number) => {
      const { run: _, ...report } = await gradeHere(COUNTER, counter(false), { parallel, tests: ['h1'] })
      return report
    }
    expect(await comparable(3)).toEqual(await comparable(1))
  })

  test('a pool is believed when all went well, and looked after when not', async () => {
    const asked: number[] = []
    const pool = {
      size: 2,
      paysFrom: 2,
      run: async ({ world }: { world: number }) => {
        asked.push(world)
        return world !== 3
      },
    }
    const report = await gradeHere(COUNTER, counter(true), { tests: ['h1'], pool })
    expect(failuresOf(report)).toEqual({})
    expect(asked.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 8 }, (_, i) => i))
  })
})

describe('TCP under faults', () => {
  const exercise = (options: string, body: string) =>
    smallExercise({
      ids: ['h1'],
      tests: `
const test = labTest(async (lab) => ({ server: await lab.host('server').run('server.ts', { listens: 9000 }) }))
test.faults('h1 answers', { worlds: 8, waits: '10s', ${options} }, async ({ lab }) => {
  const ask = async () => {
    const client = await lab.host('client').connect('server', 9000, { within: '5s' })
    for (let i = 0; i < 4; i++) expect(await client.ask('PING\\n', { within: '5s' })).toBe('PONG')
  }
  ${body}
})`,
    })
  const server = (idle: number) => `
import net from 'node:net'
net.createServer((socket) => {
  socket.on('error', () => {})
  ${idle > 0 ? `socket.setTimeout(${idle}, () => process.exit(3))` : ''}
  socket.on('data', () => socket.write('PONG\\n'))
}).listen(9000)
`

  test('of every first packet spare those by which neighbors find each other, unless the test means them', async () => {
    const lossy = (filter: string) =>
      smallExercise({
        ids: ['h1'],
        tests: `
labTest().faults('h1 connects', { worlds: 2, loss: 1, first: 3, waits: '20s' ${filter} }, async ({ lab }) => {
  await lab.host('server').run('server.ts', { listens: 9000 })
  await lab.host('client').connect('server', 9000, { within: '15s' })
})`,
      })
    expect(failuresOf(await gradeHere(lossy(''), server(0)))).toEqual({})
    expect(failuresOf(await gradeHere(lossy(`, filter: 'arp'`), server(0))).h1).toMatch(
      /no way there, the network says/,
    )
  })

  test('a host that loses power comes back with its programs', async () => {
    const crashes = exercise(
      `crashes: { hosts: ['server'], longest: '400ms', within: '60ms' }`,
      `await ask().catch(() => {})
  await lab.clock.until(2_000)
  await ask()`,
    )
    expect(failuresOf(await gradeHere(crashes, server(0)))).toEqual({})
  })

  test('without power a host says nothing, and afterwards it knows nothing', async () => {
    const power = smallExercise({
      ids: ['h1'],
      tests: `
labTest()('h1 is off and on', { waits: '10s' }, async ({ lab }) => {
  const server = lab.host('server')
  await server.run('server.ts', { listens: 9000 })
  const client = await lab.host('client').connect('server', 9000)
  expect(await client.ask('PING\\n')).toBe('PONG')
  await server.powerOff()
  await client.send('PING\\n')
  await client.expectSilence('1s')
  await server.powerOn()
  await client.expectReset({ within: '5s' })
  await expect(lab.host('client').connect('server', 9000)).rejects.toThrow(/refused|REFUSED/)
})`,
    })
    expect(failuresOf(await gradeHere(power, server(0)))).toEqual({})
  })

  test('a link that is silent for a while is an outage, and named as one', async () => {
    const outages = exercise(`outages: { most: 3, longest: '400ms', within: '150ms' }`, 'await ask()')
    expect(failuresOf(await gradeHere(outages, server(0)))).toEqual({})
    const { h1 } = failuresOf(await gradeHere(outages, server(100)))
    expect(h1).toMatch(
      /^server\.ts ended with exit code 3, when the link client – server was silent from \d+ ms on for \d+ ms\.$/,
    )
  })
})

describe('a replay', () => {
  test('of the smallest failure gives its packets again, byte for byte', async () => {
    const { connectSession, inProcessPorts, openReplay, serveLab } = await import('#lab')
    const { sameThread } = await import('#lab/on-disk/index.ts')
    const recipes = new Map<string, WorldRecipe>()
    const recordings = new Map<string, Uint8Array>()
    await gradeHere(COUNTER, counter(false), {
      tests: ['h1', 'h2/duplicate'],
      onReplay: (id, recipe) => recipes.set(id, JSON.parse(JSON.stringify(recipe))),
      onRecording: (id, pcapng) => recordings.set(id, pcapng),
    })
    expect([...recipes.keys()]).toEqual(['h1', 'h2/duplicate'])
    for (const [id, recipe] of recipes) {
      const [testSide, worldSide] = inProcessPorts()
      serveLab(openReplay(recipe, { starter: sameThread() }), worldSide)
      const { lab } = await connectSession(testSide)
      expect(Buffer.from(await lab.pcapng()).equals(Buffer.from(recordings.get(id)!))).toBe(true)
      await lab.close()
    }
  })
})
