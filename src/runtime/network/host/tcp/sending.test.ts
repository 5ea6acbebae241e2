import { describe, expect, test } from 'vitest'
import { Errno } from '../../errno.ts'
import { Ready, SocketOption } from '../socket-constants.ts'
import { ScriptedPeer, text } from './scripted-peer.fixture.ts'

const KIB = 1024

describe("Nagle's algorithm (RFC 9293 3.7.4)", () => {
  test('a second small segment waits until the first is acknowledged', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    socket.send(text('a'))
    socket.send(text('b'))
    socket.send(text('c'))
    expect(peer.sent()).toEqual(['0 P. 1:2(1) ack 1 win 64240'])
    peer.receives('. 1:1(0) ack 2')
    expect(peer.sent()).toEqual(['0 P. 2:4(2) ack 1 win 64240'])
  })

  test('a full segment never waits', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected('<mss 1000>')
    socket.send(text('a'))
    socket.send(text('x'.repeat(1000)))
    expect(peer.sent()).toEqual(['0 P. 1:2(1) ack 1 win 64240', '0 P. 2:1002(1000) ack 1 win 64240'])
  })

  test('TCP_NODELAY switches it off and releases held data (MUST-17)', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    socket.send(text('a'))
    socket.send(text('b'))
    peer.sent()
    socket.setOption(SocketOption.NODELAY, 1)
    expect(peer.sent()).toEqual(['0 P. 2:3(1) ack 1 win 64240'])
    socket.send(text('c'))
    expect(peer.sent()).toHaveLength(1)
  })
})

describe("the peer's window", () => {
  test('is never overrun', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected('<mss 1000>', 3000)
    socket.send(text('x'.repeat(5000)))
    expect(peer.sent()).toHaveLength(3)
    peer.receives('. 1:1(0) ack 1001 win 2000')
    expect(peer.sent()).toEqual([])
    peer.receives('. 1:1(0) ack 1001 win 3000')
    expect(peer.sent()).toHaveLength(1)
  })

  test("is scaled by the peer's option, but not in its SYN (RFC 7323 2.2)", () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected('<mss 1000,nop,wscale 4>', 500)
    expect(socket.stats().sndWnd).toBe(500)
    peer.receives('. 1:1(0) ack 1 win 500')
    expect(socket.stats().sndWnd).toBe(8000)
  })

  test('an old segment does not change it (RFC 9293 SND.WL1, SND.WL2)', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    peer.receives('. 11:21(10) ack 1 win 5000')
    peer.receives('. 1:11(10) ack 1 win 100')
    expect(socket.stats().sndWnd).toBe(5000)
  })

  test('segments never exceed half of the largest one seen', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected('<mss 1000>', 800)
    socket.send(text('x'.repeat(800)))
    expect(peer.sent()).toEqual(['0 . 1:401(400) ack 1 win 64240', '0 P. 401:801(400) ack 1 win 64240'])
  })
})

describe('slow start (RFC 5681, RFC 6928)', () => {
  test('begins with ten segments and doubles each round trip', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected('<mss 1000,nop,wscale 7>')
    peer.receives('. 1:1(0) ack 1 win 60000')
    socket.send(text('x'.repeat(80 * KIB)))
    let end = 1
    const rounds = [1, 2, 3].map(() => {
      const lines = peer.sent()
      for (const _ of lines) {
        end += 1000
        peer.receives(`. 1:1(0) ack ${end}`)
      }
      socket.send(text('x'.repeat(80 * KIB)))
      return lines.length
    })
    expect(rounds).toEqual([10, 20, 40])
  })

  test('does not grow while the program is the limit, not the window', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    for (let i = 0; i < 50; i++) {
      socket.send(text('x'))
      peer.receives(`. 1:1(0) ack ${i + 2}`)
    }
    expect(socket.stats().sndCwnd).toBe(10)
  })

  test('after a pause longer than the timeout the window is no larger than the initial one (RFC 5681 4.1)', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected('<mss 1000,nop,wscale 7>')
    peer.receives('. 1:1(0) ack 1 win 60000')
    let end = 1
    for (let round = 0; round < 3; round++) {
      socket.send(text('x'.repeat(60_000)))
      for (const line of peer.sent()) {
        end += Number(/\((\d+)\)/.exec(line)![1])
        peer.receives(`. 1:1(0) ack ${end}`)
      }
    }
    for (let lines = peer.sent(); lines.length > 0; lines = peer.sent()) {
      for (const line of lines) end += Number(/\((\d+)\)/.exec(line)![1])
      peer.receives(`. 1:1(0) ack ${end}`)
    }
    expect(socket.stats().sndCwnd).toBeGreaterThan(40)
    peer.run(60_000)
    socket.send(text('x'.repeat(80_000)))
    expect(peer.sent()).toHaveLength(10)
  })
})

describe('the send buffer', () => {
  test('takes some hundred KiB from a program whose peer does not read, and no more', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected('<mss 1460,sackOK>')
    let taken = 0
    for (let sent = 0; sent >= 0; sent = socket.send(new Uint8Array(64 * KIB))) taken += sent
    expect(socket.send(text('x'))).toBe(-Errno.EAGAIN)
    expect(taken).toBeGreaterThan(64 * KIB)
    expect(taken).toBeLessThan(512 * KIB)
    expect(socket.readiness() & Ready.OUT).toBe(0)
    expect(socket.sendSpace()).toBe(0)
  })

  test('copies what it takes', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected('<mss 1000>', 0)
    const bytes = text('before')
    socket.send(bytes)
    bytes.fill(0)
    peer.receives('. 1:1(0) ack 1 win 1000')
    expect(peer.sent()).toHaveLength(1)
  })

  test('becomes writable when a third of it is free, and wakes the program', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected('<mss 1000,nop,wscale 7>')
    while (socket.send(new Uint8Array(64 * KIB)) > 0);
    let woken = 0
    socket.onReadiness = () => woken++
    peer.receives('. 1:1(0) ack 5001 win 60000')
    expect(woken).toBe(1)
    expect(socket.sendSpace()).toBeGreaterThanOrEqual(5000)
  })

  test('grows to hold two congestion windows (tcp_wmem), unless its size is fixed', () => {
    const roomAfterRounds = (fixed: boolean) => {
      const peer = new ScriptedPeer()
      const socket = peer.connected('<mss 1000,nop,wscale 7>')
      if (fixed) socket.setOption(SocketOption.SNDBUF, socket.getOption(SocketOption.SNDBUF))
      const before = socket.sendSpace()
      let end = 1
      for (let round = 0; round < 5; round++) {
        const { sndCwnd } = socket.stats()
        end += socket.send(new Uint8Array(sndCwnd * 1000))
        peer.receives(`. 1:1(0) ack ${end} win 60000`)
      }
      return { before, after: socket.sendSpace(), window: 1000 * socket.stats().sndCwnd }
    }
    const { before, after, window } = roomAfterRounds(false)
    expect(after).toBeGreaterThan(4 * before)
    expect(after).toBeGreaterThan(2 * window)
    const fixed = roomAfterRounds(true)
    expect(fixed.after).toBe(fixed.before)
  })

  test('SO_SNDBUF fixes its size', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    socket.setOption(SocketOption.SNDBUF, 5000)
    expect(socket.send(new Uint8Array(64 * KIB))).toBe(5000)
  })
})
