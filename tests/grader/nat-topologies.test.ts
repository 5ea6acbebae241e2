/** The topologies with NATs: what a host outside sees of one behind them, and for how long it can answer. */
import { expect, test } from 'vitest'
import type { Lab } from '#lab'
import { openSimulatedLab } from '#lab/on-disk/index.ts'

async function inside(topology: string, params: Record<string, string>, look: (lab: Lab) => Promise<void>) {
  const { lab } = await openSimulatedLab({ topology, params, seed: 1 })
  await look(lab)
  await lab.close()
}

test('home-nat: the server sees the public address, and can answer until the NAT has forgotten', async () => {
  await inside('home-nat', { udpIdle: '30s' }, async (lab) => {
    const [client, server] = [await lab.host('client').udp(), await lab.host('server').udp(9000)]
    await client.send('hello', ['server', 9000])
    const { from } = await server.receive()
    expect(from.address).toBe('203.0.113.7')
    await lab.clock.advance('29s')
    await server.send('in time', [from.address, from.port])
    expect(String(await client.receive().then(({ data }) => Buffer.from(data)))).toBe('in time')
    await lab.clock.advance('31s')
    await server.send('too late', [from.address, from.port])
    await client.expectSilence('1s')
  })
})

test.each([
  ['endpoint', 1],
  ['address', 2],
  ['address-and-port', 2],
])('twin-nat: a NAT that maps by %s shows %i ports to two addresses', async (mappingA, ports) => {
  await inside('twin-nat', { mappingA, ports: 'random' }, async (lab) => {
    const stun = await lab.host('stun').udp(3478)
    const peers = [await lab.host('a').udp(4000), await lab.host('b').udp(4000)]
    const seen = new Set<number>()
    for (const address of ['192.0.2.3', '192.0.2.4']) {
      await peers[0]!.send('who am I?', [address, 3478])
      const { from } = await stun.receive()
      expect(from.address).toBe('203.0.113.7')
      seen.add(from.port)
    }
    expect(seen.size).toBe(ports)
    await peers[1]!.send('who am I?', ['192.0.2.3', 3478])
    expect((await stun.receive()).from.address).toBe('198.51.100.7')
  })
})
