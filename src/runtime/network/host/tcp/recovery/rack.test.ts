import { describe, expect, test } from 'vitest'
import { outline, underWay } from './under-way.fixture.ts'

describe('RACK (RFC 8985)', () => {
  test('one segment reported behind a gap: the gap is lost a quarter of the round trip later', () => {
    const { peer } = underWay(10)
    peer.run(100)
    peer.receives('. 1:1(0) ack 1 <sack 1001:2001>')
    expect(peer.sent()).toEqual([])
    // A quarter of the minimum round trip of 100 ms, plus 2 ms of Linux's clock.
    peer.run(26.5)
    expect(peer.sent()).toEqual([])
    peer.run(0.5)
    expect(outline(peer.sent())).toEqual(['227 1:1001'])
  })

  test('a segment that arrives within that time was only late: nothing is retransmitted', () => {
    const { peer, socket } = underWay(10)
    peer.run(100)
    peer.receives('. 1:1(0) ack 1 <sack 1001:2001>')
    peer.run(10)
    peer.receives('. 1:1(0) ack 10001')
    peer.run(5000)
    expect(peer.sent()).toEqual([])
    expect(socket.stats()).toMatchObject({ totalRetrans: 0, slowStartThreshold: null })
  })

  test('once reordering was seen, three segments behind a gap no longer prove a loss', () => {
    const { peer } = underWay(10)
    peer.run(100)
    peer.receives('. 1:1(0) ack 1 <sack 1001:2001>')
    peer.receives('. 1:1(0) ack 2001')
    peer.receives('. 1:1(0) ack 2001 <sack 3001:6001>')
    expect(peer.sent()).toEqual([])
    peer.run(30)
    expect(outline(peer.sent())).toEqual(['227 2001:3001'])
  })

  test('a lost retransmission is detected before the timeout', () => {
    const { peer, socket } = underWay(10)
    peer.run(100)
    peer.receives('. 1:1(0) ack 1 <sack 1001:4001>')
    expect(outline(peer.sent())).toEqual(['200 1:1001'])
    socket.send(new Uint8Array(5000))
    peer.receives('. 1:1(0) ack 1 <sack 1001:10001>')
    expect(outline(peer.sent()).at(-1)).toMatch(/^200 1[1-9]001:/)
    peer.run(100)
    peer.receives('. 1:1(0) ack 1 <sack 1001:12001>')
    expect(outline(peer.sent())[0]).toBe('300 1:1001')
    expect(socket.stats().backoff).toBe(0)
  })

  test('segments sent in the same instant are told apart by their order', () => {
    const { peer, socket } = underWay(4)
    peer.run(100)
    peer.receives('. 1:1(0) ack 1 <sack 1001:4001>')
    socket.send(new Uint8Array(1000))
    expect(outline(peer.sent())).toEqual(['200 1:1001', '200 4001:5001'])
    peer.run(100)
    peer.receives('. 1:1(0) ack 4001')
    peer.receives('. 1:1(0) ack 5001')
    expect(peer.sent()).toEqual([])
  })
})
