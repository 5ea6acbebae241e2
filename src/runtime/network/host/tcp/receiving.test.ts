import { describe, expect, test } from 'vitest'
import { SocketOption } from '../socket-constants.ts'
import { read, ScriptedPeer, text } from './scripted-peer.fixture.ts'

/** Uses up the immediate acknowledgments at the start of a connection. */
function pastQuickAcks(peer: ScriptedPeer): { from: number } {
  let from = 1
  for (let i = 0; i < 16; i++) {
    peer.receives(`. ${from}:${from + 1000}(1000) ack 1`)
    from += 1000
  }
  peer.sent()
  return { from }
}

describe('delayed acknowledgment (RFC 5681 4.2, as Linux)', () => {
  test('the first segments of a connection are acknowledged at once', () => {
    const peer = new ScriptedPeer()
    peer.connected()
    peer.receives('P. 1:6(5) ack 1', 'hello')
    expect(peer.sent()).toEqual(['0 . 1:1(0) ack 6 win 64240'])
  })

  test('later, one segment waits 40 ms', () => {
    const peer = new ScriptedPeer()
    peer.connected()
    const { from } = pastQuickAcks(peer)
    peer.receives(`. ${from}:${from + 1000}(1000) ack 1`)
    peer.run(39)
    expect(peer.sent()).toEqual([])
    peer.run(1)
    expect(peer.sent()).toHaveLength(1)
  })

  test('and every second full segment is acknowledged at once', () => {
    const peer = new ScriptedPeer()
    const { socket } = peer.accepted()
    const { from } = pastQuickAcks(peer)
    read(socket)
    peer.sent()
    peer.receives(`. ${from}:${from + 1000}(1000) ack 1`)
    expect(peer.sent()).toEqual([])
    peer.receives(`. ${from + 1000}:${from + 2000}(1000) ack 1`)
    expect(peer.sent()).toHaveLength(1)
  })

  test('an answer carries the acknowledgment', () => {
    const peer = new ScriptedPeer()
    const { socket } = peer.accepted()
    peer.receives('P. 1:6(5) ack 1', 'first')
    read(socket)
    socket.send(text('answer'))
    peer.sent()
    peer.receives('P. 6:12(6) ack 7', 'second')
    expect(peer.sent()).toEqual([])
    read(socket)
    socket.send(text('answer'))
    expect(peer.sent()).toEqual(['0 P. 7:13(6) ack 12 win 64240'])
    peer.run(1)
    expect(peer.sent()).toEqual([])
  })
})

describe('out of order', () => {
  test("each segment behind a gap is answered at once with the gap's number and SACK blocks, newest first (RFC 2018 4)", () => {
    const peer = new ScriptedPeer()
    peer.connected()
    peer.receives('. 11:21(10) ack 1')
    peer.receives('. 31:41(10) ack 1')
    peer.receives('. 51:61(10) ack 1')
    expect(peer.sent()).toEqual([
      '0 . 1:1(0) ack 1 win 64240 <nop,nop,sack 11:21>',
      '0 . 1:1(0) ack 1 win 64240 <nop,nop,sack 31:41 11:21>',
      '0 . 1:1(0) ack 1 win 64240 <nop,nop,sack 51:61 31:41 11:21>',
    ])
  })

  test('filling the gap acknowledges everything received, at once', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    peer.receives('. 6:11(5) ack 1', 'world')
    peer.sent()
    peer.receives('. 1:6(5) ack 1', 'hello')
    expect(peer.sent()).toEqual(['0 . 1:1(0) ack 11 win 64240'])
    expect(read(socket)).toBe('helloworld')
  })

  test('data received twice counts once, and the first copy stays', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    peer.receives('. 1:6(5) ack 1', 'hello')
    peer.receives('. 1:11(10) ack 1', 'HELLOWORLD')
    expect(read(socket)).toBe('helloWORLD')
  })

  test('a segment seen before is acknowledged at once: the first acknowledgment was lost', () => {
    const peer = new ScriptedPeer()
    peer.connected()
    peer.receives('. 1:6(5) ack 1', 'hello')
    peer.sent()
    peer.receives('. 1:6(5) ack 1', 'hello')
    expect(peer.sent()).toEqual(['0 . 1:1(0) ack 6 win 64240 <nop,nop,sack 1:6>'])
  })
})

describe('data received twice is reported once, by the first SACK block (D-SACK, RFC 2883)', () => {
  test('a whole segment from before the acknowledgment', () => {
    const peer = new ScriptedPeer()
    peer.connected()
    peer.receives('. 1:101(100) ack 1')
    peer.sent()
    peer.receives('. 1:101(100) ack 1')
    peer.receives('. 201:301(100) ack 1')
    expect(peer.sent()).toEqual([
      '0 . 1:1(0) ack 101 win 64240 <nop,nop,sack 1:101>',
      '0 . 1:1(0) ack 101 win 64240 <nop,nop,sack 201:301>',
    ])
  })

  test('the part of a segment that had already arrived', () => {
    const peer = new ScriptedPeer()
    peer.connected()
    peer.receives('. 1:101(100) ack 1')
    peer.sent()
    peer.receives('. 51:151(100) ack 1')
    expect(peer.sent()).toEqual(['0 . 1:1(0) ack 151 win 64240 <nop,nop,sack 51:101>'])
  })

  test('a segment behind a gap: the block that holds it comes second', () => {
    const peer = new ScriptedPeer()
    peer.connected()
    peer.receives('. 101:301(200) ack 1')
    peer.sent()
    peer.receives('. 201:301(100) ack 1')
    expect(peer.sent()).toEqual(['0 . 1:1(0) ack 1 win 64240 <nop,nop,sack 201:301 101:301>'])
  })

  test('is not reported to a peer without SACK', () => {
    const peer = new ScriptedPeer()
    peer.connected('<mss 1000>')
    peer.receives('. 1:101(100) ack 1')
    peer.sent()
    peer.receives('. 1:101(100) ack 1')
    expect(peer.sent()).toEqual(['0 . 1:1(0) ack 101 win 64240'])
  })
})

describe('the window that we offer', () => {
  test('shrinks with unread data, never below the last offer, and closes without a silly remainder', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    let from = 1
    let window = 64_240
    let edge = 1 + window
    while (window > 0) {
      const length = Math.min(1000, edge - from)
      peer.receives(`. ${from}:${from + length}(${length}) ack 1`)
      from += length
      peer.run(200)
      for (const line of peer.sent()) {
        const [, ack, offered] = /ack (\d+) win (\d+)/.exec(line)!
        window = Number(offered)
        expect(Number(ack) + window).toBeGreaterThanOrEqual(edge)
        edge = Number(ack) + window
      }
    }
    expect(socket.receiveQueueLength()).toBe(from - 1)
    expect(socket.receiveQueueLength()).toBeLessThan(66_000)
  })

  test('reading announces it again once the gain is large enough (RFC 9293 3.8.6.2.2)', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    for (let from = 1; from < 65_001; from += 1000) peer.receives(`. ${from}:${from + 1000}(1000) ack 1`)
    peer.receives('. 65001:65241(240) ack 1')
    peer.run(500)
    expect(peer.sent().at(-1)).toMatch(/win 0$/)
    read(socket, 100)
    expect(peer.sent()).toEqual([])
    read(socket, 60_000)
    expect(peer.sent()).toHaveLength(1)
  })

  test('a segment beyond it is refused; one that begins in it is taken whole if everything before was read, as on Linux', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    peer.receives('. 70000:71000(1000) ack 1')
    peer.receives('. 64000:65000(1000) ack 1')
    expect(peer.sent().at(-1)).toContain('sack 64000:65000')
    expect(socket.receiveQueueLength()).toBe(0)
  })

  test('a segment that goes beyond it is refused whole while data is unread', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    peer.receives('. 1:1001(1000) ack 1')
    const right = 1001 + socket.stats().rcvWnd
    peer.receives(`. ${right - 500}:${right + 500}(1000) ack 1`)
    expect(peer.sent().at(-1)).not.toContain('sack')
    expect(peer.host.counters.value('BeyondWindow')).toBe(1)
  })

  test('SO_RCVBUF before connect fixes it, and needs no scaling', () => {
    const peer = new ScriptedPeer()
    const socket = peer.host.tcp.socket(4)
    socket.setOption(SocketOption.RCVBUF, 8000)
    socket.connect('10.0.0.2', 80)
    expect(peer.sent()).toEqual(['0 S 0:0(0) win 7300 <mss 1460,nop,nop,sackOK,nop,wscale 0>'])
  })
})

describe('acceptability', () => {
  test('a segment outside the window is dropped and answered with our numbers (RFC 9293 3.10.7.4)', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    peer.receives('P. 200000:200005(5) ack 1', 'wrong')
    expect(peer.sent()).toEqual(['0 . 1:1(0) ack 1 win 64240'])
    expect(socket.receiveQueueLength()).toBe(0)
  })

  test('a segment without ACK is dropped', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    peer.receives('P 1:6(5)', 'hello')
    expect(socket.receiveQueueLength()).toBe(0)
  })

  test('an acknowledgment of unsent data is challenged, and its data dropped', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    peer.receives('P. 1:6(5) ack 5000', 'hello')
    expect(peer.sent()).toEqual(['0 . 1:1(0) ack 1 win 64240'])
    expect(socket.receiveQueueLength()).toBe(0)
  })

  test('an older timestamp than the last one is refused (PAWS, RFC 7323 5.3)', () => {
    const peer = new ScriptedPeer({ timestamps: true })
    const socket = peer.connecting()
    peer.receives('S. 0:0(0) ack 1 win 60000 <mss 1000,TS val 1000 ecr 0>')
    peer.receives('P. 1:6(5) ack 1 win 60000 <nop,nop,TS val 900 ecr 0>', 'wrong')
    expect(socket.receiveQueueLength()).toBe(0)
    expect(peer.host.counters.value('PAWSEstab')).toBe(1)
    peer.receives('P. 1:6(5) ack 1 win 60000 <nop,nop,TS val 1001 ecr 0>', 'right')
    expect(read(socket)).toBe('right')
  })
})

describe('a segment as large as the largest seen', () => {
  /** Skips quick acknowledgments; later ones wait for the timer, or for the program. */
  function afterQuickAcks() {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    let at = 1
    for (let count = 0; count < 40; count++, at += 1000) {
      peer.receives(`. ${at}:${at + 1000}(1000) ack 1`)
      socket.receive(10_000)
      peer.run(50)
    }
    peer.sent()
    return { peer, socket, at }
  }

  test('with PSH ends a write: it is acknowledged as soon as the program has read everything', () => {
    const { peer, socket, at } = afterQuickAcks()
    peer.receives(`P. ${at}:${at + 1000}(1000) ack 1`)
    expect(peer.sent()).toEqual([])
    socket.receive(10_000)
    expect(peer.sent()).toEqual([expect.stringContaining(`. 1:1(0) ack ${at + 1000}`)])
  })

  test('without PSH is followed by more: its acknowledgment waits', () => {
    const { peer, socket, at } = afterQuickAcks()
    peer.receives(`. ${at}:${at + 1000}(1000) ack 1`)
    socket.receive(10_000)
    expect(peer.sent()).toEqual([])
  })
})
