import { expect } from 'vitest'
import { type CaptureFile, readCaptureFile } from '#network'
import type { Lab } from '../api/index.ts'
import { expectAbout, failureOf, type SpecGroup, seen } from './spec.fixture.ts'

async function pair(lab: Lab) {
  const server = await lab.host('server').udp(7)
  const client = await lab.host('client').udp()
  const ping = (text: string) => client.send(text, ['server', 7])
  await ping('first: finds the neighbor')
  await server.receive()
  return { server, client, ping }
}

export const networkSpecs: SpecGroup = (spec) => {
  spec('what a host sends to itself is on its lo, and on no link', {}, async ({ lab }) => {
    const [here, there] = [await lab.host('server').udp(7), await lab.host('server').udp()]
    await there.send('to myself', ['server', 7])
    await here.receive()
    const lo = lab.capture('udp', { on: 'server:lo' })
    expect(await lo.all()).toMatchObject([{ text: 'to myself', from: 'server:lo', to: 'server:lo', fate: 'delivered' }])
    expect(await lab.capture('udp', { on: 'client:lo' }).count()).toBe(0)
    expect(await lab.capture('udp').count()).toBe(0)
    const later = lab.capture('udp', { on: 'server:lo', since: 'now' })
    await lab.clock.advance('10ms')
    await there.send('again', ['127.0.0.1', 7])
    expect((await later.next()).text).toBe('again')
    const { interfaces, packets } = readCaptureFile(await lab.pcapng()) as CaptureFile
    const names = packets.map((packet) => interfaces[packet.interface]!.name)
    expect(names.filter((name) => name?.endsWith(':lo'))).toEqual(['server:lo', 'server:lo'])
  })

  spec('time passes only in waits', {}, async ({ lab }) => {
    expect(lab.clock.now).toBeLessThan(1000)
    const before = lab.clock.now
    await lab.clock.advance('25ms')
    expectAbout(lab, lab.clock.now - before, 25)
    const { took } = await lab.clock.time(() => lab.clock.advance('30ms'))
    expectAbout(lab, took, 30)
  })

  spec('a packet crosses routers, each link taking its time', { topologyName: 'two-routers' }, async ({ lab }) => {
    const { server, ping } = await pair(lab)
    const { took } = await lab.clock.time(async () => {
      await ping('x')
      await server.receive()
    })
    expectAbout(lab, took, 30)
    expect(lab.host('r1').address('eth1')).toBe('10.0.12.1')
  })

  spec('impair changes a link and undo puts it back', {}, async ({ lab }) => {
    const { server, ping } = await pair(lab)
    const undo = await lab.link('client', 'server').impair({ delay: '100ms' })
    await ping('slow')
    const slow = await lab.clock.time(() => server.receive())
    expectAbout(lab, slow.took, 100)
    await undo.undo()
    await ping('fast')
    expectAbout(lab, (await lab.clock.time(() => server.receive())).took, 10)
  })

  spec('drop takes the next packet that matches, and tells which', {}, async ({ lab }) => {
    const { server, ping } = await pair(lab)
    const rule = await lab.link('client', 'server').drop('udp')
    await ping('lost')
    await ping('found')
    expect((await server.receive()).text).toBe('found')
    expect(await rule.hits()).toMatchObject([{ text: 'lost', fate: 'rule' }])
  })

  spec('a rule applies in the direction that it was given for', {}, async ({ lab }) => {
    const { server, client, ping } = await pair(lab)
    await lab
      .link('client', 'server')
      .from('server')
      .rule({ filter: 'udp', action: 'drop', count: Number.POSITIVE_INFINITY })
    await ping('there')
    await server.receive()
    await server.send('back')
    await client.expectSilence('100ms')
  })

  spec('rules delay and duplicate', {}, async ({ lab }) => {
    const { server, ping } = await pair(lab)
    const link = lab.link('client', 'server')
    await link.rule({ filter: 'udp', action: 'delay', by: '70ms' })
    await ping('late')
    expectAbout(lab, (await lab.clock.time(() => server.receive())).took, 80)
    await link.rule({ filter: 'udp', action: 'duplicate' })
    await ping('twice')
    expect([(await server.receive()).text, (await server.receive()).text]).toEqual(['twice', 'twice'])
  })

  spec('a cut link lets nothing through until it is mended', {}, async ({ lab }) => {
    const { server, ping } = await pair(lab)
    const cut = await lab.link('client', 'server').cut()
    await ping('lost')
    await server.expectSilence('60ms')
    await cut.undo()
    await ping('found')
    expect((await server.receive()).text).toBe('found')
  })

  spec('held packets go when they are released, in the order asked for', {}, async ({ lab }) => {
    const { server, ping } = await pair(lab)
    const hold = await lab.link('client', 'server').from('client').hold('udp')
    await ping('one')
    await ping('two')
    const held = await seen(lab, 2, () => hold.held())
    expect(held.map(({ text }) => text)).toEqual(['one', 'two'])
    await hold.release([1, 0])
    expect([(await server.receive()).text, (await server.receive()).text]).toEqual(['two', 'one'])
  })

  spec('a partition cuts every path between its groups', { topologyName: 'two-routers' }, async ({ lab }) => {
    const { server, ping } = await pair(lab)
    const partition = await lab.partition(['client'], ['server'])
    await ping('lost')
    await server.expectSilence('100ms')
    await partition.undo()
    await ping('found')
    expect((await server.receive()).text).toBe('found')
  })

  spec('a timeline plays by itself', {}, async ({ lab }) => {
    const { server, ping } = await pair(lab)
    const start = lab.clock.now
    await lab.timeline([
      { at: start + 50, link: ['client', 'server'], do: 'cut' },
      { at: start + 150, link: ['client', 'server'], do: 'restore' },
    ])
    await lab.clock.advance('100ms')
    await ping('lost')
    await server.expectSilence('100ms')
    await ping('found')
    expect((await server.receive()).text).toBe('found')
  })

  spec('a capture reads on from its cursor, from the first packet of the world', {}, async ({ lab }) => {
    const { ping } = await pair(lab)
    await ping('second')
    const capture = lab.capture('udp')
    expect((await capture.next()).text).toBe('first: finds the neighbor')
    expect((await capture.next()).text).toBe('second')
    expect((await failureOf(capture.next({ within: '20ms' }))).code).toBe('TIMEOUT')
    expect(await capture.count()).toBe(2)
  })

  spec('a capture calls what it looks for as it was told', {}, async ({ lab }) => {
    await pair(lab)
    const wanted = async (wait: Promise<unknown>) => (await failureOf(wait)).wanted
    const reset = lab.capture('tcp.flags.reset == 1', { as: 'a RST of the server' })
    expect(await wanted(reset.next({ within: '20ms' }))).toEqual({
      words: 'a RST of the server within 20 ms',
      isNamed: true,
    })
    expect(await wanted(lab.capture('udp', { as: 'a datagram' }).expectNone('20ms'))).toMatchObject({
      words: '20 ms without a datagram',
    })
    expect(await wanted(lab.capture('tcp').next({ within: '20ms' }))).toMatchObject({ isNamed: false })
  })

  spec('a capture since now sees only what comes', {}, async ({ lab }) => {
    const { ping } = await pair(lab)
    const capture = lab.capture('udp', { since: 'now' })
    await capture.expectNone('20ms')
    await ping('new')
    expect((await capture.next()).text).toBe('new')
    expect((await failureOf(lab.capture('udp').expectNone('0s'))).code).toBe('UNEXPECTED')
  })

  spec(
    'a packet is shown once where it was first sent, or as an interface sees it',
    { topologyName: 'two-routers' },
    async ({ lab }) => {
      const { server, ping } = await pair(lab)
      await ping('x')
      await server.receive()
      expect(
        await lab
          .capture('udp && frame.len > 0')
          .count()
          .catch(() => lab.capture('udp').count()),
      ).toBe(2)
      expect((await lab.capture('udp', { on: 'r2:eth0' }).all()).map(({ ip }) => ip?.ttl)).toEqual([63, 63])
      expect(await lab.capture('udp', { on: lab.link('r1', 'r2') }).count()).toBe(2)
    },
  )

  spec('packets have fields by their Wireshark names, and correct checksums', {}, async ({ lab }) => {
    await pair(lab)
    const packet = await lab.capture('udp').next()
    expect(packet).toMatchObject({
      number: 3,
      from: 'client:eth0',
      ip: { src: '10.0.9.1', checksumOk: true },
      udp: { dst: 7, checksumOk: true },
    })
    expect(packet.field('udp.dstport')).toBe(7)
    expect(packet.field('tcp.port')).toBeUndefined()
    expect((await lab.capture('arp').next()).arp).toEqual({ op: 'request', sender: '10.0.9.1', target: '10.0.9.2' })
  })

  spec('a ladder compares whole exchanges', {}, async ({ lab }) => {
    const listener = await lab.host('server').listen(9000)
    const [client, server] = await Promise.all([lab.host('client').connect('server', 9000), listener.accept()])
    await client.send('hi')
    await server.bytes(2)
    expect((await lab.capture('tcp').ladder()).slice(0, 4)).toEqual([
      'client > server SYN',
      'server > client SYN ACK',
      'client > server ACK ack 1',
      'client > server PSH ACK seq 1 len 2',
    ])
  })

  spec('a wrong filter says where it is wrong', {}, async ({ lab }) => {
    const error = await failureOf(lab.capture('tcp.flag.syn == 1').count())
    expect(error.code).toBe('MISUSE')
    expect(error.seen).toMatch(/tcp\.flag\.syn.*column 1/)
  })

  spec('hosts show sockets, routes, interfaces and neighbors', {}, async ({ lab }) => {
    await pair(lab)
    await lab.host('server').listen(9000)
    // Only these: not the sockets through which the world is watched.
    expect(await lab.host('server').sockets()).toMatchObject([
      { proto: 'tcp', state: 'LISTEN', local: { address: '0.0.0.0', port: 9000 } },
      { proto: 'udp', local: { address: '0.0.0.0', port: 7 } },
    ])
    expect(await lab.host('client').interfaces()).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'eth0', addresses: ['10.0.9.1/24'], up: true })]),
    )
    expect(await lab.host('client').neighbors()).toMatchObject([{ ip: '10.0.9.2', dev: 'eth0', state: 'REACHABLE' }])
    expect((await lab.host('client').routes()).map(({ to }) => to)).toContain('10.0.9.0/24')
  })

  spec('link counters count per direction', {}, async ({ lab }) => {
    await pair(lab)
    const counters = await lab.link('client', 'server').counters()
    expect(counters['client:eth0']?.packets).toBeGreaterThanOrEqual(2)
    expect(counters['server:eth0']?.packets).toBeGreaterThanOrEqual(1)
  })

  spec('settle waits until nothing is under way', {}, async ({ lab }) => {
    const { server, ping } = await pair(lab)
    await ping('x')
    await lab.settle()
    expect((await server.received()).map(({ text }) => text)).toContain('x')
  })

  spec('what is not there says so', {}, async ({ lab }) => {
    const error = await failureOf(lab.host('client').dig('server', 'example.com', 'A'))
    expect(error).toMatchObject({ code: 'NOT_SUPPORTED', seen: 'an unsupported operation' })
  })
}
