import { describe, expect, test } from 'vitest'
import type { Lab, WorldRecipe } from '../api/index.ts'
import { connectLab, inProcessPorts, serveLab } from '../client/index.ts'
import { findTopology, openSimulatedLab, sameThread } from '../on-disk/index.ts'
import type { WorldRecord } from '../protocol.ts'
import { openReplay, type ReplayOptions } from './index.ts'

const ECHO = `import net from 'node:net'
net.createServer((socket) => socket.on('data', (data) => setTimeout(() => socket.write(data), Math.random() * 20))).listen(9000)
process.stdin.on('data', (line) => console.log(String(line)))
`

/** Sends over TCP and UDP from a timer, after a while of computing: in the midst of a turn. */
const ASKS = `import dgram from 'node:dgram'
import net from 'node:net'
const busy = () => { for (let i = 0; i < 20; i++) performance.now() }
const udp = dgram.createSocket('udp4')
const tcp = net.connect(9000, 'server')
for (const n of [1, 2, 3]) setTimeout(() => { busy(); udp.send('ask ' + n, 9000, 'server'); busy(); tcp.write('ask ' + n) }, n * 50)
setTimeout(() => { udp.close(); tcp.end() }, 250)
`
const ANSWERS = `import dgram from 'node:dgram'
import net from 'node:net'
net.createServer((socket) => socket.pipe(socket)).listen(9000)
const udp = dgram.createSocket('udp4').bind(9000)
udp.on('message', (text, { address, port }) => udp.send('got ' + text, port, address))
`

function open(): Promise<{ lab: Lab }> {
  return openSimulatedLab({
    topology: findTopology('wire'),
    seed: 5,
    files: { submission: { 'echo.ts': ECHO } },
    schedule: { kind: 'coalesce' },
  })
}

async function replay(recipe: WorldRecipe, until?: ReplayOptions['until']): Promise<Lab> {
  const backend = openReplay(structuredClone(recipe), { starter: sameThread(), ...(until && { until }) })
  const [here, there] = inProcessPorts()
  serveLab(backend, there)
  return connectLab(here)
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** Tells when the first answer came. Everything that can be done from outside: programs, input, peers, faults that come and go, held frames, pauses, steps, time in small pieces. */
async function manualSession(lab: Lab): Promise<number> {
  const link = lab.link('client', 'server')
  await link.impair({ loss: 0.1, jitter: '3ms' })
  const program = await lab.host('server').run('echo.ts', { listens: 9000 })
  const client = await lab.host('client').connect('server', 9000, { within: '1min' })
  const hold = await link.from('client').hold('tcp.len > 0')
  await client.send('held ')
  await client.send('together')
  for (let frame = 0; frame < 20; frame++) await lab.clock.advance(16.6)
  await program.write('typed')
  await lab.clock.pause()
  await lab.clock.step({ packets: 2 })
  await hold.release()
  const answer = client.ask(' again\n', { within: '1min' })
  await lab.clock.step({ events: 5 })
  await lab.clock.resume()
  await answer
  const answeredAt = lab.clock.now
  await link.impair({ delay: '40ms' })
  await link.drop('tcp.len > 0', { nth: 2 })
  await client.send('last')
  await lab.clock.advance('2s')
  return answeredAt
}

describe('a recipe', () => {
  test('gives the same packets again, byte for byte, and the same output', async () => {
    const { lab } = await open()
    await manualSession(lab)
    const again = await replay(await lab.recipe())
    expect(hex(await again.pcapng())).toBe(hex(await lab.pcapng()))
    await again.clock.advance(0)
    expect(again.clock.now).toBe(lab.clock.now)
  })

  test('keeps time that passed in small pieces in one piece, and no looks', async () => {
    const { lab } = await open()
    for (let frame = 0; frame < 100; frame++) {
      await lab.clock.advance(16.667)
      await lab.host('server').sockets()
    }
    const { journal } = await lab.recipe()
    expect(journal).toHaveLength(1)
    expect(journal[0]).toMatchObject({ batch: { commands: [{ op: 'until', args: [1666.7] }] } })
  })

  test('leads to any earlier moment, from which a run can branch', async () => {
    const { lab } = await open()
    const answeredAt = await manualSession(lab)
    const recipe = await lab.recipe()
    const at = answeredAt * 1e6 + 20_000_000
    const branch = await replay(recipe, { at })
    const before = (await lab.capture().all()).filter((packet) => packet.at * 1e6 <= at)
    expect((await branch.capture().all()).map(({ bytes }) => hex(bytes))).toEqual(before.map(({ bytes }) => hex(bytes)))
    await branch.clock.advance(0)
    expect(branch.clock.now).toBe(at / 1e6)
    await branch.link('client', 'server').impair({ loss: 0 })
    const other = await branch.host('client').connect('server', 9000)
    expect(await other.ask('hello\n', { within: '10s' })).toBe('hello')
    expect(hex(await branch.pcapng())).not.toBe(hex(await lab.pcapng()))
    const twice = await replay(await branch.recipe())
    expect(hex(await twice.pcapng())).toBe(hex(await branch.pcapng()))
  })

  test('leads to the same moment again and again, also between two events: a replay can be replayed', async () => {
    const { lab } = await open()
    await lab.host('server').run('echo.ts', { listens: 9000 })
    const client = await lab.host('client').connect('server', 9000, { within: '1min' })
    await client.send('on the wire')
    await lab.clock.advance('1s')
    const sent = (await lab.capture().all()).find(({ bytes }) => bytes.length > 70)!
    const between = Math.round(sent.at * 1e6) + 4_000_000
    let recipe = await lab.recipe()
    for (let round = 0; round < 3; round++) {
      const again = await replay(recipe, { at: between })
      await again.clock.advance(0)
      expect(again.clock.now).toBe(between / 1e6)
      expect((await again.capture().all()).at(-1)).toMatchObject({ at: sent.at, bytes: sent.bytes })
      recipe = await again.recipe()
    }
  })

  test('leads to the place before any packet, also before one that is sent in the midst of a turn', async () => {
    const records: WorldRecord[] = []
    const { lab } = await openSimulatedLab({
      topology: findTopology('wire'),
      seed: 5,
      files: { submission: { 'answers.ts': ANSWERS, 'asks.ts': ASKS } },
      observe: (some) => records.push(...some),
    })
    await lab.host('server').run('answers.ts')
    const asking = await lab.host('client').run('asks.ts')
    const peer = await lab.host('client').connect('server', 9000, { within: '1min' })
    await peer.send('typed')
    await asking.exited()
    const packets = records.filter((record) => record.kind === 'packet')
    expect(packets.filter(({ at, before }) => at - before!.at > 1000 && before!.at > 0).length).toBeGreaterThan(3)
    const recipe = await lab.recipe()
    for (const { number, at, before } of packets) {
      const back = await replay(recipe, before)
      const sent = async () => (await back.capture().all()).length
      expect(await sent()).toBeLessThan(number)
      // What is sent by hand between two events comes from no event.
      if (before!.at === at - 1) continue
      await back.clock.step()
      expect(await sent()).toBeGreaterThanOrEqual(number)
    }
  })

  test('leads to the moment before data sent by hand, through everything that was done while nothing happened', async () => {
    const records: WorldRecord[] = []
    const { lab } = await openSimulatedLab({
      topology: findTopology('wire'),
      seed: 5,
      files: { submission: { 'echo.ts': ECHO } },
      observe: (some) => records.push(...some),
    })
    await lab.host('server').run('echo.ts', { listens: 9000 })
    const peer = await lab.host('client').connect('server', 9000)
    await lab.clock.advance('200ms')
    await lab.link('client', 'server').impair({ delay: '30ms' })
    await lab.clock.advance('200ms')
    await peer.send('late')
    await lab.clock.advance('20ms')
    const { number, before } = records.filter((record) => record.kind === 'packet').at(-1)!
    const back = await replay(await lab.recipe(), before)
    await back.clock.advance(0)
    expect(back.clock.now).toBe(before!.at / 1e6)
    expect(await back.capture().all()).toHaveLength(number - 1)
    const again = await replay(await back.recipe())
    expect(await again.capture().all()).toHaveLength(number - 1)
  })

  test('leads to an exact event, too', async () => {
    const { lab } = await open()
    await manualSession(lab)
    const branch = await replay(await lab.recipe(), { events: 20 })
    expect((await branch.clock.step()).events).toBe(21)
  })

  test('survives a pause in the middle of a wait', async () => {
    const { lab } = await openSimulatedLab({
      files: { submission: { 'ticks.ts': "setInterval(() => console.log('tick'), 1)" } },
      limits: { output: 100_000_000 },
    })
    await lab.host('server').run('ticks.ts')
    const long = lab.clock.advance('10min')
    await new Promise((resolve) => setTimeout(resolve, 20))
    await lab.clock.pause()
    await lab.clock.step({ events: 3 })
    const recipe = await lab.recipe()
    expect(recipe.journal.some((entry) => entry.kind === 'batch' && entry.paused)).toBe(true)
    const again = await replay(recipe)
    const [stop, original] = [await again.clock.step(), await lab.clock.step()]
    expect(stop).toEqual(original)
    void long
  })

  test('of another version is refused', async () => {
    const { lab } = await open()
    const recipe = { ...(await lab.recipe()), version: 2 as 1 }
    expect(() => openReplay(recipe, { starter: sameThread() })).toThrow('a recipe of version 1')
  })

  test('that turns out differently says so', async () => {
    const { lab } = await open()
    await manualSession(lab)
    const recipe = await lab.recipe()
    const other = await replay({ ...recipe, seed: 6 })
    await expect(other.pcapng()).rejects.toThrow('a different run')
  })
})
