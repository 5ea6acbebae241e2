import { describe, expect, test } from 'vitest'
import { Errno } from '../../errno.ts'
import { SocketOption } from '../socket-constants.ts'
import { ScriptedPeer, text } from './scripted-peer.fixture.ts'

const times = (lines: string[]): number[] => lines.map((line) => Number(line.split(' ')[0]))

/** A connection with a round trip of that many milliseconds; without SACK, and so without loss probes before the timeout. */
function connectedAfter(peer: ScriptedPeer, roundTrip: number) {
  const socket = peer.connecting()
  peer.run(roundTrip)
  peer.receives('S. 0:0(0) ack 1 win 60000 <mss 1000>')
  peer.sent()
  return socket
}

describe('the retransmission timeout (RFC 6298)', () => {
  test('after a first sample R it is R + max(200 ms, 4 × R/2)', () => {
    for (const [roundTrip, timeout] of [
      [20, 220],
      [100, 300],
      [300, 900],
    ] as const) {
      const peer = new ScriptedPeer()
      const socket = connectedAfter(peer, roundTrip)
      expect(socket.stats()).toMatchObject({
        smoothedRtt: roundTrip * 1e6,
        rttVariation: (roundTrip / 2) * 1e6,
        retransmissionTimeout: timeout * 1e6,
      })
      socket.send(text('x'))
      peer.run(timeout)
      expect(times(peer.sent())).toEqual([roundTrip, roundTrip + timeout])
    }
  })

  test('later samples move SRTT by an eighth and RTTVAR by a quarter', () => {
    const peer = new ScriptedPeer()
    const socket = connectedAfter(peer, 100)
    socket.send(text('x'))
    peer.run(180)
    peer.receives('. 1:1(0) ack 2')
    // RTTVAR = 3/4 × 50 + 1/4 × |100 − 180|, SRTT = 7/8 × 100 + 1/8 × 180, RTO = SRTT + 4 × RTTVAR
    expect(socket.stats()).toMatchObject({
      smoothedRtt: 110_000_000,
      rttVariation: 57_500_000,
      retransmissionTimeout: 340_000_000,
    })
  })

  test("it doubles with each expiry, up to 120 s, and the connection ends with ETIMEDOUT after Linux's 15 retries", () => {
    const peer = new ScriptedPeer()
    const socket = connectedAfter(peer, 0)
    socket.send(text('x'))
    peer.run(2_000_000)
    const sent = times(peer.sent())
    expect(sent.slice(0, 12)).toEqual([
      0, 200, 600, 1400, 3000, 6200, 12_600, 25_400, 51_000, 102_200, 204_600, 324_600,
    ])
    // The first expiry after 924.6 s of retransmitting gives up.
    expect(sent.at(-1)).toBe(924_600)
    expect(socket.state).toBe('CLOSED')
    expect(socket.takeError()).toBe(Errno.ETIMEDOUT)
  })

  test('an acknowledgment of a retransmitted segment is no sample (Karn), and the backoff stays', () => {
    const peer = new ScriptedPeer()
    const socket = connectedAfter(peer, 100)
    socket.send(text('x'))
    peer.run(300)
    peer.run(50)
    peer.receives('. 1:1(0) ack 2')
    expect(socket.stats()).toMatchObject({ smoothedRtt: 100_000_000, backoff: 1, retransmissionTimeout: 600_000_000 })
    socket.send(text('y'))
    peer.run(40)
    peer.receives('. 1:1(0) ack 3')
    expect(socket.stats().backoff).toBe(0)
  })

  test('with timestamps it is one (RFC 7323 4.1)', () => {
    const peer = new ScriptedPeer({ timestamps: true })
    const socket = peer.connecting()
    peer.receives('S. 0:0(0) ack 1 win 60000 <mss 1000,sackOK,TS val 1 ecr 0>')
    expect(socket.stats().smoothedRtt).toBe(0)
  })

  test('each acknowledgment of new data restarts the timer (RFC 6298 5.3)', () => {
    const peer = new ScriptedPeer()
    const socket = connectedAfter(peer, 0)
    socket.send(text('x'.repeat(3000)))
    peer.sent()
    peer.run(150)
    peer.receives('. 1:1(0) ack 1001')
    peer.run(199)
    expect(peer.sent()).toEqual([])
    // Its sample of 150 ms makes the timeout longer: 18.75 ms + 4 × 37.5 ms, but the variation counts 200 ms at least.
    peer.run(20)
    expect(peer.sent()).toEqual(['368.75 . 1001:2001(1000) ack 1 win 64240'])
  })

  test('after a timeout the window is one segment, and slow start begins again (RFC 5681 3.1)', () => {
    const peer = new ScriptedPeer()
    const socket = connectedAfter(peer, 0)
    socket.send(text('x'.repeat(20_000)))
    peer.run(200)
    expect(socket.stats()).toMatchObject({ sndCwnd: 1, slowStartThreshold: 5 })
    peer.sent()
    peer.receives('. 1:1(0) ack 1001')
    expect(peer.sent()).toHaveLength(2)
    expect(socket.stats().sndCwnd).toBe(2)
  })
})

describe('the persist timer (RFC 9293 3.8.6.1)', () => {
  test('probes a closed window with an old number, at growing intervals', () => {
    const peer = new ScriptedPeer()
    const socket = connectedAfter(peer, 0)
    socket.send(text('x'.repeat(100)))
    peer.receives('. 1:1(0) ack 101 win 0')
    socket.send(text('y'.repeat(100)))
    peer.sent()
    peer.run(3000)
    expect(peer.sent()).toEqual([
      '200 . 100:100(0) ack 1 win 64240',
      '600 . 100:100(0) ack 1 win 64240',
      '1400 . 100:100(0) ack 1 win 64240',
      '3000 . 100:100(0) ack 1 win 64240',
    ])
    peer.receives('. 1:1(0) ack 101 win 5000')
    expect(peer.sent()).toEqual(['3000 P. 101:201(100) ack 1 win 64240'])
  })

  test('continues forever as long as probes are answered (MUST-37)', () => {
    const peer = new ScriptedPeer()
    const socket = connectedAfter(peer, 0)
    socket.send(text('x'))
    peer.receives('. 1:1(0) ack 2 win 0')
    socket.send(text('y'))
    for (let second = 0; second < 4000; second++) {
      peer.run(1000)
      if (peer.sent().length > 0) peer.receives('. 1:1(0) ack 2 win 0')
    }
    expect(socket.state).toBe('ESTABLISHED')
  })

  test('data that fits a window smaller than a segment is sent when it expires (3.8.6.2.1)', () => {
    const peer = new ScriptedPeer()
    const socket = connectedAfter(peer, 0)
    socket.send(text('x'.repeat(1000)))
    peer.receives('. 1:1(0) ack 1001 win 300')
    socket.send(text('y'.repeat(1000)))
    peer.sent()
    peer.run(199)
    expect(peer.sent()).toEqual([])
    peer.run(1)
    expect(peer.sent()).toEqual(['200 . 1001:1301(300) ack 1 win 64240'])
  })
})

describe('keep-alive (RFC 9293 3.8.4)', () => {
  test('is off unless asked for (MUST-25)', () => {
    const peer = new ScriptedPeer()
    peer.connected()
    peer.run(8_000_000)
    expect(peer.sent()).toEqual([])
  })

  test('probes after the idle time, and gives up with ETIMEDOUT and a RST after the count', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    socket.setOption(SocketOption.KEEPALIVE, 10)
    socket.setOption(SocketOption.KEEPALIVE_INTERVAL, 2)
    socket.setOption(SocketOption.KEEPALIVE_COUNT, 3)
    peer.run(15_999)
    expect(peer.sent()).toEqual([
      '10000 . 0:0(0) ack 1 win 64240',
      '12000 . 0:0(0) ack 1 win 64240',
      '14000 . 0:0(0) ack 1 win 64240',
    ])
    peer.run(1)
    expect(peer.sent()).toEqual(['16000 R. 1:1(0) ack 1 win 0'])
    expect(socket.takeError()).toBe(Errno.ETIMEDOUT)
  })

  test('an answer, or any other segment, restarts the idle time', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected()
    socket.setOption(SocketOption.KEEPALIVE, 10)
    socket.setOption(SocketOption.KEEPALIVE_INTERVAL, 2)
    peer.run(10_000)
    peer.receives('. 1:1(0) ack 1')
    peer.sent()
    peer.run(9_999)
    expect(peer.sent()).toEqual([])
    peer.run(1)
    expect(peer.sent()).toHaveLength(1)
  })

  test('a keep-alive probe from the peer is answered (an old sequence number, RFC 9293 3.8.4)', () => {
    const peer = new ScriptedPeer()
    peer.connected()
    peer.receives('. 0:0(0) ack 1')
    expect(peer.sent()).toEqual(['0 . 1:1(0) ack 1 win 64240'])
  })
})
