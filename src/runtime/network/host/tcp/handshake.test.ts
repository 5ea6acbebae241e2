import { describe, expect, test } from 'vitest'
import { Errno } from '../../errno.ts'
import { Ready } from '../socket-constants.ts'
import { read, ScriptedPeer, text } from './scripted-peer.fixture.ts'

describe('active open', () => {
  test("the SYN carries Linux's options in Linux's order and a window of whole segments", () => {
    const peer = new ScriptedPeer({ timestamps: true })
    peer.connecting()
    expect(peer.sent()).toEqual(['0 S 0:0(0) win 64240 <mss 1460,sackOK,TS,nop,wscale 7>'])
  })

  test('disabled options leave no gap', () => {
    const peer = new ScriptedPeer({ timestamps: false, sack: false, windowScaling: false })
    peer.connecting()
    expect(peer.sent()).toEqual(['0 S 0:0(0) win 64240 <mss 1460>'])
  })

  test('a SYN-ACK is acknowledged at once, and the socket becomes writable', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connecting()
    let woken = 0
    socket.onReadiness = () => woken++
    expect(socket.readiness() & Ready.OUT).toBe(0)
    peer.sent()
    peer.receives('S. 0:0(0) ack 1 win 1000 <mss 1000>')
    expect(peer.sent()).toEqual(['0 . 1:1(0) ack 1 win 64240'])
    expect(socket.state).toBe('ESTABLISHED')
    expect(socket.readiness()).toBe(Ready.OUT)
    expect(woken).toBe(1)
  })

  test('connect returns EINPROGRESS, then EALREADY, then EISCONN', () => {
    const peer = new ScriptedPeer()
    const socket = peer.host.tcp.socket(4)
    expect(socket.connect('10.0.0.2', 80)).toBe(-Errno.EINPROGRESS)
    expect(socket.connect('10.0.0.2', 80)).toBe(-Errno.EALREADY)
  })

  test('without an answer the SYN is retransmitted five times, 1 s apart, then after 2, 4, 8 … s, and connect fails after 131 s', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connecting()
    peer.run(130_999)
    const times = peer.sent().map((line) => Number(line.split(' ')[0]) / 1000)
    expect(times).toEqual([0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 67])
    expect(socket.takeError()).toBe(0)
    peer.run(1)
    expect(socket.takeError()).toBe(Errno.ETIMEDOUT)
  })

  test('a RST that acknowledges the SYN means ECONNREFUSED', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connecting()
    peer.receives('R. 0:0(0) ack 1')
    expect(socket.readiness()).toBe(Ready.ERR | Ready.HUP | Ready.IN | Ready.OUT)
    expect(socket.takeError()).toBe(Errno.ECONNREFUSED)
  })

  test('a RST without ACK, or with a wrong one, is ignored (RFC 9293 3.10.7.3)', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connecting()
    peer.receives('R 0:0(0)')
    peer.receives('R. 0:0(0) ack 77')
    expect(socket.state).toBe('SYN_SENT')
  })

  test('an acknowledgment of anything else is answered by a RST with its number', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connecting()
    peer.sent()
    peer.receives('S. 0:0(0) ack 77 win 1000')
    expect(peer.sent()).toEqual(['0 R 77:77(0) win 0'])
    expect(socket.state).toBe('SYN_SENT')
  })

  test('without an MSS option segments carry at most 536 bytes (RFC 9293 MUST-15)', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected('', 60_000)
    socket.send(text('x'.repeat(600)))
    expect(peer.sent()[0]).toBe('0 . 1:537(536) ack 1 win 64240')
  })

  test('both ends may open at once (RFC 9293 3.5, figure 7)', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connecting()
    peer.sent()
    peer.receives('S 0:0(0) win 5000 <mss 1000>')
    expect(socket.state).toBe('SYN_RECEIVED')
    // Our SYN again, with all that it offered, as Linux sends it.
    expect(peer.sent()).toEqual(['0 S. 0:0(0) ack 1 win 64240 <mss 1460,nop,nop,sackOK,nop,wscale 7>'])
    peer.receives('S. 0:0(0) ack 1 win 5000 <mss 1000>')
    expect(socket.state).toBe('ESTABLISHED')
    socket.send(text('x'))
    expect(peer.sent()).toEqual(['0 . 1:1(0) ack 1 win 64240', '0 P. 1:2(1) ack 1 win 64240'])
  })
})

describe('passive open', () => {
  test('a SYN is answered with the options that it offered and no others', () => {
    const peer = new ScriptedPeer({ timestamps: true })
    peer.listening()
    peer.receives('S 0:0(0) win 1000 <mss 1000,nop,wscale 2>')
    expect(peer.sent()).toEqual(['0 S. 0:0(0) ack 1 win 64240 <mss 1460,nop,wscale 7>'])
  })

  test('with timestamps the window counts the smaller segments', () => {
    const peer = new ScriptedPeer({ timestamps: true })
    peer.listening()
    peer.receives('S 0:0(0) win 1000 <mss 1000,sackOK,TS val 7 ecr 0>')
    expect(peer.sent()).toEqual(['0 S. 0:0(0) ack 1 win 65160 <mss 1460,sackOK,TS>'])
  })

  test('the final ACK of the handshake makes it acceptable', () => {
    const peer = new ScriptedPeer()
    const listener = peer.listening()
    peer.receives('S 0:0(0) win 1000 <mss 1000>')
    expect(listener.accept()).toBe(-Errno.EAGAIN)
    expect(listener.readiness()).toBe(0)
    peer.receives('. 1:1(0) ack 1 win 1000')
    expect(listener.readiness()).toBe(Ready.IN)
    expect(listener.accept()).toMatchObject({ state: 'ESTABLISHED' })
  })

  test('the final ACK may carry data and FIN', () => {
    const peer = new ScriptedPeer()
    const listener = peer.listening()
    peer.receives('S 0:0(0) win 1000 <mss 1000>')
    peer.receives('FP. 1:6(5) ack 1 win 1000', 'hello')
    const socket = listener.accept()
    if (typeof socket === 'number') throw new Error(`accept: ${socket}`)
    expect(read(socket)).toBe('hello')
    expect(read(socket)).toBe('')
    expect(socket.state).toBe('CLOSE_WAIT')
  })

  test('a repeated SYN gets the SYN-ACK again', () => {
    const peer = new ScriptedPeer()
    peer.listening()
    peer.receives('S 0:0(0) win 1000')
    const [first] = peer.sent()
    peer.receives('S 0:0(0) win 1000')
    expect(peer.sent()).toEqual([first])
  })

  test('the SYN-ACK is sent again after 1, 2, 4, 8, 16 s and given up after 63 s', () => {
    const peer = new ScriptedPeer()
    peer.listening()
    peer.receives('S 0:0(0) win 1000')
    peer.run(62_999)
    expect(peer.sent().map((line) => line.split(' ')[0])).toEqual(['0', '1000', '3000', '7000', '15000', '31000'])
    expect(peer.host.sockets().map((row) => row.state)).toEqual(['LISTEN', 'SYN_RECEIVED'])
    peer.run(1)
    expect(peer.host.sockets().map((row) => row.state)).toEqual(['LISTEN'])
  })

  test('an acknowledgment of anything else is answered by a RST, and the half-open connection stays', () => {
    const peer = new ScriptedPeer()
    peer.listening()
    peer.receives('S 0:0(0) win 1000')
    peer.sent()
    peer.receives('. 1:1(0) ack 500')
    expect(peer.sent()).toEqual(['0 R 500:500(0) win 0'])
    expect(peer.host.sockets().map((row) => row.state)).toEqual(['LISTEN', 'SYN_RECEIVED'])
  })

  test('a RST ends a half-open connection, and the listener keeps listening', () => {
    const peer = new ScriptedPeer()
    peer.listening()
    peer.receives('S 0:0(0) win 1000')
    peer.receives('R 1:1(0)')
    expect(peer.host.sockets().map((row) => row.state)).toEqual(['LISTEN'])
  })
})

describe('without a listener (RFC 9293 3.10.7.1)', () => {
  test('a SYN is refused with a RST that acknowledges it', () => {
    const peer = new ScriptedPeer()
    peer.receives('S 0:0(0) win 1000')
    expect(peer.sent()).toEqual(['0 R. 0:0(0) ack 1 win 0'])
  })

  test('a segment with ACK gets a RST with the number that it acknowledged', () => {
    const peer = new ScriptedPeer()
    peer.receives('. 1:1(0) ack 4711')
    // Nothing was sent before, so the script counts from this segment's own number.
    expect(peer.sent()).toEqual(['0 R 0:0(0) win 0'])
    expect(peer.host.counters.value('TcpOutRsts')).toBe(1)
  })

  test('a RST is never answered', () => {
    const peer = new ScriptedPeer()
    peer.receives('R 0:0(0)')
    expect(peer.sent()).toEqual([])
  })
})
