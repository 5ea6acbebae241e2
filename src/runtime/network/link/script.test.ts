import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CaptureAnalysis, dissect, fieldValue } from '../capture/index.ts'
import { tcp } from '../capture/packets.fixture.ts'
import { MILLISECOND, SECOND } from '../clock.ts'
import { type Ipv4Packet, parseIpv4, parseTcp, type TcpSegment } from '../wire/index.ts'
import { editProblem, type LinkRule, type RuleHandle } from './index.ts'
import { frame, wireOf } from './wire-of.fixture.ts'

const MS = MILLISECOND

const START = 4_294_967_000

/** A connection from a that sends `pieces`, one segment each; its sequence numbers wrap. */
function stream(pieces: readonly string[], rules: readonly LinkRule[], gap = 0) {
  const world = wireOf({ mtu: 65_535 })
  const handles = rules.map((rule) => world.link.addRule(rule, 'a') as RuleHandle)
  const send = (more: Parameters<typeof tcp>[0]) => world.link.ends[0].transmit(tcp(more))
  send({ flags: 'SYN', seq: START })
  let offset = 1
  for (const [i, data] of pieces.entries()) {
    const seq = (START + offset) % 2 ** 32
    world.clock.at(i * gap, () =>
      send({ flags: i === pieces.length - 1 ? 'FIN PSH ACK' : 'PSH ACK', seq, ack: 1, data }),
    )
    offset += data.length
  }
  world.clock.runUntil(10 * SECOND)
  const segments = world.arrivals.map(({ bytes }) => segmentOf(bytes))
  return { ...world, handles, segments }
}

function segmentOf(bytes: Uint8Array): TcpSegment {
  return parseTcp((parseIpv4(bytes.subarray(14)) as Ipv4Packet).payload) as TcpSegment
}

const texts = (segments: readonly TcpSegment[]) =>
  segments.filter(({ payload }) => payload.length > 0).map(({ payload }) => String.fromCharCode(...payload))

/** Bytes of a stream as a receiver reassembles them by sequence number. */
function reassembled(segments: readonly TcpSegment[]): string {
  const bytes: number[] = []
  for (const { sequenceNumber, payload } of segments) {
    const at = (sequenceNumber - START - 1 + 2 ** 33) % 2 ** 32
    for (const [i, byte] of payload.entries()) bytes[at + i] = byte
  }
  return String.fromCharCode(...bytes)
}

function checksumsAreGood(bytes: Uint8Array): boolean {
  const packet = dissect(bytes)
  const status = ['ip', 'tcp', 'udp'].map((name) => fieldValue(packet, `${name}.checksum.status`))
  return packet.layers.every(({ protocol }) => protocol !== '_ws.malformed') && !status.includes(0)
}

describe('a rule that sets fields', () => {
  test('writes them where dissection found them, mends the checksums, and the recording shows it', () => {
    const { clock, link, arrivals, recorder, send } = wireOf()
    const fields = {
      'ip.ttl': 3,
      'ip.src': '192.0.2.9',
      'ip.flags.df': 0,
      'udp.dstport': 53,
      'eth.src': '02:00:00:00:00:99',
    }
    const handle = link.addRule({ filter: 'udp', action: 'set', fields }, 'a') as RuleHandle
    send(2)
    clock.runUntil(0)
    const packet = dissect(arrivals[0]!.bytes)
    for (const [name, value] of Object.entries(fields)) expect(fieldValue(packet, name)).toBe(value)
    expect(checksumsAreGood(arrivals[0]!.bytes)).toBe(true)
    expect(recorder.packets[0]).toMatchObject({ bytes: arrivals[0]!.bytes, changedBy: 'set', fate: 'delivered' })
    expect(handle.hits).toEqual([recorder.packets[0]])
    expect(recorder.packets[1]).not.toHaveProperty('changedBy')
  })

  test('leaves checksums wrong when asked to, and sets one to a given value', () => {
    const status = (rule: Partial<LinkRule>) => {
      const { clock, link, arrivals, send } = wireOf()
      link.addRule({ filter: '', action: 'set', ...rule }, 'a')
      send(1)
      clock.runUntil(0)
      return ['ip', 'udp'].map((name) => fieldValue(dissect(arrivals[0]!.bytes), `${name}.checksum.status`))
    }
    expect(status({ fields: { 'ip.ttl': 3 }, checksums: 'leave' })).toEqual([0, 1])
    expect(status({ fields: { 'udp.checksum': 0x1234 } })).toEqual([1, 0])
    expect(status({ fields: { 'udp.payload': '00' } })).toEqual([1, 1])
  })

  test('gives a payload another length: the lengths around it follow, and checksums are good', () => {
    const { clock, link, arrivals, send } = wireOf()
    link.addRule({ filter: '', action: 'set', fields: { 'udp.payload': '68656c6c6f21' } }, 'a')
    send(1)
    clock.runUntil(0)
    const { bytes } = arrivals[0]!
    const packet = dissect(bytes)
    expect(fieldValue(packet, 'ip.len')).toBe(20 + 8 + 6)
    expect(fieldValue(packet, 'udp.length')).toBe(8 + 6)
    expect(new TextDecoder().decode(bytes.subarray(-6))).toBe('hello!')
    expect(checksumsAreGood(bytes)).toBe(true)
  })

  test('reports an impossible change: no such field, another length, the same value', () => {
    const { clock, arrivals, send } = wireOf()
    send(1)
    clock.runUntil(0)
    const packet = dissect(arrivals[0]!.bytes)
    expect(editProblem(packet, { 'tcp.flags': 2 })).toBe('cannot set tcp.flags: this packet has no such field')
    expect(editProblem(packet, { 'ip.ttl': 300 })).toMatch(/the most is 255/)
    expect(editProblem(packet, { 'udp.payload': '00'.repeat(65_600) })).toMatch(/at most 65535 bytes/)
    expect(editProblem(packet, { 'ip.ttl': fieldValue(packet, 'ip.ttl') as number })).toMatch(/already/)
    expect(editProblem(packet, { 'udp.payload': '6869' })).toBeNull()
  })

  test('a relative sequence number moves the real one, also around the wrap', () => {
    const { segments } = stream(
      ['abc'],
      [{ filter: 'tcp.len > 0', action: 'set', fields: { 'tcp.seq': 1001, 'tcp.flags.push': 0 } }],
    )
    expect(segments[1]).toMatchObject({ sequenceNumber: (START + 1001) % 2 ** 32, flags: 0x011 })
  })

  test('every field of a header can be written and is read again', () => {
    const names = [
      'ip.id',
      'ip.dsfield.dscp',
      'ip.ttl',
      'tcp.srcport',
      'tcp.seq_raw',
      'tcp.ack_raw',
      'tcp.window_size_value',
    ]
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(63), (name, value) => {
        const { clock, link, arrivals } = wireOf()
        link.addRule({ filter: '', action: 'set', fields: { [name]: value } }, 'a')
        link.ends[0].transmit(tcp({ flags: 'ACK', seq: 1, ack: 1, data: 'x' }))
        clock.runUntil(0)
        expect(fieldValue(dissect(arrivals[0]!.bytes), name)).toBe(value)
        expect(checksumsAreGood(arrivals[0]!.bytes)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a rule that truncates or marks', () => {
  test('leaves so many bytes of the packet', () => {
    const { clock, link, arrivals, send } = wireOf()
    link.addRule({ filter: '', action: 'truncate', length: 30 }, 'a')
    send(1)
    clock.runUntil(0)
    expect(arrivals[0]!.bytes.length).toBe(44)
    expect(fieldValue(dissect(arrivals[0]!.bytes), '_ws.malformed')).toContain('ip')
  })

  test('marks what understands it, and leaves the rest', () => {
    const { clock, link, arrivals } = wireOf()
    link.addRule({ filter: '', action: 'mark', count: 2 }, 'a')
    const capable = frame(1)
    link.addRule({ filter: '', action: 'drop', nth: 9 })
    link.ends[0].transmit(capable)
    clock.runUntil(0)
    expect(fieldValue(dissect(arrivals[0]!.bytes), 'ip.dsfield.ecn')).toBe(0)
    const { clock: second, link: other, arrivals: there } = wireOf()
    other.addRule({ filter: 'ip.ttl == 64', action: 'set', fields: { 'ip.dsfield.ecn': 2 } }, 'a')
    other.ends[0].transmit(capable)
    second.runUntil(0)
    link.ends[0].transmit(there[0]!.bytes)
    clock.runUntil(0)
    expect(fieldValue(dissect(arrivals[1]!.bytes), 'ip.dsfield.ecn')).toBe(3)
    expect(checksumsAreGood(arrivals[1]!.bytes)).toBe(true)
  })
})

describe('a rule that splits', () => {
  test('cuts at stream offsets; the last piece has PSH and FIN, and each its own time on the wire', () => {
    const { segments, handles, recorder } = stream(
      ['hello ', 'world'],
      [{ filter: 'tcp', count: 9, action: 'split', cut: [2, 8, 9] }],
    )
    expect(texts(segments)).toEqual(['he', 'llo ', 'wo', 'r', 'ld'])
    expect(segments.slice(1).map(({ flags }) => flags)).toEqual([0x10, 0x18, 0x10, 0x10, 0x19])
    expect(recorder.packets.every(({ bytes }) => checksumsAreGood(bytes))).toBe(true)
    expect(handles[0]!.hits.filter(({ changedBy }) => changedBy === 'split')).toHaveLength(5)
  })

  test('takes the link time for each piece, ahead of what waits', () => {
    const { clock, link, arrivals } = wireOf({ rate: 8_000_000 })
    link.addRule({ filter: 'tcp', action: 'split', size: 2 }, 'a')
    link.ends[0].transmit(tcp({ flags: 'PSH ACK', seq: 1, ack: 1, data: 'abcdef' }))
    link.ends[0].transmit(frame(1))
    clock.runUntil(SECOND)
    expect(arrivals.map(({ bytes }) => bytes.length)).toEqual([56, 56, 56, 100])
    expect(arrivals.map(({ at }) => at)).toEqual([56_000, 112_000, 168_000, 268_000])
  })

  test('whatever the cuts and sizes, the stream of bytes is the same', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 40, unit: fc.constantFrom('a', 'b', 'c') }), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.array(fc.nat(320), { maxLength: 10 }),
        fc.integer({ min: 1, max: 50 }),
        (pieces, cut, size) => {
          const rule: LinkRule = { filter: 'tcp', count: Number.POSITIVE_INFINITY, action: 'split', cut, size }
          const { segments, recorder } = stream(pieces, [rule], MS)
          expect(reassembled(segments)).toBe(pieces.join(''))
          expect(segments.every(({ payload }) => payload.length <= size)).toBe(true)
          expect(segments.filter(({ flags }) => flags & 1)).toHaveLength(1)
          expect(recorder.packets.every(({ bytes }) => checksumsAreGood(bytes))).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('a rule that merges', () => {
  const all: LinkRule = { filter: 'tcp.len > 0', count: Number.POSITIVE_INFINITY, action: 'merge' }

  test('makes one segment of two, and a segment that stays alone goes when its time is over', () => {
    const { segments, arrivals, handles } = stream(['ab', 'cd', 'e', 'f', 'g'], [all], MS)
    expect(texts(segments)).toEqual(['abcd', 'ef', 'g'])
    expect(arrivals.map(({ at }) => at / MS)).toEqual([0, 1, 3, 204])
    expect(handles[0]!.hits.map(({ changedBy }) => changedBy)).toEqual(['merge', 'merge', undefined])
  })

  test('a segment that does not continue the one that waits lets it go first', () => {
    const { clock, link, arrivals } = wireOf()
    link.addRule(all, 'a')
    for (const seq of [1, 500, 502]) link.ends[0].transmit(tcp({ flags: 'PSH ACK', seq, ack: 1, data: 'ab' }))
    clock.runUntil(SECOND)
    expect(arrivals.map(({ bytes }) => segmentOf(bytes).sequenceNumber)).toEqual([1, 500])
    expect(texts(arrivals.map(({ bytes }) => segmentOf(bytes)))).toEqual(['ab', 'abab'])
  })

  test('taken away, a rule lets go what it kept', () => {
    const { clock, link, arrivals } = wireOf()
    const handle = link.addRule({ ...all, within: 5 * SECOND }, 'a') as RuleHandle
    link.ends[0].transmit(tcp({ flags: 'PSH ACK', seq: 1, ack: 1, data: 'ab' }))
    clock.runUntil(MS)
    expect(arrivals).toHaveLength(0)
    handle.remove()
    clock.runUntil(2 * MS)
    expect(arrivals).toHaveLength(1)
  })

  test('whatever is merged and split, in any mix, the stream of bytes is the same', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 30, unit: fc.constantFrom('x', 'y', 'z') }), {
          minLength: 1,
          maxLength: 10,
        }),
        fc.integer({ min: 1, max: 3 }),
        fc.nat(20),
        (pieces, every, size) => {
          const { segments, recorder } = stream(
            pieces,
            [
              { ...all, every, within: 3 * MS },
              { filter: 'tcp', action: 'split', count: 99, size: size + 1 },
            ],
            2 * MS,
          )
          expect(reassembled(segments)).toBe(pieces.join(''))
          const numbers = segments.map(({ sequenceNumber }) => (sequenceNumber - START + 2 ** 33) % 2 ** 32)
          expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
          expect(recorder.packets.every(({ bytes }) => checksumsAreGood(bytes))).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })
})

test('what a rule split is no retransmission for the analysis of the recording', () => {
  const { recorder } = stream(['hello world'], [{ filter: 'tcp', count: 9, action: 'split', size: 4 }])
  const analysis = new CaptureAnalysis()
  for (const record of recorder.packets) analysis.add(record)
  expect(recorder.packets.map((record) => analysis.dissect(record).summary)).toEqual([
    'SYN seq 0 win 64240',
    'ACK seq 1 ack 1 len 4  "hell"',
    'ACK seq 5 ack 1 len 4  "o wo"',
    'FIN PSH ACK seq 9 ack 1 len 3  "rld"',
  ])
})
