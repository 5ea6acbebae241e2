import { describe, expect, test } from 'vitest'
import { Errno } from '../../errno.ts'
import type { UdpSocket } from '../socket.ts'
import { BindFlag, Ready, SocketOption } from '../socket-constants.ts'
import { twoHosts } from '../two-hosts.fixture.ts'

const text = (value: string) => new TextEncoder().encode(value)

function receive(socket: UdpSocket): number | { text: string; from: string } {
  const received = socket.receive(65_535)
  if (typeof received === 'number') return received
  return { text: new TextDecoder().decode(received.bytes), from: `${received.from!.address}:${received.from!.port}` }
}

function echoPair() {
  const network = twoHosts()
  const [client, server] = [network.client.udp.socket(4), network.server.udp.socket(4)]
  server.bind('0.0.0.0', 7)
  return { network, client, server }
}

describe('datagrams', () => {
  test('keep their boundaries and say where they come from', () => {
    const { network, client, server } = echoPair()
    client.send(text('one'), { address: '10.0.0.2', port: 7 })
    client.send(text(''), { address: '10.0.0.2', port: 7 })
    const { port } = client.localEndpoint()!
    expect(server.readiness()).toBe(Ready.OUT)
    network.run(100)
    expect(server.readiness()).toBe(Ready.OUT | Ready.IN)
    expect(receive(server)).toEqual({ text: 'one', from: `10.0.0.1:${port}` })
    expect(receive(server)).toEqual({ text: '', from: `10.0.0.1:${port}` })
    expect(receive(server)).toBe(-Errno.EAGAIN)
  })

  test("what does not fit the reader's buffer is lost", () => {
    const { network, client, server } = echoPair()
    client.send(text('hello'), { address: '10.0.0.2', port: 7 })
    client.send(text('world'), { address: '10.0.0.2', port: 7 })
    network.run(100)
    expect(server.receive(2)).toMatchObject({ bytes: text('he') })
    expect(receive(server)).toMatchObject({ text: 'world' })
  })

  test('that do not fit the receive buffer are dropped and counted, charged as Linux charges them', () => {
    const { network, client, server } = echoPair()
    client.send(text('first'), { address: '10.0.0.2', port: 7 })
    network.run(100)
    for (let i = 0; i < 1000; i++) client.send(text('x'), { address: '10.0.0.2', port: 7 })
    network.run(100)
    let count = 0
    while (typeof receive(server) !== 'number') count++
    // 212992 / 768
    expect(count).toBe(277)
    expect(network.server.counters.value('UdpRcvbufErrors')).toBe(1001 - 277)
  })

  test('too long ones are refused with EMSGSIZE', () => {
    const { client } = echoPair()
    expect(client.send(new Uint8Array(65_508), { address: '10.0.0.2', port: 7 })).toBe(-Errno.EMSGSIZE)
  })

  test('need an address unless the socket is connected', () => {
    const { client } = echoPair()
    expect(client.send(text('x'))).toBe(-Errno.EDESTADDRREQ)
  })

  test('between family 6 sockets carry mapped addresses', () => {
    const network = twoHosts()
    const [client, server] = [network.client.udp.socket(6), network.server.udp.socket(6)]
    server.bind('::', 7)
    client.send(text('x'), { address: '::ffff:10.0.0.2', port: 7 })
    network.run(100)
    expect(receive(server)).toMatchObject({ from: expect.stringMatching(/^::ffff:10\.0\.0\.1:/) })
  })

  test('a broadcast reaches sockets of its own host as well', () => {
    const { network, client, server } = echoPair()
    const own = network.client.udp.socket(4)
    own.bind('0.0.0.0', 7)
    client.setOption(SocketOption.BROADCAST, 1)
    client.send(text('all'), { address: '10.0.0.255', port: 7 })
    network.run(100)
    const all = { text: 'all', from: `10.0.0.1:${client.localEndpoint()!.port}` }
    expect([receive(own), receive(server)]).toEqual([all, all])
    expect(receive(own)).toBe(-Errno.EAGAIN)
  })

  test('to everybody need SO_BROADCAST, and reach the sockets that are bound to any address', () => {
    const { network, client, server } = echoPair()
    expect(client.send(text('x'), { address: '10.0.0.255', port: 7 })).toBe(-Errno.EACCES)
    client.setOption(SocketOption.BROADCAST, 1)
    expect(client.send(text('x'), { address: '255.255.255.255', port: 7 })).toBe(-Errno.ENETUNREACH)
    network.client.addRoute({ to: { address: '0.0.0.0', length: 0 }, dev: 'eth0' })
    const other = network.server.udp.socket(4)
    other.bind('10.0.0.2', 7, BindFlag.REUSEADDR)
    client.send(text('x'), { address: '10.0.0.255', port: 7 })
    client.send(text('y'), { address: '255.255.255.255', port: 7 })
    network.run(100)
    expect(receive(server)).toMatchObject({ text: 'x' })
    expect(receive(server)).toMatchObject({ text: 'y' })
    expect(receive(other)).toBe(-Errno.EAGAIN)
  })
})

describe('a connected socket', () => {
  test('receives only from its peer, and keeps its address until it is dissolved', () => {
    const { network, client, server } = echoPair()
    expect(client.connect('10.0.0.2', 7)).toBe(0)
    expect(client.localEndpoint()!.address).toBe('10.0.0.1')
    const { port } = client.localEndpoint()!
    const stranger = network.server.udp.socket(4)
    stranger.send(text('psst'), { address: '10.0.0.1', port })
    client.send(text('hello'))
    network.run(100)
    const received = server.receive(100)
    if (typeof received === 'number') throw new Error('nothing received')
    server.send(text('back'), received.from!)
    network.run(100)
    expect(receive(client)).toMatchObject({ text: 'back' })
    expect(receive(client)).toBe(-Errno.EAGAIN)
    client.connect('', 0)
    expect(client.remoteEndpoint()).toBeNull()
    expect(client.localEndpoint()).toEqual({ address: '0.0.0.0', port: 0 })
  })

  test("is told that its peer's port is closed, once; an unconnected one is not", () => {
    const { network, client } = echoPair()
    const unconnected = network.client.udp.socket(4)
    unconnected.send(text('x'), { address: '10.0.0.2', port: 9 })
    client.connect('10.0.0.2', 9)
    let woken = 0
    client.onReadiness = () => woken++
    client.send(text('x'))
    network.run(100)
    expect(woken).toBe(1)
    expect(client.readiness() & Ready.ERR).toBe(Ready.ERR)
    expect(receive(client)).toBe(-Errno.ECONNREFUSED)
    expect(receive(client)).toBe(-Errno.EAGAIN)
    expect(receive(unconnected)).toBe(-Errno.EAGAIN)
  })
})

describe('ports', () => {
  test('are exclusive unless both say SO_REUSEADDR', () => {
    const { server } = twoHosts()
    const sockets = [0, 1, 2].map(() => server.udp.socket(4))
    expect(sockets[0]!.bind('0.0.0.0', 7, BindFlag.REUSEADDR)).toBe(0)
    expect(sockets[1]!.bind('0.0.0.0', 7)).toBe(-Errno.EADDRINUSE)
    expect(sockets[2]!.bind('0.0.0.0', 7, BindFlag.REUSEADDR)).toBe(0)
  })

  test('are free again after close', () => {
    const { server } = twoHosts()
    const socket = server.udp.socket(4)
    socket.bind('0.0.0.0', 7)
    socket.close()
    expect(server.sockets()).toEqual([])
    expect(server.udp.socket(4).bind('0.0.0.0', 7)).toBe(0)
  })
})
