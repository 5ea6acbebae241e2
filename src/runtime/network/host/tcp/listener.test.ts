import { describe, expect, test } from 'vitest'
import { Errno } from '../../errno.ts'
import { BindFlag } from '../socket-constants.ts'
import { connected, twoHosts } from '../two-hosts.fixture.ts'
import { ScriptedPeer } from './scripted-peer.fixture.ts'

describe('the accept queue', () => {
  test('holds backlog + 1 connections; then SYNs are dropped, not refused', () => {
    const peer = new ScriptedPeer()
    const listener = peer.listening(80, 1)
    for (const port of [4001, 4002]) {
      peer.usePort(port)
      peer.receives('S 0:0(0) win 1000')
      peer.receives('. 1:1(0) ack 1 win 1000')
    }
    expect(listener.receiveQueueLength()).toBe(2)
    peer.sent()
    peer.usePort(4003)
    peer.receives('S 0:0(0) win 1000')
    expect(peer.sent()).toEqual([])
    expect(peer.host.counters.value('ListenOverflows')).toBe(1)
    listener.accept()
    peer.receives('S 0:0(0) win 1000')
    expect(peer.sent()).toHaveLength(1)
  })

  test('when it fills up during a handshake, the final ACK is dropped and the SYN-ACK is repeated', () => {
    const peer = new ScriptedPeer()
    const listener = peer.listening(80, 0)
    peer.usePort(4001)
    peer.receives('S 0:0(0) win 1000')
    peer.usePort(4002)
    peer.receives('S 0:0(0) win 1000')
    peer.receives('. 1:1(0) ack 1 win 1000')
    expect(listener.receiveQueueLength()).toBe(1)
    peer.sent()
    listener.accept()
    peer.run(1000)
    expect(peer.sent()).toHaveLength(1)
  })

  test('is emptied with resets when the listener closes', () => {
    const peer = new ScriptedPeer()
    const listener = peer.listening()
    peer.receives('S 0:0(0) win 1000')
    peer.receives('. 1:1(0) ack 1 win 1000')
    peer.sent()
    listener.close()
    expect(peer.sent()).toEqual(['0 R. 1:1(0) ack 1 win 0'])
    expect(peer.host.sockets()).toEqual([])
  })
})

describe('bind and listen', () => {
  test('two listeners cannot share a port, with or without SO_REUSEADDR', () => {
    const { server } = twoHosts()
    const [one, two] = [server.tcp.socket(4), server.tcp.socket(4)]
    expect(one.bind('0.0.0.0', 80, BindFlag.REUSEADDR)).toBe(0)
    expect(one.listen(1)).toBe(0)
    expect(two.bind('0.0.0.0', 80, BindFlag.REUSEADDR)).toBe(-Errno.EADDRINUSE)
    expect(two.bind('10.0.0.2', 80)).toBe(-Errno.EADDRINUSE)
  })

  test('with SO_REUSEADDR both may bind, but only one may listen', () => {
    const { server } = twoHosts()
    const [one, two] = [server.tcp.socket(4), server.tcp.socket(4)]
    expect(one.bind('0.0.0.0', 80, BindFlag.REUSEADDR)).toBe(0)
    expect(two.bind('0.0.0.0', 80, BindFlag.REUSEADDR)).toBe(0)
    expect(one.listen(1)).toBe(0)
    expect(two.listen(1)).toBe(-Errno.EADDRINUSE)
  })

  test('different addresses of one host do not conflict', () => {
    const { server } = twoHosts()
    expect(server.tcp.socket(4).bind('127.0.0.1', 80)).toBe(0)
    expect(server.tcp.socket(4).bind('10.0.0.2', 80)).toBe(0)
  })

  test(':: includes IPv4, unless it is IPv6 only', () => {
    const { server } = twoHosts()
    const dual = server.tcp.socket(6)
    expect(dual.bind('::', 80)).toBe(0)
    expect(server.tcp.socket(4).bind('0.0.0.0', 80)).toBe(-Errno.EADDRINUSE)
    expect(server.tcp.socket(6).bind('::', 81, BindFlag.V6ONLY)).toBe(0)
    expect(server.tcp.socket(4).bind('0.0.0.0', 81)).toBe(0)
  })

  test('an address of another host is EADDRNOTAVAIL, a second bind EINVAL, nonsense EINVAL', () => {
    const { server } = twoHosts()
    const socket = server.tcp.socket(4)
    expect(socket.bind('10.0.0.1', 80)).toBe(-Errno.EADDRNOTAVAIL)
    expect(socket.bind('300.0.0.1', 80)).toBe(-Errno.EINVAL)
    expect(socket.bind('::1', 80)).toBe(-Errno.EAFNOSUPPORT)
    expect(socket.bind('0.0.0.0', 80)).toBe(0)
    expect(socket.bind('0.0.0.0', 81)).toBe(-Errno.EINVAL)
  })

  test("port 0 is an ephemeral port of Linux's range", () => {
    const { server } = twoHosts()
    const ports = Array.from({ length: 50 }, () => {
      const socket = server.tcp.socket(4)
      socket.bind('0.0.0.0', 0)
      return socket.localEndpoint()!.port
    })
    expect(new Set(ports).size).toBe(50)
    expect(ports.every((port) => port >= 32_768 && port <= 60_999)).toBe(true)
  })

  test('an accepted connection shows IPv4 addresses as mapped ones on a :: listener', () => {
    const { client, server, run } = twoHosts()
    const listener = server.tcp.socket(6)
    listener.bind('::', 80)
    listener.listen(5)
    expect(listener.localEndpoint()).toEqual({ address: '::', port: 80 })
    const near = client.tcp.socket(4)
    near.connect('10.0.0.2', 80)
    run(100)
    const far = listener.accept()
    if (typeof far === 'number') throw new Error(`accept: ${far}`)
    expect(far.localEndpoint()).toEqual({ address: '::ffff:10.0.0.2', port: 80 })
    expect(far.remoteEndpoint()).toEqual({ address: '::ffff:10.0.0.1', port: near.localEndpoint()!.port })
  })

  test('the port of a connection in TIME-WAIT can be listened on again only with SO_REUSEADDR', () => {
    const network = twoHosts()
    const { listener, near, far } = connected(network, 80)
    far.close()
    network.run(100)
    near.close()
    listener.close()
    network.run(100)
    expect(network.server.sockets()).toMatchObject([{ state: 'TIME_WAIT' }])
    expect(network.server.tcp.socket(4).bind('0.0.0.0', 80)).toBe(-Errno.EADDRINUSE)
    network.run(60_000)
    expect(network.server.sockets()).toEqual([])
    expect(network.server.tcp.socket(4).bind('0.0.0.0', 80)).toBe(0)
  })
})
