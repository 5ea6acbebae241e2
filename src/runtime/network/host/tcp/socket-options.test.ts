import { describe, expect, test } from 'vitest'
import { Errno } from '../../errno.ts'
import { SocketOption } from '../socket-constants.ts'
import { ScriptedPeer, text } from './scripted-peer.fixture.ts'

describe('TCP_CORK', () => {
  test('holds a partial segment until it is cleared', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    socket.setOption(SocketOption.CORK, 1)
    socket.send(text('header '))
    socket.send(text('body'))
    expect(peer.sent()).toEqual([])
    socket.setOption(SocketOption.CORK, 0)
    expect(peer.sent()).toEqual(['0 P. 1:12(11) ack 1 win 64240'])
  })

  test('sends full segments', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    socket.setOption(SocketOption.CORK, 1)
    socket.send(new Uint8Array(1500))
    expect(peer.sent()).toEqual(['0 . 1:1001(1000) ack 1 win 64240'])
  })

  test('holds for 200 ms at most', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    socket.setOption(SocketOption.CORK, 1)
    socket.send(text('forgotten'))
    peer.run(199)
    expect(peer.sent()).toEqual([])
    peer.run(1)
    expect(peer.sent()).toEqual(['200 P. 1:10(9) ack 1 win 64240'])
  })

  test('does not hold data completed by a FIN', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    socket.setOption(SocketOption.CORK, 1)
    socket.send(text('last'))
    socket.shutdown(1)
    expect(peer.sent()).toEqual(['0 FP. 1:5(4) ack 1 win 64240'])
  })
})

describe('TCP_USER_TIMEOUT (RFC 5482)', () => {
  test('ends a connection whose data stays unacknowledged that long after its first retransmission', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected('<mss 1000>')
    socket.setOption(SocketOption.USER_TIMEOUT, 1000)
    socket.send(text('x'))
    peer.run(1199)
    expect(socket.state).toBe('ESTABLISHED')
    peer.run(1)
    expect(socket.takeError()).toBe(Errno.ETIMEDOUT)
  })

  test('ends one whose window stays closed', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected('<mss 1000>')
    socket.setOption(SocketOption.USER_TIMEOUT, 1000)
    peer.receives('. 1:1(0) ack 1 win 0')
    socket.send(text('x'))
    peer.run(10_000)
    expect(socket.takeError()).toBe(Errno.ETIMEDOUT)
  })

  test('overrides the number of keep-alive probes', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    socket.setOption(SocketOption.KEEPALIVE, 10)
    socket.setOption(SocketOption.KEEPALIVE_INTERVAL, 5)
    socket.setOption(SocketOption.USER_TIMEOUT, 30_000)
    peer.run(29_000)
    expect(socket.state).toBe('ESTABLISHED')
    peer.run(10_000)
    expect(socket.takeError()).toBe(Errno.ETIMEDOUT)
  })
})
