import { describe, expect, test } from 'vitest'
import { dissect } from '../../../capture/index.ts'
import { MILLISECOND } from '../../../clock.ts'
import { Errno } from '../../../errno.ts'
import { buildNetwork, type NetworkDescription } from '../../../topology/index.ts'
import { emitIcmpv6, icmpv6Echo, ParseError, parseIcmpv6 } from '../../../wire/index.ts'
import type { SimulatedHost } from '../../simulated-host.ts'
import type { RawSocket } from '../../socket.ts'
import { SocketOption } from '../../socket-constants.ts'
import { collect, pump, randomBytes } from '../../transfer.fixture.ts'

const SERVER = '2001:db8:2::10'
const DEFAULT_ROUTE = { address: '::', length: 0 }
const text = (value: string) => new TextEncoder().encode(value)

/** client 2001:db8:1::10 — r1 …:1::1, …:2::1 — server …:2::10, 5 ms a link; the server's link takes `mtu` bytes. */
function routed({ mtu = 1500, silent = false } = {}) {
  const eth = (name: string, address: string) => ({ name, addresses: [{ address, length: 64 }] })
  const description: NetworkDescription = {
    name: 'routed',
    nodes: [
      {
        kind: 'host',
        name: 'client',
        interfaces: [eth('eth0', '2001:db8:1::10')],
        routes: [{ to: DEFAULT_ROUTE, via: '2001:db8:1::1' }],
      },
      {
        kind: 'router',
        name: 'r1',
        routes: [],
        silent,
        interfaces: [eth('eth0', '2001:db8:1::1'), eth('eth1', '2001:db8:2::1')],
      },
      {
        kind: 'host',
        name: 'server',
        interfaces: [eth('eth0', SERVER)],
        routes: [{ to: DEFAULT_ROUTE, via: 'fe80::ff:fe00:3', dev: 'eth0' }],
      },
    ],
    links: [
      { endpoints: ['client:eth0', 'r1:eth0'], impairment: { delay: 5 * MILLISECOND } },
      { endpoints: ['r1:eth1', 'server:eth0'], impairment: { delay: 5 * MILLISECOND, mtu } },
    ],
  }
  const network = buildNetwork(description, { seed: 1 })
  const { clock } = network
  const run = (milliseconds: number) => clock.runUntil(clock.now + milliseconds * MILLISECOND)
  const [client, router, server] = ['client', 'r1', 'server'].map((name) => network.host(name)) as [
    SimulatedHost,
    SimulatedHost,
    SimulatedHost,
  ]
  return { network, client, router, server, run }
}

function receiveError(socket: RawSocket) {
  for (;;) {
    const received = socket.receive(65_535)
    if (typeof received === 'number') return received
    const message = parseIcmpv6(received.bytes)
    if (message instanceof ParseError) throw new Error(message.toString())
    if (message.type < 128) return { source: received.from!.address, ...message }
  }
}

const rawIcmpv6 = (host: SimulatedHost) => host.raw.socket(6, 58) as RawSocket

function ping(socket: RawSocket, address: string, hopLimit = 64): void {
  socket.setOption(SocketOption.TTL, hopLimit)
  socket.send(emitIcmpv6(icmpv6Echo(128, 1, 1, text('ping')), '::', '::'), { address, port: 0 })
}

function listen(server: SimulatedHost) {
  const listener = server.tcp.socket(6)
  listener.bind('::', 80)
  listener.listen(1)
  return () => {
    const far = listener.accept()
    if (typeof far === 'number') throw new Error(`accept: ${far}`)
    return far
  }
}

describe('a router', () => {
  test('forwards packets with one hop less, also back by a link-local gateway', () => {
    const { client, server, run } = routed()
    const receiver = server.udp.socket(6)
    receiver.bind('::', 7)
    client.udp.socket(6).send(text('there'), { address: SERVER, port: 7 })
    run(100)
    const received = receiver.receive(10)
    if (typeof received === 'number') throw new Error('nothing came')
    expect(received.from!.address).toBe('2001:db8:1::10')
    const answers = rawIcmpv6(client)
    ping(answers, SERVER)
    run(100)
    const reply = answers.receive(100)
    expect(reply).toMatchObject({ from: { address: SERVER } })
  })

  test('reports a packet whose hop limit expires (traceroute), and one without a route', () => {
    const { client, router, run } = routed()
    const errors = rawIcmpv6(client)
    ping(errors, SERVER, 1)
    run(100)
    expect(receiveError(errors)).toMatchObject({ source: '2001:db8:1::1', type: 3, code: 0 })
    for (const address of ['2001:db8:99::1', '2001:db8:98::1']) {
      if (address.includes('98')) router.addUnreachableRoute({ address, length: 128 })
      const socket = client.tcp.socket(6)
      socket.connect(address, 80)
      run(100)
      expect(receiveError(errors)).toMatchObject({ source: '2001:db8:1::1', type: 1, code: 0 })
      expect(socket.takeError()).toBe(Errno.ENETUNREACH)
    }
  })

  test('reports nothing when it is silent, and never forwards link-local packets', () => {
    const { client, network, run } = routed({ silent: true })
    const errors = rawIcmpv6(client)
    ping(errors, SERVER, 1)
    run(100)
    expect(receiveError(errors)).toBe(-Errno.EAGAIN)
    client.addRoute({ to: { address: 'ff05::', length: 16 }, via: '2001:db8:1::1' })
    ping(errors, 'ff05::99', 64)
    run(100)
    expect(network.recorder.packets.filter(({ from }) => from === 'r1:eth1')).toEqual([])
  })

  test('reports a neighbor that does not answer as "address unreachable"', () => {
    const { client, run } = routed()
    const errors = rawIcmpv6(client)
    const socket = client.tcp.socket(6)
    socket.connect('2001:db8:2::99', 80)
    run(3100)
    expect(receiveError(errors)).toMatchObject({ source: '2001:db8:1::1', type: 1, code: 3 })
    expect(socket.takeError()).toBe(Errno.EHOSTUNREACH)
  })
})

describe('the MTU of a path (RFC 8201)', () => {
  test('a router does not fragment: it reports the MTU, and the source fragments the next packets', () => {
    const { network, client, server, run } = routed({ mtu: 1300 })
    const errors = rawIcmpv6(client)
    const receiver = server.udp.socket(6)
    receiver.bind('::', 7)
    const socket = client.udp.socket(6)
    const data = randomBytes(1400)
    socket.send(data, { address: SERVER, port: 7 })
    run(100)
    expect(receiveError(errors)).toMatchObject({ source: '2001:db8:1::1', type: 2, code: 0, rest: 1300 })
    const before = network.recorder.packets.length
    socket.send(data, { address: SERVER, port: 7 })
    run(100)
    expect(receiver.receive(2000)).toMatchObject({ bytes: data })
    expect(receiver.receive(2000)).toBe(-Errno.EAGAIN)
    const sent = network.recorder.packets.slice(before).filter(({ from }) => from === 'client:eth0')
    expect(sent.map(({ bytes }) => bytes.length - 14)).toEqual([1296, 208])
  })

  test('TCP finds it, and delivers', () => {
    const { client, server, run } = routed({ mtu: 1280 })
    const accept = listen(server)
    const near = client.tcp.socket(6)
    near.connect(SERVER, 80)
    run(100)
    const data = randomBytes(100_000)
    const got = collect(accept())
    pump(near, data)
    run(3000)
    expect(got.ended).toBe(true)
    expect(Buffer.compare(got.bytes, data)).toBe(0)
    expect(near.stats().sndMss).toBe(1280 - 60 - 12)
  })

  test('an MTU below 1280 bytes is ignored', () => {
    const { client, run } = routed()
    const errors = rawIcmpv6(client)
    ping(errors, SERVER)
    run(100)
    client.ip.ipv6.pathMtus.learn(SERVER, 600)
    expect(client.ip.path(SERVER)).toMatchObject({ mtu: 1280 })
  })
})

describe('link-local addresses', () => {
  test('of a neighbor can be reached from the only interface; of two, neither is meant', () => {
    const { client, router, run } = routed()
    const errors = rawIcmpv6(client)
    ping(errors, 'fe80::ff:fe00:2')
    run(100)
    expect(errors.receive(100)).toMatchObject({ from: { address: 'fe80::ff:fe00:2%eth0' } })
    const [unbound, bound] = [router.udp.socket(6), router.udp.socket(6)]
    expect(unbound.send(text('x'), { address: 'fe80::ff:fe00:1', port: 7 })).toBe(-Errno.EINVAL)
    bound.bind('fe80::ff:fe00:2', 8)
    expect(bound.send(text('x'), { address: 'fe80::ff:fe00:1', port: 7 })).toBe(1)
    expect(unbound.send(text('x'), { address: 'fe80::ff:fe00:1%eth0', port: 7 })).toBe(1)
  })

  test('a gateway by one needs the interface to be named', () => {
    const { router } = routed()
    expect(() => router.addRoute({ to: DEFAULT_ROUTE, via: 'fe80::ff:fe00:1' })).toThrow(
      'r1: no route to ::/0: gateway fe80::ff:fe00:1 is on none of its networks',
    )
  })
})

test('a network knows by their addresses whose packets are, and where each was first sent', () => {
  const { network, client, run } = routed()
  client.udp.socket(6).send(text('x'), { address: SERVER, port: 7 })
  run(100)
  expect(network.ownerOf(SERVER)).toBe('server')
  expect(network.addressOf('r1:eth1')).toBe('2001:db8:2::1')
  const firstSent = network.recorder.packets.filter((record) => network.isFirstSent(record))
  expect(firstSent.map(({ bytes }) => dissect(bytes).protocol)).toContain('UDP')
  const datagrams = firstSent.filter(({ bytes }) => dissect(bytes).protocol === 'UDP')
  expect(datagrams.map(({ from }) => from)).toEqual(['client:eth0'])
})
