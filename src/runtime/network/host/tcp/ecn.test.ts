import { describe, expect, test } from 'vitest'
import { Curve } from '../../../../../tests/network/curves.fixture.ts'
import { ScriptedPeer, text } from './scripted-peer.fixture.ts'

/** A connection with ECN that the host opened, nothing in flight. */
function withEcn() {
  const peer = new ScriptedPeer({ ecn: 1 })
  const socket = peer.connecting()
  peer.run(100)
  peer.receives('S.E 0:0(0) ack 1 win 60000 <mss 1000,sackOK>')
  peer.sent()
  return { peer, socket }
}

describe('agreeing on ECN (RFC 3168 6.1.1)', () => {
  test("we do not ask for it, Linux's default, but agree when asked", () => {
    const peer = new ScriptedPeer()
    peer.connecting()
    expect(peer.sent()[0]).toMatch(/^0 S 0:0/)
    const asked = new ScriptedPeer()
    asked.listening()
    asked.receives('SEW 0:0(0) win 60000 <mss 1000>')
    expect(asked.sent()[0]).toMatch(/^0 S\.E 0:0/)
  })

  test('when enabled, our SYN asks for it with ECE and CWR', () => {
    const peer = new ScriptedPeer({ ecn: 1 })
    const socket = peer.connecting()
    expect(peer.sent()[0]).toMatch(/^0 SEW 0:0/)
    peer.receives('S.E 0:0(0) ack 1 win 60000 <mss 1000>')
    peer.sent()
    socket.send(text('hello'))
    expect(peer.sent()[0]).toMatch(/^0 \[ect0\] P\. 1:6/)
  })

  test('a SYN-ACK without ECE, or one that repeats our flags, says no', () => {
    // Linux reads the second as Accurate ECN (RFC 9768) from 6.18 on; before, and here, RFC 3168 6.1.1 holds.
    for (const flags of ['S.', 'S.EW']) {
      const peer = new ScriptedPeer({ ecn: 1 })
      const socket = peer.connecting()
      peer.receives(`${flags} 0:0(0) ack 1 win 60000 <mss 1000>`)
      peer.sent()
      socket.send(text('hello'))
      expect(peer.sent()[0]).toMatch(/^0 P\. 1:6/)
    }
  })

  test('a retransmitted SYN does not ask: the flags may have been why it was dropped (6.1.1.1)', () => {
    const peer = new ScriptedPeer({ ecn: 1 })
    peer.connecting()
    peer.run(1000)
    expect(peer.sent()[1]).toMatch(/^1000 S 0:0/)
  })
})

describe('with ECN', () => {
  test('bare acknowledgments and retransmissions are not ECN-capable (6.1.4, 6.1.5)', () => {
    const { peer, socket } = withEcn()
    peer.receives('[ect0] . 1:1001(1000) ack 1')
    expect(peer.sent()[0]).toMatch(/^100 \. 1:1/)
    socket.send(text('hello'))
    expect(peer.sent()[0]).toMatch(/^100 \[ect0\]/)
    peer.run(1000)
    expect(peer.sent()[0]).toMatch(/^\d+ P\. 1:6/)
  })

  test('a marked segment is echoed on every acknowledgment until CWR comes (6.1.3)', () => {
    const { peer } = withEcn()
    peer.receives('[ce] . 1:1001(1000) ack 1')
    peer.receives('[ect0] . 1001:2001(1000) ack 1')
    expect(peer.sent().map((line) => line.split(' ')[1])).toEqual(['.E', '.E'])
    peer.receives('[ect0] .W 2001:3001(1000) ack 1')
    expect(peer.sent().map((line) => line.split(' ')[1])).toEqual(['.'])
  })

  test('an echo halves the window once per round trip, retransmits nothing, and is answered with CWR (6.1.2)', () => {
    const { peer, socket } = withEcn()
    socket.send(new Uint8Array(10_000))
    peer.sent()
    peer.run(100)
    peer.receives('.E 1:1(0) ack 1001')
    for (let end = 2001; end <= 10_001; end += 1000) peer.receives(`.E 1:1(0) ack ${end}`)
    expect(socket.stats()).toMatchObject({ totalRetrans: 0, slowStartThreshold: 5 })
    socket.send(new Uint8Array(2000))
    expect(peer.sent().map((line) => line.split(' ')[2])).toEqual(['.W', 'P.'])
  })
})

test('a link that marks keeps the queue short and loses nothing; CUBIC and Reno slow down all the same', () => {
  for (const congestionControl of ['reno', 'cubic'] as const) {
    const curve = new Curve(1, { congestionControl, ecn: 1 }, { rate: 10_000_000, queue: 200, mark: 60 })
    const flow = curve.flow()
    curve.run(5)
    const rate = curve.measure(flow, 5)
    expect(rate).toBeGreaterThan(9_000_000)
    expect(flow.socket.stats().totalRetrans).toBe(0)
  }
})
