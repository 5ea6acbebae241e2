import { describe, expect, test } from 'vitest'
import { Recorder } from '../../../capture/index.ts'
import { Clock, MILLISECOND } from '../../../clock.ts'
import { Errno } from '../../../errno.ts'
import { Link } from '../../../link/index.ts'
import { emitIcmp, icmpEcho } from '../../../wire/index.ts'
import { SimulatedHost } from '../../simulated-host.ts'
import { Ready } from '../../socket-constants.ts'
import { collect, pump, randomBytes } from '../../transfer.fixture.ts'
import { twoHosts } from '../../two-hosts.fixture.ts'
import { rawIcmp, receiveIcmp } from './raw-icmp.fixture.ts'

const text = (value: string) => new TextEncoder().encode(value)

/** client 10.0.1.10 — r1 10.0.1.1, 10.0.2.1 — server 10.0.2.10, 5 ms a link. */
function routed({ mtu = 1500, silent = false } = {}) {
  const clock = new Clock()
  const recorder = new Recorder()
  const cable = (index: number, a: string, b: string) =>
    new Link({ scheduler: clock, recorder, seed: 1, index, endpoints: [a, b], impairment: { delay: 5 * MILLISECOND } })
  const left = cable(0, 'client:eth0', 'r1:eth0')
  const right = cable(1, 'r1:eth1', 'server:eth0')
  let macs = 0
  const plug = (name: string, address: string, port: Link['ends'][0], mtuHere = 1500) => {
    const mac = `02:00:00:00:00:0${++macs}`
    return { name, mac, mtu: mtuHere, addresses: [{ address, length: 24 }], port }
  }
  const common = { scheduler: clock, seed: 1, forwarding: false, silent: false }
  const anywhere = { address: '0.0.0.0', length: 0 }
  const client = new SimulatedHost({
    ...common,
    name: 'client',
    interfaces: [plug('eth0', '10.0.1.10', left.ends[0])],
    routes: [{ to: anywhere, via: '10.0.1.1' }],
  })
  const router = new SimulatedHost({
    ...common,
    name: 'r1',
    forwarding: true,
    silent,
    interfaces: [plug('eth0', '10.0.1.1', left.ends[1]), plug('eth1', '10.0.2.1', right.ends[0], mtu)],
    routes: [],
  })
  const server = new SimulatedHost({
    ...common,
    name: 'server',
    interfaces: [plug('eth0', '10.0.2.10', right.ends[1])],
    routes: [{ to: anywhere, via: '10.0.2.1' }],
  })
  const run = (milliseconds: number) => clock.runUntil(clock.now + milliseconds * MILLISECOND)
  return { clock, recorder, client, router, server, run }
}

/** The same with a connection from the client to the server. */
function connected(options: Parameters<typeof routed>[0]) {
  const hosts = routed(options)
  const listener = hosts.server.tcp.socket(4)
  listener.bind('0.0.0.0', 80)
  listener.listen(1)
  const near = hosts.client.tcp.socket(4)
  near.connect('10.0.2.10', 80)
  hosts.run(100)
  const far = listener.accept()
  if (typeof far === 'number') throw new Error(`accept: ${far}`)
  return { ...hosts, near, far }
}

describe('forwarding', () => {
  test('a router forwards packets with the TTL reduced by one', () => {
    const { client, server, run } = routed()
    const seen = rawIcmp(server)
    rawIcmp(client).send(emitIcmp(icmpEcho(8, 1, 1, text('ping'))), { address: '10.0.2.10', port: 0 })
    run(100)
    expect(receiveIcmp(seen)).toMatchObject({ source: '10.0.1.10', ttl: 63, type: 8 })
  })

  test('a router reports a packet whose TTL expires there (traceroute)', () => {
    const { client, run } = routed()
    const socket = rawIcmp(client)
    socket.setOption(3, 1)
    socket.send(emitIcmp(icmpEcho(8, 1, 1, text('ping'))), { address: '10.0.2.10', port: 0 })
    run(100)
    expect(receiveIcmp(socket)).toMatchObject({ source: '10.0.1.1', type: 11, code: 0 })
  })

  test('a destination without a route is "net unreachable", one with an unreachable route "host unreachable"', () => {
    for (const [code, errno] of [
      [0, Errno.ENETUNREACH],
      [1, Errno.EHOSTUNREACH],
    ] as const) {
      const { client, router, run } = routed()
      if (code === 1) router.addUnreachableRoute({ address: '203.0.113.1', length: 32 })
      const errors = rawIcmp(client)
      const socket = client.tcp.socket(4)
      socket.connect('203.0.113.1', 80)
      run(100)
      expect(receiveIcmp(errors)).toMatchObject({ source: '10.0.1.1', type: 3, code })
      expect(socket.takeError()).toBe(errno)
    }
  })

  test('a silent router reports nothing', () => {
    const { client, run } = routed({ silent: true })
    const errors = rawIcmp(client)
    client.udp.socket(4).send(text('x'), { address: '203.0.113.1', port: 80 })
    run(100)
    expect(errors.readiness() & Ready.IN).toBe(0)
  })

  test('a host that does not forward drops packets for others', () => {
    const network = twoHosts()
    network.client.addRoute({ to: { address: '203.0.113.0', length: 24 }, via: '10.0.0.2' })
    network.client.udp.socket(4).send(text('x'), { address: '203.0.113.1', port: 9 })
    network.run(100)
    expect(network.server.counters.value('IpInAddrErrors')).toBe(1)
    expect(network.recorder.packets.filter(({ from }) => from === 'server:eth0')).toHaveLength(1)
  })

  test("a packet with DF too large for the next link is answered with that link's MTU (RFC 1191)", () => {
    const { client, run } = routed({ mtu: 1000 })
    const errors = rawIcmp(client)
    client.udp.socket(4).send(new Uint8Array(1200), { address: '10.0.2.10', port: 9 })
    run(100)
    expect(receiveIcmp(errors)).toMatchObject({ source: '10.0.1.1', type: 3, code: 4 })
  })

  test('an open connection uses the path MTU that a datagram found', () => {
    const { client, near, far, run } = connected({ mtu: 1000 })
    client.udp.socket(4).send(new Uint8Array(1200), { address: '10.0.2.10', port: 9 })
    run(100)
    const got = collect(far)
    pump(near, randomBytes(20_000))
    run(200)
    expect(Buffer.compare(got.bytes, randomBytes(20_000))).toBe(0)
    expect(near.stats().totalRetrans).toBe(0)
  })

  test("TCP finds the path's MTU that way, and delivers", () => {
    const { near, far, run } = connected({ mtu: 1000 })
    const data = randomBytes(100_000)
    const got = collect(far)
    const started = near.stats().segsOut
    pump(near, data)
    run(1500)
    expect(started).toBe(2)
    expect(got.ended).toBe(true)
    expect(Buffer.compare(got.bytes, data)).toBe(0)
    expect(near.stats().sndMss).toBe(948)
  })

  test('a neighbor that does not answer is "host unreachable" to the sender', () => {
    const { client, run } = routed()
    const errors = rawIcmp(client)
    client.udp.socket(4).send(text('x'), { address: '10.0.2.99', port: 80 })
    run(3100)
    expect(receiveIcmp(errors)).toMatchObject({ source: '10.0.1.1', type: 3, code: 1 })
  })
})

describe('routes', () => {
  test('the longest prefix wins, then the lowest metric', () => {
    const { client } = twoHosts()
    client.addRoute({ to: { address: '10.0.0.0', length: 8 }, via: '10.0.0.8' })
    client.addRoute({ to: { address: '10.9.0.0', length: 16 }, via: '10.0.0.9', metric: 20 })
    client.addRoute({ to: { address: '10.9.0.0', length: 16 }, via: '10.0.0.10', metric: 10 })
    expect(client.ip.path('10.9.1.1')).toMatchObject({ nextHop: '10.0.0.10', source: '10.0.0.1' })
    expect(client.ip.path('10.8.1.1')).toMatchObject({ nextHop: '10.0.0.8' })
    expect(client.ip.path('10.0.0.5')).toMatchObject({ nextHop: '10.0.0.5' })
    expect(client.ip.path('11.0.0.5')).toBe(-Errno.ENETUNREACH)
    expect(client.routes().map(({ to, via, metric }) => [to, via, metric])).toEqual([
      ['10.0.0.0/24', undefined, 0],
      ['10.9.0.0/16', '10.0.0.10', 10],
      ['10.9.0.0/16', '10.0.0.9', 20],
      ['10.0.0.0/8', '10.0.0.8', 0],
    ])
  })

  test('a gateway on none of the networks is refused with a reason', () => {
    const { client } = twoHosts()
    expect(() => client.addRoute({ to: { address: '0.0.0.0', length: 0 }, via: '192.0.2.1' })).toThrow(
      'client: no route to 0.0.0.0/0: gateway 192.0.2.1 is on none of its networks',
    )
  })
})
