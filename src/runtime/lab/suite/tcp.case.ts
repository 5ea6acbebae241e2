import { expect } from 'vitest'
import type { Lab } from '../api/index.ts'
import { expectAbout, failureOf, type SpecGroup } from './spec.fixture.ts'

/** A connection between two of the test's own sockets. */
async function connected(lab: Lab) {
  const listener = await lab.host('server').listen(9000)
  const [client, server] = await Promise.all([lab.host('client').connect('server', 9000), listener.accept()])
  return { listener, client, server }
}

const ONE_GULP = `
import net from 'node:net'
net.createServer({ pauseOnConnect: true }, (socket) => {
  socket.on('data', () => socket.pause())
  setTimeout(() => socket.resume(), 400)
}).listen(9000)
`

export const tcpSpecs: SpecGroup = (spec) => {
  spec('connect takes one round trip, another for the neighbor, and names both ends', {}, async ({ lab }) => {
    const listener = await lab.host('server').listen(9000)
    const { took, value: first } = await lab.clock.time(() => lab.host('client').connect('server', 9000))
    expectAbout(lab, took, 40)
    const { took: again, value: client } = await lab.clock.time(() => lab.host('client').connect('server', 9000))
    expectAbout(lab, again, 20)
    expect((await listener.accept()).remote).toEqual(first.local)
    const server = await listener.accept()
    expect(client.remote).toEqual({ address: '10.0.9.2', port: 9000 })
    expect(server.remote).toEqual(client.local)
  })

  spec('a port where nobody listens refuses', {}, async ({ lab }) => {
    const error = await failureOf(lab.host('client').connect('server', 9))
    expect(error.code).toBe('REFUSED')
    expect(error.expected).toBe('a connection from client to server:9 within 2 s')
  })

  spec('connect times out where nothing answers, after just the time given', {}, async ({ lab }) => {
    await lab.link('client', 'server').cut()
    const { took, value: error } = await lab.clock.time(() =>
      failureOf(lab.host('client').connect('server', 9000, { within: '150ms' })),
    )
    expect(error.code).toBe('TIMEOUT')
    expectAbout(lab, took, 150)
  })

  spec('lines, bytes and the rest are read on from where the last read ended', {}, async ({ lab }) => {
    const { client, server } = await connected(lab)
    await client.send('one\ntwo\nthree\n12345rest €')
    await client.end()
    expect(await server.line()).toBe('one')
    expect(await server.lines(2)).toEqual(['two', 'three'])
    expect(Buffer.from(await server.bytes(5)).toString()).toBe('12345')
    expect(await server.rest()).toBe('rest €')
  })

  spec('ask sends and reads a line', {}, async ({ lab }) => {
    const { client, server } = await connected(lab)
    const answer = client.ask('PING\n')
    expect(await server.line()).toBe('PING')
    await server.send('PONG\n')
    expect(await answer).toBe('PONG')
  })

  spec('a line that does not come times out and tells what was there', {}, async ({ lab }) => {
    const { client, server } = await connected(lab)
    await client.send('half a li')
    const error = await failureOf(server.line({ within: '100ms' }))
    expect(error.code).toBe('TIMEOUT')
    expect(error.seen).toBe("9 bytes without a newline: 'half a li'")
    expect(error.packets.length).toBeGreaterThan(3)
    await client.send('ne\nand one\n')
    expect((await failureOf(server.lines(3, { within: '100ms' }))).seen).toBe("2 lines: 'half a line⏎and one⏎'")
  })

  spec('a stream that ends before the line fails with END and the unfinished rest', {}, async ({ lab }) => {
    const { client, server } = await connected(lab)
    await client.send('half')
    await client.end()
    const error = await failureOf(server.line())
    expect(error.code).toBe('END')
    expect(error.seen).toContain("'half'")
  })

  spec('end sends FIN, and the other direction goes on', {}, async ({ lab }) => {
    const { client, server } = await connected(lab)
    await client.end()
    await server.expectEnd()
    await server.send('still here\n')
    expect(await client.line()).toBe('still here')
  })

  spec('reset sends RST, behind what was sent before it', {}, async ({ lab }) => {
    const { client, server } = await connected(lab)
    await client.send('last words')
    await client.reset()
    await server.expectReset({ afterData: true })
    expect(await lab.capture('tcp.flags.reset == 1').count()).toBe(1)
    expect(Buffer.from(await server.bytes(10)).toString()).toBe('last words')
  })

  spec('expectReset fails with END when a FIN comes instead', {}, async ({ lab }) => {
    const { client, server } = await connected(lab)
    await client.end()
    expect((await failureOf(server.expectReset())).code).toBe('END')
  })

  spec('expectEnd fails when data comes first', {}, async ({ lab }) => {
    const { client, server } = await connected(lab)
    await client.send('oh')
    await client.end()
    expect((await failureOf(server.expectEnd())).code).toBe('UNEXPECTED')
  })

  spec('expectSilence holds while nothing comes and fails when something does', {}, async ({ lab }) => {
    const { client, server } = await connected(lab)
    await server.expectSilence('60ms')
    await client.send('x')
    // It fails when something comes, however long a busy machine takes for that.
    expect((await failureOf(server.expectSilence('10s'))).code).toBe('UNEXPECTED')
  })

  spec('an array goes out as one segment per element', {}, async ({ lab }) => {
    const { client, server } = await connected(lab)
    await client.send(['PI', 'NG', '\n'])
    expect(await server.line()).toBe('PING')
    const data = await lab.capture('tcp.len > 0', { on: 'client:eth0' }).all()
    expect(data.map(({ text }) => text)).toEqual(['PI', 'NG', '\n'])
  })

  spec('a gap keeps pieces apart', {}, async ({ lab }) => {
    const { client, server } = await connected(lab)
    const { took } = await lab.clock.time(async () => {
      await client.send(['a', 'b\n'], { gap: '200ms' })
      await server.line()
    })
    expectAbout(lab, took, 210)
  })

  spec('a paused peer closes its window, and reads on when it resumes', {}, async ({ lab }) => {
    const listener = await lab.host('server').listen(9000, { receiveBuffer: 4096 })
    const [client, server] = await Promise.all([lab.host('client').connect('server', 9000), listener.accept()])
    await server.pause()
    await client.send('x'.repeat(100), { times: 1000 })
    await client.end()
    await lab.settle({ within: '10s' })
    expect((await client.stats()).sendWindow).toBeLessThan(1460)
    await server.resume()
    expect(await server.digest({ within: '20s' })).toMatchObject({ length: 100_000 })
  })

  spec('a digest is the SHA-256 of the stream', {}, async ({ lab }) => {
    const { client, server } = await connected(lab)
    await client.send('abc')
    await client.end()
    expect(await server.digest()).toEqual({
      length: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    })
  })

  spec('connections wait in the backlog until they are accepted', {}, async ({ lab }) => {
    const listener = await lab.host('server').listen(9000)
    const first = await lab.host('client').connect('server', 9000)
    const second = await lab.host('client').connect('server', 9000)
    await lab.clock.advance('50ms')
    expect(await listener.count()).toBe(2)
    expect((await listener.accept()).remote).toEqual(first.local)
    expect((await listener.accept()).remote).toEqual(second.local)
  })

  spec('stats tell state, bytes and round trip', {}, async ({ lab }) => {
    const { client, server } = await connected(lab)
    await client.send('12345\n')
    await server.line()
    await lab.clock.advance('100ms')
    const stats = await client.stats()
    expect(stats).toMatchObject({ state: 'ESTABLISHED', bytesOut: 6, bytesIn: 0, unacked: 0 })
    expect(stats.rttMs).toBeGreaterThan(15)
  })

  spec('a vanished peer sends nothing more, not even an acknowledgment', {}, async ({ lab }) => {
    const { client, server } = await connected(lab)
    const sight = lab.capture('tcp', { on: 'server:eth0', since: 'now' })
    await client.vanish()
    await server.send('hello?')
    await lab.clock.advance('500ms')
    const sent = await sight.all()
    expect(sent.every(({ from }) => from === 'server:eth0')).toBe(true)
    expect(sent.length).toBeGreaterThan(1)
  })

  for (const [topologyName, size] of [
    ['wire', 'grows'],
    ['fixed-buffer', 'keeps its size'],
  ] as const)
    spec(
      `the receive buffer of a reader that takes a gulp and rests ${size} (${topologyName})`,
      { topologyName, submission: { 'server.ts': ONE_GULP } },
      async ({ lab }) => {
        await lab.host('server').run('server.ts', { listens: 9000 })
        const client = await lab.host('client').connect('server', 9000)
        await client.send('x'.repeat(1_000_000))
        await lab.clock.advance('900ms')
        const sent = await lab.capture('tcp.len > 0 && tcp.dstport == 9000').all()
        const last = Math.max(...sent.map((packet) => Number(packet.field('tcp.seq')) + packet.payload.length))
        expect(last > 300_000).toBe(size === 'grows')
      },
    )
}
