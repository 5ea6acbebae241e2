import { describe, expect, test } from 'vitest'
import { outline, underWay } from './under-way.fixture.ts'

describe('F-RTO (RFC 5682): after a spurious timeout', () => {
  const tcp = { lossProbe: false }

  test('new data is sent first, and when the first transmissions arrive, the window is restored', () => {
    const { peer, socket } = underWay(5, 100, tcp)
    peer.run(300)
    expect(outline(peer.sent())).toEqual(['400 1:1001'])
    expect(socket.stats().sndCwnd).toBe(1)
    socket.send(new Uint8Array(10_000))
    peer.receives('. 1:1(0) ack 1001')
    expect(outline(peer.sent())).toEqual(['400 5001:6001', '400 6001:7001'])
    peer.receives('. 1:1(0) ack 2001')
    // The ten from before, and slow start adds one.
    expect(socket.stats()).toMatchObject({ totalRetrans: 1, sndCwnd: 11, slowStartThreshold: null })
  })

  test('duplicates instead show that the loss was real: the rest is retransmitted', () => {
    const { peer, socket } = underWay(5, 100, tcp)
    peer.run(300)
    socket.send(new Uint8Array(10_000))
    peer.receives('. 1:1(0) ack 1001')
    peer.sent()
    peer.receives('. 1:1(0) ack 1001 <sack 5001:6001>')
    expect(outline(peer.sent())[0]).toBe('400 1001:2001')
    expect(socket.stats().slowStartThreshold).toBe(5)
  })

  test('without new data, slow start retransmits what is missing', () => {
    const { peer } = underWay(5, 100, tcp)
    peer.run(300)
    peer.sent()
    peer.receives('. 1:1(0) ack 1001')
    expect(outline(peer.sent())).toEqual(['400 1001:2001', '400 2001:3001'])
  })
})

describe('D-SACK (RFC 2883, RFC 3708): all retransmissions turn out to have been needless', () => {
  test('the window is restored, and RACK more patient', () => {
    const { peer, socket } = underWay(10)
    peer.run(100)
    peer.receives('. 1:1(0) ack 1 <sack 1001:5001>')
    expect(outline(peer.sent())).toEqual(['200 1:1001'])
    expect(socket.stats().slowStartThreshold).toBe(5)
    peer.receives('. 1:1(0) ack 5001')
    peer.receives('. 1:1(0) ack 9001 <sack 1:1001>')
    expect(socket.stats().sndCwnd).toBeGreaterThanOrEqual(10)
    expect(peer.host.counters.value('TCPDSACKUndo')).toBe(1)
  })

  test('also when everything is already acknowledged', () => {
    const { peer, socket } = underWay(1, 100, { lossProbe: false })
    peer.run(300)
    peer.receives('. 1:1(0) ack 1001')
    expect(socket.stats().slowStartThreshold).toBe(5)
    peer.receives('. 1:1(0) ack 1001 <sack 1:1001>')
    expect(socket.stats()).toMatchObject({ sndCwnd: 10, slowStartThreshold: null })
  })
})

describe('timestamps (Eifel, RFC 3522): the acknowledgment answers the first transmission', () => {
  test('the window is restored at once', () => {
    const { peer, socket } = underWay(10, 100, { timestamps: true }, '<mss 1012,sackOK,TS val 1 ecr 0>')
    const first = peer.timestamp
    peer.run(100)
    peer.receives(`. 1:1(0) ack 1 <nop,nop,TS val 2 ecr ${first},nop,nop,sack 1001:5001>`)
    expect(outline(peer.sent())).toEqual(['200 1:1001'])
    peer.receives(`. 1:1(0) ack 10001 <nop,nop,TS val 3 ecr ${first}>`)
    // The ten from before, and slow start adds the six that arrived now.
    expect(socket.stats()).toMatchObject({ sndCwnd: 16, slowStartThreshold: null })
    expect(peer.host.counters.value('TCPFullUndo')).toBe(1)
  })

  test('but not if it answers the retransmission', () => {
    const { peer, socket } = underWay(10, 100, { timestamps: true }, '<mss 1012,sackOK,TS val 1 ecr 0>')
    const first = peer.timestamp
    peer.run(100)
    peer.receives(`. 1:1(0) ack 1 <nop,nop,TS val 2 ecr ${first},nop,nop,sack 1001:5001>`)
    peer.run(100)
    peer.receives(`. 1:1(0) ack 10001 <nop,nop,TS val 3 ecr ${peer.timestamp}>`)
    // The threshold, and the growth that this acknowledgment of a full window brings.
    expect(socket.stats()).toMatchObject({ sndCwnd: 6, slowStartThreshold: 5 })
  })
})
