import { describe, expect, test } from 'vitest'
import { MILLISECOND } from '../clock.ts'
import { Errno } from '../errno.ts'
import { buildNetwork, type NetworkDescription, type NodeDescription } from '../topology/index.ts'
import { PathMtuDiscovery, Ready, ReceiveFlag, SocketOption } from './socket-constants.ts'

const SERVER = { 4: '10.0.2.10', 6: '2001:db8:2::10' } as const
const text = (value: string) => new TextEncoder().encode(value)

/** client — r1 — server, both families, 1 ms a link; the server's link has an MTU of 1300 bytes. */
function routed() {
  const eth = (name: string, host: string) => ({
    name,
    addresses: [
      { address: `10.0.${host}`, length: 24 },
      { address: `2001:db8:${host.replace('.', '::')}`, length: 64 },
    ],
  })
  const nodes: NodeDescription[] = [
    { kind: 'host', name: 'client', interfaces: [eth('eth0', '1.10')], routes: defaultRoutes('1') },
    { kind: 'router', name: 'r1', interfaces: [eth('eth0', '1.1'), eth('eth1', '2.1')], routes: [] },
    { kind: 'host', name: 'server', interfaces: [eth('eth0', '2.10')], routes: defaultRoutes('2') },
  ]
  const description: NetworkDescription = {
    name: 'routed',
    nodes,
    links: [
      { endpoints: ['client:eth0', 'r1:eth0'], impairment: { delay: MILLISECOND } },
      { endpoints: ['r1:eth1', 'server:eth0'], impairment: { delay: MILLISECOND, mtu: 1300 } },
    ],
  }
  const network = buildNetwork(description, { seed: 1 })
  const { clock } = network
  const run = (milliseconds: number) => clock.runUntil(clock.now + milliseconds * MILLISECOND)
  return { client: network.host('client'), server: network.host('server'), run }
}

function defaultRoutes(net: string) {
  return [
    { to: { address: '0.0.0.0', length: 0 }, via: `10.0.${net}.1` },
    { to: { address: '::', length: 0 }, via: `2001:db8:${net}::1` },
  ]
}

describe.each([4, 6] as const)('a socket of IPv%i that asks for errors', (family) => {
  const to = { address: SERVER[family], port: 7 }
  const router = family === 4 ? '10.0.1.1' : '2001:db8:1::1'
  const origin = family === 4 ? 'icmp' : 'icmp6'

  test('learns which router dropped a datagram whose hop limit expired, as traceroute needs', () => {
    const { client, run } = routed()
    const socket = client.udp.socket(family)
    socket.setOption(SocketOption.RECEIVE_ERRORS, 1)
    socket.setOption(SocketOption.TTL, 1)
    socket.send(text('one hop'), to)
    run(100)
    expect(socket.readiness() & Ready.ERR).toBe(Ready.ERR)
    const [type, code] = family === 4 ? [11, 0] : [3, 0]
    const error = { errno: Errno.EHOSTUNREACH, origin, type, code, info: 0, offender: router }
    const report = { bytes: text('one hop'), from: to, ancillary: { error } }
    expect(socket.receive(100, ReceiveFlag.ERRQUEUE)).toEqual(report)
    expect([socket.takeError(), socket.receive(100, ReceiveFlag.ERRQUEUE)]).toEqual([0, -Errno.EAGAIN])
  })

  test('learns the MTU of the path, and the next long datagram is refused locally', () => {
    const { client, run } = routed()
    const socket = client.udp.socket(family)
    socket.connect(to.address, to.port)
    socket.setOption(SocketOption.RECEIVE_ERRORS, 1)
    socket.setOption(SocketOption.MTU_DISCOVER, PathMtuDiscovery.DO)
    expect(socket.getOption(SocketOption.PATH_MTU)).toBe(1500)
    expect(socket.send(new Uint8Array(1400))).toBe(1400)
    run(100)
    const error = { errno: Errno.EMSGSIZE, origin, info: 1300, offender: router }
    expect(socket.receive(2000, ReceiveFlag.ERRQUEUE)).toMatchObject({ from: to, ancillary: { error } })
    expect(socket.getOption(SocketOption.PATH_MTU)).toBe(1300)
    expect(socket.send(new Uint8Array(1400))).toBe(-Errno.EMSGSIZE)
    const local = { errno: Errno.EMSGSIZE, origin: 'local', info: 1300, offender: null }
    expect(socket.receive(2000, ReceiveFlag.ERRQUEUE)).toMatchObject({ ancillary: { error: local } })
  })

  test('probes the path with datagrams that may not be fragmented, if it sets so', () => {
    const { client, server, run } = routed()
    const [socket, listener] = [client.udp.socket(family), server.udp.socket(family)]
    listener.bind(family === 4 ? '0.0.0.0' : '::', 7)
    socket.connect(to.address, to.port)
    socket.setOption(SocketOption.MTU_DISCOVER, PathMtuDiscovery.PROBE)
    for (const length of [1400, 1401]) {
      expect(socket.send(new Uint8Array(length))).toBe(length)
      run(100)
      expect([socket.takeError(), listener.receive(2000)]).toEqual([Errno.EMSGSIZE, -Errno.EAGAIN])
    }
    socket.setOption(SocketOption.MTU_DISCOVER, PathMtuDiscovery.WANT)
    expect(socket.send(new Uint8Array(1400))).toBe(1400)
    run(100)
    expect(listener.receive(2000)).toMatchObject({ bytes: { length: 1400 } })
  })
})

test('a connected socket that asks for nothing is told that a datagram was too long, unless it does not want to know', () => {
  const { client, run } = routed()
  const [minds, does] = [client.udp.socket(4), client.udp.socket(4)]
  does.setOption(SocketOption.MTU_DISCOVER, PathMtuDiscovery.DONT)
  for (const socket of [minds, does]) {
    socket.connect(SERVER[4], 7)
    socket.send(new Uint8Array(1400))
    run(50)
  }
  expect([minds.takeError(), does.takeError()]).toEqual([Errno.EMSGSIZE, Errno.ECONNREFUSED])
})

test('a connection of TCP that asks for errors fails at once of what it would only remember', () => {
  for (const [asks, error] of [
    [0, 0],
    [1, Errno.EHOSTUNREACH],
  ] as const) {
    const { client, server, run } = routed()
    const listener = server.tcp.socket(4)
    listener.bind('0.0.0.0', 80)
    listener.listen(1)
    const socket = client.tcp.socket(4)
    socket.setOption(SocketOption.RECEIVE_ERRORS, asks)
    socket.connect(SERVER[4], 80)
    run(100)
    socket.setOption(SocketOption.TTL, 1)
    socket.send(text('lost'))
    run(50)
    expect([socket.state, socket.takeError()]).toEqual(['ESTABLISHED', error])
  }
})

describe('a zone', () => {
  test('names the link, and is part of the address of the peer', () => {
    const { client, server, run } = routed()
    const [near] = client.interfaces().filter(({ name }) => name === 'eth0')
    const own = near!.addresses.find((address) => address.startsWith('fe80'))!.split('/')[0]!
    const listener = client.tcp.socket(6)
    expect(listener.bind(`${own}%eth0`, 80)).toBe(0)
    expect(listener.localEndpoint()).toEqual({ address: `${own}%eth0`, port: 80 })
    expect(server.tcp.socket(6).bind(`${own}%eth0`, 80)).toBe(-Errno.EADDRNOTAVAIL)
    listener.listen(1)
    const socket = client.tcp.socket(6)
    socket.connect(`${own}%eth0`, 80)
    run(10)
    expect(socket.remoteEndpoint()).toEqual({ address: `${own}%eth0`, port: 80 })
  })
})
