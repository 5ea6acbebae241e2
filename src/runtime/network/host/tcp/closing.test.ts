import { describe, expect, test } from 'vitest'
import { Errno } from '../../errno.ts'
import { Ready, Shutdown, SocketOption } from '../socket-constants.ts'
import { read, ScriptedPeer, text } from './scripted-peer.fixture.ts'

/** Connections as `ss -tan` shows them. */
const states = (peer: ScriptedPeer) => peer.host.sockets().map((row) => row.state)

describe('orderly close (RFC 9293 3.6)', () => {
  test('we close first: FIN-WAIT-1, FIN-WAIT-2, TIME-WAIT for 60 s', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    socket.shutdown(Shutdown.WRITE)
    expect(peer.sent()).toEqual(['0 F. 1:1(0) ack 1 win 64240'])
    expect(socket.state).toBe('FIN_WAIT_1')
    peer.receives('. 1:1(0) ack 2')
    expect(socket.state).toBe('FIN_WAIT_2')
    peer.receives('F. 1:1(0) ack 2')
    expect(states(peer)).toEqual(['TIME_WAIT'])
    expect(peer.sent()).toEqual(['0 . 2:2(0) ack 2 win 64240'])
    peer.run(59_999)
    expect(states(peer)).toEqual(['TIME_WAIT'])
    peer.run(1)
    expect(states(peer)).toEqual([])
  })

  test('the peer closes first: CLOSE-WAIT, LAST-ACK, gone', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    peer.receives('F. 1:1(0) ack 1')
    expect(socket.state).toBe('CLOSE_WAIT')
    expect(read(socket)).toBe('')
    socket.send(text('rest'))
    socket.close()
    expect(peer.sent()).toEqual(['0 P. 1:5(4) ack 2 win 64240', '0 F. 5:5(0) ack 2 win 64240'])
    expect(socket.state).toBe('LAST_ACK')
    peer.receives('. 2:2(0) ack 6')
    expect(peer.host.sockets()).toEqual([])
  })

  test('both at once: CLOSING, then TIME-WAIT', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    socket.shutdown(Shutdown.WRITE)
    peer.sent()
    peer.receives('F. 1:1(0) ack 1')
    expect(socket.state).toBe('CLOSING')
    expect(peer.sent()).toEqual(['0 . 2:2(0) ack 2 win 64240'])
    peer.receives('. 2:2(0) ack 2')
    expect(states(peer)).toEqual(['TIME_WAIT'])
  })

  test('a FIN that acknowledges ours goes straight to TIME-WAIT', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    socket.shutdown(Shutdown.WRITE)
    peer.receives('F. 1:1(0) ack 2')
    expect(states(peer)).toEqual(['TIME_WAIT'])
  })

  test('after our FIN the peer may keep sending (half-close)', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    socket.shutdown(Shutdown.WRITE)
    expect(socket.send(text('no'))).toBe(-Errno.EPIPE)
    peer.receives('. 1:1(0) ack 2')
    peer.receives('P. 1:6(5) ack 2', 'still')
    expect(read(socket)).toBe('still')
  })

  test('FIN waits for unsent data and leaves with its last segment', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected('<mss 1000>', 2000)
    socket.send(text('x'.repeat(2500)))
    socket.close()
    peer.sent()
    peer.receives('. 1:1(0) ack 1001 win 60000')
    expect(peer.sent()).toEqual(['0 FP. 2001:2501(500) ack 1 win 64240'])
  })

  test('a FIN that arrives before the data in front of it waits for that data', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    peer.receives('F. 6:6(0) ack 1')
    expect(socket.state).toBe('ESTABLISHED')
    peer.receives('P. 1:6(5) ack 1', 'hello')
    expect(socket.state).toBe('CLOSE_WAIT')
    expect(read(socket)).toBe('hello')
    expect(read(socket)).toBe('')
  })

  test('a FIN repeated in TIME-WAIT is acknowledged again and restarts the 60 s', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    socket.shutdown(Shutdown.WRITE)
    peer.receives('F. 1:1(0) ack 2')
    peer.sent()
    peer.run(30_000)
    peer.receives('F. 1:1(0) ack 2')
    expect(peer.sent()).toEqual(['30000 . 2:2(0) ack 2 win 64240'])
    peer.run(59_999)
    expect(states(peer)).toEqual(['TIME_WAIT'])
  })

  test('a new SYN with a higher number reuses a connection in TIME-WAIT (RFC 9293 MAY-2)', () => {
    const peer = new ScriptedPeer()
    const { listener, socket } = peer.accepted()
    socket.close()
    peer.receives('F. 1:1(0) ack 2')
    expect(states(peer)).toEqual(['LISTEN', 'TIME_WAIT'])
    peer.sent()
    peer.receives('S 1000:1000(0) win 1000 <mss 1000>')
    expect(peer.sent()).toHaveLength(1)
    expect(peer.host.sockets().map((row) => row.state)).toEqual(['LISTEN', 'SYN_RECEIVED'])
    listener.close()
  })
})

describe('when the program closes its socket', () => {
  test('unread data turns the close into a RST (RFC 2525 2.17)', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    peer.receives('P. 1:6(5) ack 1', 'hello')
    peer.sent()
    socket.close()
    expect(peer.sent()).toEqual(['0 R. 1:1(0) ack 6 win 0'])
    expect(peer.host.sockets()).toEqual([])
  })

  test('data for a closed socket is answered with a RST', () => {
    const peer = new ScriptedPeer()
    peer.connected().close()
    peer.receives('. 1:1(0) ack 2')
    peer.sent()
    peer.receives('P. 1:6(5) ack 2', 'hello')
    expect(peer.sent()).toEqual(['0 R 2:2(0) win 0'])
    expect(peer.host.sockets()).toEqual([])
  })

  test("an orphan in FIN-WAIT-2 waits 60 s for the peer's FIN", () => {
    const peer = new ScriptedPeer()
    peer.connected().close()
    peer.receives('. 1:1(0) ack 2')
    peer.run(59_999)
    expect(peer.host.sockets()).toMatchObject([{ state: 'FIN_WAIT_2', inode: 0 }])
    peer.run(1)
    expect(peer.host.sockets()).toEqual([])
  })

  test('an orphan still delivers and retransmits what was sent', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected('<mss 1000>')
    socket.send(text('last words'))
    socket.close()
    peer.sent()
    peer.run(200)
    expect(peer.sent()[0]).toBe('200 P. 1:11(10) ack 1 win 64240')
    peer.receives('. 1:1(0) ack 12')
    expect(peer.host.sockets()).toMatchObject([{ state: 'FIN_WAIT_2' }])
  })

  test('reset, or SO_LINGER 0, sends a RST and drops unsent data', () => {
    for (const close of ['reset', 'linger'] as const) {
      const peer = new ScriptedPeer()
      const socket = peer.connected('<mss 1000>', 500)
      socket.send(text('x'.repeat(5000)))
      peer.sent()
      if (close === 'reset') socket.reset()
      else {
        socket.setOption(SocketOption.LINGER, 0)
        socket.close()
      }
      expect(peer.sent()).toEqual([expect.stringMatching(/^0 R\. \d+:\d+\(0\) ack 1 win 0$/)])
      expect(peer.host.sockets()).toEqual([])
    }
  })

  test('closing while connecting sends nothing more', () => {
    const peer = new ScriptedPeer()
    peer.connecting().close()
    peer.sent()
    peer.run(10_000)
    expect(peer.sent()).toEqual([])
  })
})

describe('a RST from the peer', () => {
  test('is reported after the data that came before it', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    peer.receives('P. 1:6(5) ack 1', 'hello')
    peer.receives('R. 6:6(0) ack 1')
    expect(socket.readiness()).toBe(Ready.IN | Ready.OUT | Ready.ERR | Ready.HUP)
    expect(read(socket)).toBe('hello')
    expect(read(socket)).toBe(-Errno.ECONNRESET)
    expect(read(socket)).toBe('')
    expect(socket.send(text('x'))).toBe(-Errno.EPIPE)
  })

  test("after the peer's FIN, writing fails with EPIPE", () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    peer.receives('F. 1:1(0) ack 1')
    peer.receives('R. 2:2(0) ack 1')
    expect(socket.send(text('x'))).toBe(-Errno.EPIPE)
  })

  test('in the window but not at its edge is challenged (RFC 5961 3.2)', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    peer.receives('R 100:100(0)')
    expect(socket.state).toBe('ESTABLISHED')
    expect(peer.sent()).toEqual(['0 . 1:1(0) ack 1 win 64240'])
  })

  test('outside the window it is ignored', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    peer.receives('R 900000:900000(0)')
    expect(socket.state).toBe('ESTABLISHED')
    expect(peer.sent()).toEqual([])
  })

  test('a SYN in the window is challenged, at most twice a second (RFC 5961 4.2, 7)', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    for (let i = 0; i < 20; i++) peer.receives('S 50:50(0) win 1000')
    expect(socket.state).toBe('ESTABLISHED')
    expect(peer.sent()).toEqual(['0 . 1:1(0) ack 1 win 64240'])
    peer.run(500)
    peer.receives('S 50:50(0) win 1000')
    expect(peer.sent()).toHaveLength(1)
  })
})
