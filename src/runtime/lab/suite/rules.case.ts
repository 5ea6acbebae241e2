import { expect } from 'vitest'
import type { Lab, Rule, TcpPeer } from '../api/index.ts'
import { failureOf, type SpecGroup, seen } from './spec.fixture.ts'

async function datagrams(lab: Lab) {
  const server = await lab.host('server').udp(7)
  const client = await lab.host('client').udp()
  const ping = (text: string) => client.send(text, ['server', 7])
  await ping('first: finds the neighbor')
  await server.receive()
  return { server, client, ping }
}

async function connection(lab: Lab): Promise<{ client: TcpPeer; server: TcpPeer }> {
  const listener = await lab.host('server').listen(9000)
  const [client, server] = await Promise.all([lab.host('client').connect('server', 9000), listener.accept()])
  return { client, server }
}

/** What the client sends on the link. */
const fromClient = (lab: Lab, rule: Rule) => lab.link('client', 'server').from('client').rule(rule)

/** The data segments of the client, in order: their lengths. */
async function segments(lab: Lab): Promise<(number | undefined)[]> {
  const packets = await lab.capture('tcp.len > 0 && tcp.dstport == 9000').all()
  return packets.map(({ tcp }) => tcp?.length)
}

export const ruleSpecs: SpecGroup = (spec) => {
  spec('a rule sets fields of a packet and mends its checksums', {}, async ({ lab }) => {
    const { server, ping } = await datagrams(lab)
    const rule = await fromClient(lab, { filter: 'udp', action: 'set', fields: { 'ip.ttl': 9, 'udp.srcport': 4242 } })
    await ping('changed')
    expect(await server.receive()).toMatchObject({ text: 'changed', ttl: 9, from: { port: 4242 } })
    expect(await rule.hits()).toMatchObject([
      { ip: { ttl: 9, checksumOk: true }, udp: { src: 4242, checksumOk: true } },
    ])
  })

  spec('checksums that are left wrong cost the packet', {}, async ({ lab }) => {
    const { server, ping } = await datagrams(lab)
    await fromClient(lab, { filter: 'udp', action: 'set', fields: { 'ip.ttl': 9 }, checksums: 'leave' })
    await ping('lost')
    await ping('found')
    expect((await server.receive()).text).toBe('found')
  })

  spec('a truncated packet does not arrive', {}, async ({ lab }) => {
    const { server, ping } = await datagrams(lab)
    const rule = await fromClient(lab, { filter: 'udp', action: 'truncate', length: 30 })
    await ping('lost')
    await ping('found')
    expect((await server.receive()).text).toBe('found')
    expect((await rule.hits())[0]!.bytes.length).toBe(44)
  })

  spec('a segment is split at offsets of its stream', {}, async ({ lab }) => {
    const { client, server } = await connection(lab)
    await fromClient(lab, { filter: 'tcp.len > 0', count: Number.POSITIVE_INFINITY, action: 'split', cut: [2, 7] })
    await client.send('hello ')
    expect((await server.bytes(6)).length).toBe(6)
    await client.send('world')
    await server.bytes(5)
    expect(await segments(lab)).toEqual([2, 4, 1, 4])
    expect((await lab.capture('tcp.len > 0').all()).every(({ ip, tcp }) => ip?.checksumOk && tcp?.checksumOk)).toBe(
      true,
    )
  })

  spec('two segments are merged into one', {}, async ({ lab }) => {
    const { client, server } = await connection(lab)
    await fromClient(lab, { filter: 'tcp.len > 0', action: 'merge', within: '1s' })
    await client.send(['hello ', 'world'], { gap: 0 })
    expect(new TextDecoder().decode(await server.bytes(11))).toBe('hello world')
    expect(await segments(lab)).toEqual([11])
  })

  spec('a rule applies to every so many, up to a time', {}, async ({ lab }) => {
    const { server, ping } = await datagrams(lab)
    const until = lab.clock.now + 100
    await fromClient(lab, { filter: 'udp', action: 'drop', nth: 2, every: 2, count: Number.POSITIVE_INFINITY, until })
    for (const text of ['one', 'two', 'three', 'four', 'five']) await ping(text)
    await lab.clock.advance('150ms')
    for (const text of ['six', 'seven', 'eight']) await ping(text)
    await lab.settle()
    const texts = (await server.received()).map(({ text }) => text).slice(1)
    expect(texts).toEqual(['one', 'three', 'five', 'six', 'seven', 'eight'])
  })

  spec('a rule that cannot be says why', {}, async ({ lab }) => {
    const error = await failureOf(fromClient(lab, { filter: '', action: 'set', fields: { 'ip.tll': 1 } }))
    expect(error).toMatchObject({ code: 'MISUSE' })
    expect(error.seen).toContain('there is no such field; did you mean ip.ttl?')
  })

  spec('a held packet is edited, another dropped, and the rest goes on', {}, async ({ lab }) => {
    const { server, ping } = await datagrams(lab)
    const hold = await lab.link('client', 'server').from('client').hold('udp')
    for (const text of ['one', 'two', 'three']) await ping(text)
    await seen(lab, 3, () => hold.held())
    await hold.edit(0, { 'udp.payload': '4f:4e:45' })
    await hold.discard(1)
    expect((await hold.held()).map(({ text }) => text)).toEqual(['ONE', 'three'])
    await hold.release()
    expect([(await server.receive()).text, (await server.receive()).text]).toEqual(['ONE', 'three'])
  })

  spec('a link loses in bursts, queues by bytes, and refuses what cannot be', {}, async ({ lab }) => {
    const { server, ping } = await datagrams(lab)
    const link = lab.link('client', 'server')
    const undo = await link.impair({ gemodel: { p: 1, r: 0, '1-h': 1, '1-k': 0 }, queue: '3kB' })
    await ping('in the good state still')
    expect((await server.receive()).text).toBe('in the good state still')
    await ping('lost')
    await server.expectSilence('50ms')
    await undo.undo()
    await ping('found')
    expect((await server.receive()).text).toBe('found')
    expect((await failureOf(link.impair({ queue: '3k' as never }))).seen).toContain('"3k"')
    const error = await failureOf(link.impair({ gemodel: { p: 2, r: 0 } }))
    expect(error).toMatchObject({ code: 'MISUSE' })
    expect(error.seen).toContain('its p is a probability and lies between 0 and 1')
  })
}
