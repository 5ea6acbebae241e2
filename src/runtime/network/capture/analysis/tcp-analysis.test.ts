import { describe, expect, test } from 'vitest'
import { CaptureAnalysis, TcpAnalysis } from '../index.ts'
import { records, tcp } from '../packets.fixture.ts'

const ISN = 0xffff_fff0
const PEER = 7000
const wscale = (shift: number) => [{ kind: 'wscale', shift }] as const

/** Connection up to and including the client's acknowledgment. */
const HANDSHAKE = [
  tcp({ flags: 'SYN', seq: ISN, options: wscale(7) }),
  tcp({ flags: 'SYN ACK', seq: PEER, ack: ISN + 1, options: wscale(2) }, true),
  tcp({ flags: 'ACK', seq: ISN + 1, ack: PEER + 1, window: 502 }),
]
const data = (seq: number, text: string) =>
  tcp({ flags: 'PSH ACK', seq: ISN + seq, ack: PEER + 1, data: text, window: 502 })
const ackOf = (ack: number, window = 1000) => tcp({ flags: 'ACK', seq: PEER + 1, ack: ISN + ack, window }, true)

/**
 * Returns positions of the frames after the handshake: one millisecond apart, or later if a pause in milliseconds precedes a
 * frame.
 */
function analyse(...frames: (Uint8Array | number)[]) {
  const analysis = new TcpAnalysis()
  let late = 0
  const delays = frames.flatMap((frame) => {
    if (typeof frame === 'number') late += frame * 1_000_000
    return typeof frame === 'number' ? [] : [late]
  })
  const all = records(...HANDSHAKE, ...frames.filter((frame) => typeof frame !== 'number'))
  return all
    .map((record, index) => analysis.add({ ...record, at: record.at + (delays[index - HANDSHAKE.length] ?? 0) })!)
    .slice(HANDSHAKE.length)
}
const marks = (...frames: (Uint8Array | number)[]) => analyse(...frames).map((position) => position.marks.join(' '))

describe('relative numbers', () => {
  test('count from the SYN of each side, also where the raw numbers wrap around', () => {
    const [first, second, answer] = analyse(data(1, 'x'.repeat(20)), data(21, 'abc'), ackOf(24))
    expect(first).toMatchObject({ stream: 0, sequence: 1, nextSequence: 21, acknowledgment: 1 })
    expect(second).toMatchObject({ sequence: 21, nextSequence: 24 })
    expect(answer).toMatchObject({ sequence: 1, nextSequence: 1, acknowledgment: 24 })
  })

  test('a capture that begins in the middle calls the first byte number 1', () => {
    const analysis = new TcpAnalysis()
    const positions = records(data(501, 'abc'), ackOf(504)).map((record) => analysis.add(record))
    expect(positions).toMatchObject([
      { sequence: 1, acknowledgment: 1 },
      { sequence: 1, acknowledgment: 4 },
    ])
  })

  test('windows are scaled once both sides have agreed', () => {
    const analysis = new CaptureAnalysis()
    const all = records(...HANDSHAKE, ackOf(1, 1000))
    for (const record of all) analysis.add(record)
    const windows = all.map(
      (record) => analysis.dissect(record).layers[2]!.fields.find(({ name }) => name === 'tcp.window_size')!.value,
    )
    expect(windows).toEqual([64_240, 64_240, 502 * 128, 4000])
  })

  test('each connection has its stream, and a new SYN on the same ports begins another', () => {
    const analysis = new TcpAnalysis()
    const other = tcp({ flags: 'SYN', seq: 9, ports: [40_001, 9000] })
    const again = tcp({ flags: 'SYN', seq: ISN + 5000 })
    const streams = records(...HANDSHAKE, other, HANDSHAKE[0]!, again).map((record) => analysis.add(record)!.stream)
    expect(streams).toEqual([0, 0, 0, 1, 0, 2])
  })

  test('what is no TCP has no position', () => {
    expect(new TcpAnalysis().add(records(new Uint8Array(30))[0]!)).toBeNull()
  })
})

describe('a world that runs for hours', () => {
  test('leaves no more behind than the connections of late, and those that are open longest', () => {
    const analysis = new TcpAnalysis({ mostConnections: 10 })
    const stream = (frame: Uint8Array) => analysis.add(records(frame)[0]!)!.stream
    const open = tcp({ flags: 'SYN', seq: 9, ports: [1, 9000] })
    stream(open)
    for (let port = 2; port < 500; port++) {
      const ports = [port, 9000] as const
      for (const flags of ['SYN', 'FIN ACK']) stream(tcp({ flags, seq: 9, ports }))
      stream(tcp({ flags: 'FIN ACK', seq: 9, ports }, true))
      expect(analysis.connections).toBeLessThanOrEqual(20)
    }
    expect(stream(tcp({ flags: 'ACK', seq: 10, ports: [1, 9000] }))).toBe(0)
    expect(stream(tcp({ flags: 'ACK', seq: 10, ports: [499, 9000] }))).toBe(498)
    expect(stream(tcp({ flags: 'ACK', seq: 10, ports: [2, 9000] }))).toBe(499)
  })
})

describe('marks', () => {
  test('a segment sent again is a retransmission, and says of which packet, and how long the oldest data had waited', () => {
    const positions = analyse(data(1, 'abc'), data(4, 'def'), 10, data(1, 'abc'))
    expect(positions.map(({ marks: found }) => found)).toEqual([[], [], ['retransmission']])
    expect(positions[2]).toMatchObject({ repeats: 4, timeout: { after: 12_000_000, frame: 4 } })
  })

  test('sooner than a round trip it was only overtaken', () => {
    expect(marks(data(1, 'abc'), data(7, 'ghi'), data(4, 'def'))).toEqual(['', 'lost_segment', 'out_of_order'])
  })

  test('after two duplicate acknowledgments of it, a fast one; each duplicate says which it is, and of what', () => {
    const frames = [data(1, 'abc'), data(4, 'def'), ackOf(1), ackOf(1), ackOf(1), data(1, 'abc')]
    expect(marks(...frames)).toEqual([
      ...['', '', 'window_update', 'duplicate_ack', 'duplicate_ack'],
      'fast_retransmission retransmission',
    ])
    expect(analyse(...frames).map(({ duplicateAck }) => duplicateAck?.count ?? null)).toEqual([
      ...[null, null, null, 1, 2, null],
    ])
    expect(analyse(...frames)[4]!.duplicateAck).toEqual({ count: 2, frame: 2 })
  })

  test('what was acknowledged already is sent again for nothing', () => {
    expect(marks(data(1, 'abc'), ackOf(4), 100, data(1, 'abc'))[2]).toBe('spurious_retransmission retransmission')
  })

  test('a byte that was acknowledged long ago asks whether the peer lives, and its answer', () => {
    const keepAlive = tcp({ flags: 'ACK', seq: ISN + 3, ack: PEER + 1, window: 502 })
    expect(marks(data(1, 'abc'), ackOf(4), keepAlive, ackOf(4)).slice(2)).toEqual(['keep_alive', 'keep_alive_ack'])
  })

  test('a window that closes, is probed, and opens', () => {
    const probe = tcp({ flags: 'ACK', seq: ISN + 4, ack: PEER + 1, data: 'd', window: 502 })
    expect(marks(data(1, 'abc'), ackOf(4, 0), probe, ackOf(4, 0), ackOf(4, 1000)).slice(1)).toEqual([
      ...['zero_window', 'zero_window_probe', 'zero_window zero_window_probe_ack', 'window_update'],
    ])
  })

  test('data that fills the window to the last byte', () => {
    expect(marks(ackOf(1, 1), data(1, 'four'))).toEqual(['window_update', 'window_full'])
  })

  test('an acknowledgment of what was never seen', () => {
    expect(marks(data(1, 'abc'), ackOf(9))).toEqual(['', 'ack_lost_segment'])
  })

  test('the same segment on the next link is no retransmission', () => {
    const analysis = new TcpAnalysis()
    const [first] = records(data(1, 'abc'))
    analysis.add(first!)
    expect(analysis.add({ ...first!, number: 2, link: 1 })!.marks).toEqual([])
  })
})

test('round trips: from each segment to its acknowledgment, and the first from SYN to ACK', () => {
  const [, answer] = analyse(data(1, 'abc'), ackOf(4))
  expect(answer).toMatchObject({ acks: { frame: 4, rtt: 1_000_000 }, initialRtt: 2_000_000 })
})

test('what is in flight: data without its acknowledgment, not counting what SACK reports', () => {
  const sack = tcp(
    {
      flags: 'ACK',
      seq: PEER + 1,
      ack: ISN + 1,
      options: [{ kind: 'sack', blocks: [{ left: ISN + 4, right: ISN + 7 }] }],
    },
    true,
  )
  const positions = analyse(data(1, 'abc'), data(4, 'def'), sack, data(7, 'gh'), ackOf(9), data(9, 'i'))
  expect(positions.map(({ bytesInFlight }) => bytesInFlight)).toEqual([3, 6, null, 5, null, 1])
})

test('the summary of a packet has relative numbers and what it repeats', () => {
  const analysis = new CaptureAnalysis()
  const all = records(...HANDSHAKE, data(1, 'lo\n'), data(1, 'lo\n'))
  for (const record of all) analysis.add(record)
  expect(all.map((record) => analysis.dissect(record).summary)).toEqual([
    'SYN seq 0 win 64240 WS 128',
    'SYN ACK seq 0 ack 1 WS 4',
    'ACK seq 1 ack 1',
    'PSH ACK seq 1 ack 1 len 3  "lo\\n"',
    'PSH ACK seq 1 ack 1 len 3  "lo\\n"  again #4',
  ])
})
