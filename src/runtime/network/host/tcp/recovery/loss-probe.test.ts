import { describe, expect, test } from 'vitest'
import { outline, underWay } from './under-way.fixture.ts'

describe('tail loss probe (RFC 8985 7)', () => {
  test('two round trips after the last of several segments, that one is retransmitted', () => {
    const { peer, socket } = underWay(3)
    peer.run(202)
    expect(outline(peer.sent())).toEqual(['302 2001:3001'])
    expect(socket.stats().sndCwnd).toBe(10)
  })

  test("a lone segment waits 200 ms longer, for the peer's delayed acknowledgment, but no longer than the timeout", () => {
    const near = underWay(1, 10)
    near.peer.run(250)
    expect(outline(near.peer.sent())).toEqual(['220 1:1001'])
    const far = underWay(1, 600)
    far.peer.run(1800)
    expect(outline(far.peer.sent())).toEqual(['2000 1:1001'])
  })

  test("new data, if there is some and it fits the peer's window, is the better probe", () => {
    const { peer } = underWay(12)
    peer.run(202)
    expect(outline(peer.sent())).toEqual(['302 10001:11001'])
  })

  test('only one probe: then the retransmission timeout, counted from the probe, with all its consequences', () => {
    const { peer, socket } = underWay(3)
    peer.run(202)
    peer.sent()
    peer.run(299)
    expect(peer.sent()).toEqual([])
    peer.run(1)
    expect(outline(peer.sent())).toEqual(['602 1:1001'])
    expect(socket.stats()).toMatchObject({ sndCwnd: 1, slowStartThreshold: 5, backoff: 1 })
  })

  test("the probe's SACK shows the loss before it, which is repaired by fast recovery", () => {
    const { peer, socket } = underWay(10)
    peer.run(100)
    peer.receives('. 1:1(0) ack 8001')
    peer.run(2 * 100 + 2)
    expect(outline(peer.sent())).toEqual(['402 9001:10001'])
    peer.run(100)
    peer.receives('. 1:1(0) ack 8001 <sack 9001:10001>')
    peer.run(20)
    expect(outline(peer.sent())).toEqual(['502 8001:9001'])
    expect(socket.stats().backoff).toBe(0)
  })

  test('a probe that repaired a loss halves the window (7.4.2)', () => {
    const { peer, socket } = underWay(3)
    peer.run(202)
    peer.receives('. 1:1(0) ack 3001')
    expect(socket.stats().sndCwnd).toBe(10)
    socket.send(new Uint8Array(1000))
    peer.receives('. 1:1(0) ack 4001')
    expect(socket.stats()).toMatchObject({ sndCwnd: 5, slowStartThreshold: 5 })
  })

  test('a D-SACK shows that the probe was needless', () => {
    const { peer, socket } = underWay(3)
    peer.run(202)
    peer.receives('. 1:1(0) ack 3001 <sack 2001:3001>')
    socket.send(new Uint8Array(1000))
    peer.receives('. 1:1(0) ack 4001')
    expect(socket.stats().slowStartThreshold).toBe(null)
  })

  test('can be switched off, as net.ipv4.tcp_early_retrans can', () => {
    const { peer } = underWay(3, 100, { lossProbe: false })
    peer.run(299)
    expect(peer.sent()).toEqual([])
    peer.run(1)
    expect(outline(peer.sent())).toEqual(['400 1:1001'])
  })
})
