import { describe, expect, test } from 'vitest'
import { ScriptedPeer, text } from '../scripted-peer.fixture.ts'

const ROUND_TRIP = 100

/** Ten segments of 1000 bytes in flight for a round trip of 100 ms, and nothing more to send. */
function tenUnderWay(options: string) {
  const peer = new ScriptedPeer()
  const socket = peer.connecting()
  peer.run(ROUND_TRIP)
  peer.receives(`S. 0:0(0) ack 1 win 60000 ${options}`)
  peer.sent()
  socket.send(text('x'.repeat(10_000)))
  expect(peer.sent()).toHaveLength(10)
  peer.run(ROUND_TRIP)
  return { peer, socket }
}

describe('with SACK (RFC 6675)', () => {
  const SACK = '<mss 1000,sackOK>'

  test('three SACKed segments above a gap mean a loss: the segment is retransmitted before the timeout', () => {
    const { peer, socket } = tenUnderWay(SACK)
    peer.receives('. 1:1(0) ack 1 <sack 1001:2001>')
    peer.receives('. 1:1(0) ack 1 <sack 1001:3001>')
    expect(peer.sent()).toEqual([])
    peer.receives('. 1:1(0) ack 1 <sack 1001:4001>')
    expect(peer.sent()).toEqual(['200 . 1:1001(1000) ack 1 win 64240'])
    expect(socket.stats()).toMatchObject({ slowStartThreshold: 5, totalRetrans: 1 })
  })

  test('several losses in one window are repaired in one round trip', () => {
    const { peer, socket } = tenUnderWay(SACK)
    for (const end of [5001, 6001, 7001, 8001, 9001, 10_001]) {
      peer.receives(`. 1:1(0) ack 1 <sack 4001:${end} 1001:3001>`)
    }
    const again = peer.sent().map((line) => line.split(' ')[2])
    expect(again).toEqual(['1:1001(1000)', '3001:4001(1000)'])
    peer.receives('. 1:1(0) ack 10001')
    expect(socket.stats()).toMatchObject({ sndCwnd: 5, totalRetrans: 2, unacknowledged: 0 })
  })

  test('after a timeout only what the peer lacks is retransmitted', () => {
    const { peer } = tenUnderWay(SACK)
    peer.receives('. 1:1(0) ack 1 <sack 2001:4001>')
    peer.run(1000)
    peer.sent()
    peer.receives('. 1:1(0) ack 1001 <sack 2001:4001>')
    expect(peer.sent().map((line) => line.split(' ')[2])).toEqual(['1001:2001(1000)', '4001:5001(1000)'])
  })

  test('impossible SACK blocks are ignored', () => {
    const { peer, socket } = tenUnderWay(SACK)
    peer.receives('. 1:1(0) ack 1 <sack 50001:60001 3001:2001>')
    peer.receives('. 1:1(0) ack 1 <sack 50001:60001>')
    peer.receives('. 1:1(0) ack 1 <sack 50001:60001>')
    expect(peer.sent()).toEqual([])
    expect(socket.stats().totalRetrans).toBe(0)
  })
})

describe('without SACK (NewReno, RFC 6582)', () => {
  const PLAIN = '<mss 1000>'
  const duplicate = '. 1:1(0) ack 1'

  test('the third duplicate acknowledgment retransmits the segment', () => {
    const { peer, socket } = tenUnderWay(PLAIN)
    peer.receives(duplicate)
    peer.receives(duplicate)
    expect(peer.sent()).toEqual([])
    peer.receives(duplicate)
    expect(peer.sent()).toEqual(['200 . 1:1001(1000) ack 1 win 64240'])
    expect(socket.stats().slowStartThreshold).toBe(5)
  })

  test('a partial acknowledgment shows the next loss', () => {
    const { peer } = tenUnderWay(PLAIN)
    // The first and the fifth are lost: eight others arrive behind them.
    for (let i = 0; i < 8; i++) peer.receives(duplicate)
    peer.sent()
    peer.receives('. 1:1(0) ack 4001')
    expect(peer.sent()).toEqual(['200 . 4001:5001(1000) ack 1 win 64240'])
  })

  test('the end of recovery sets the window to the threshold', () => {
    const { peer, socket } = tenUnderWay(PLAIN)
    for (let i = 0; i < 9; i++) peer.receives(duplicate)
    peer.receives('. 1:1(0) ack 10001')
    expect(socket.stats()).toMatchObject({ sndCwnd: 5, slowStartThreshold: 5 })
  })

  test('an acknowledgment that carries data or changes the window is not a duplicate (RFC 5681 2)', () => {
    const { peer } = tenUnderWay(PLAIN)
    for (let i = 0; i < 4; i++) peer.receives(`. ${1 + i}:${2 + i}(1) ack 1`)
    for (let i = 0; i < 4; i++) peer.receives(`. 5:5(0) ack 1 win ${50_000 + i}`)
    expect(peer.sent().filter((line) => line.includes('(1000)'))).toEqual([])
  })

  test('the first two duplicates let new segments out (limited transmit, RFC 3042)', () => {
    const peer = new ScriptedPeer()
    const socket = peer.connected(PLAIN)
    socket.send(text('x'.repeat(20_000)))
    peer.sent()
    peer.receives(duplicate)
    peer.receives(duplicate)
    expect(peer.sent().map((line) => line.split(' ')[2])).toEqual(['10001:11001(1000)', '11001:12001(1000)'])
  })
})
