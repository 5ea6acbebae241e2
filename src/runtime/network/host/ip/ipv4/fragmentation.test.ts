import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Clock, SECOND } from '../../../clock.ts'
import { RandomStream } from '../../../random.ts'
import { emitIpv4, type Ipv4Packet, ParseError, parseIpv4 } from '../../../wire/index.ts'
import { fragment } from './fragmentation.ts'
import { Reassembly } from './reassembly.ts'

function packetOf(payload: Uint8Array, options = new Uint8Array(0)): Ipv4Packet {
  return {
    dscp: 0,
    ecn: 0,
    identification: 77,
    reservedFlag: false,
    dontFragment: false,
    moreFragments: false,
    fragmentOffset: 0,
    ttl: 64,
    protocol: 17,
    source: '10.0.0.1',
    destination: '10.0.0.2',
    options,
    payload,
  }
}

function parsed(bytes: Uint8Array): Ipv4Packet {
  const packet = parseIpv4(bytes)
  if (packet instanceof ParseError) throw new Error(packet.toString())
  return packet
}

function reassembler() {
  const clock = new Clock()
  const log: string[] = []
  const reassembly = new Reassembly({
    scheduler: clock,
    onTimeout: (first) => log.push(first === null ? 'timeout' : 'timeout with first'),
    onFailure: () => log.push('failure'),
  })
  const add = (frame: Uint8Array) => reassembly.add(parsed(frame.subarray(14)), frame.subarray(14))
  return { clock, log, add }
}

/** A packet of the bytes 0 to 99 in three fragments of 40, 40 and 20. */
const three = () => fragment(packetOf(Uint8Array.from({ length: 100 }, (_, i) => i)), 60)

describe('fragments', () => {
  test('reassembled in any order, with duplicates and fragmented again on the way, give the packet', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 5000 }),
        fc.integer({ min: 68, max: 1500 }),
        fc.integer({ min: 68, max: 1500 }),
        fc.nat(),
        (payload, mtu, nextMtu, seed) => {
          const random = new RandomStream(seed, 'order')
          const frames = fragment(packetOf(payload), mtu).flatMap((frame) => {
            expect(frame.length - 14).toBeLessThanOrEqual(mtu)
            return frame.length - 14 > nextMtu ? fragment(parsed(frame.subarray(14)), nextMtu) : [frame]
          })
          const shuffled = frames
            .map((frame) => ({ frame, key: random.uint32() }))
            .sort((a, b) => a.key - b.key)
            .flatMap(({ frame }) => (random.chance(0.2) ? [frame, frame] : [frame]))
          const { add, log } = reassembler()
          let whole: Uint8Array | null = null
          if (frames.length === 1) return
          for (const frame of shuffled) whole ??= add(frame)
          expect(whole).toEqual(emitIpv4(packetOf(payload)))
          expect(log).toEqual([])
        },
      ),
    )
  })

  test('carry multiples of 8 bytes, except the last; only the last is marked as last', () => {
    const seen = three().map((frame) => parsed(frame.subarray(14)))
    expect(
      seen.map(({ fragmentOffset, moreFragments, payload }) => [fragmentOffset, moreFragments, payload.length]),
    ).toEqual([
      [0, true, 40],
      [40, true, 40],
      [80, false, 20],
    ])
  })

  test('all carry options with the copied flag, and only the first carries the others (RFC 791 3.1)', () => {
    const recordRoute = [7, 4, 4, 0]
    const routerAlert = [0x94, 4, 0, 0]
    const frames = fragment(packetOf(new Uint8Array(100), Uint8Array.from([...recordRoute, ...routerAlert])), 80)
    const options = frames.map((frame) => [...parsed(frame.subarray(14)).options])
    expect(options.slice(0, 2)).toEqual([[...recordRoute, ...routerAlert], routerAlert])
  })

  test('cannot be made when not even 8 bytes fit', () => {
    expect(fragment(packetOf(new Uint8Array(100)), 27)).toEqual([])
  })
})

describe('reassembly', () => {
  test('gives up after 30 s, and knows whether the first fragment arrived', () => {
    for (const [index, word] of [
      [0, 'timeout with first'],
      [1, 'timeout'],
    ] as const) {
      const { clock, log, add } = reassembler()
      add(three()[index]!)
      clock.runUntil(30 * SECOND - 1)
      expect(log).toEqual([])
      clock.runUntil(30 * SECOND)
      expect(log).toEqual([word])
    }
  })

  test('discards the packet when fragments overlap', () => {
    const { log, add } = reassembler()
    const [first, second, third] = three() as [Uint8Array, Uint8Array, Uint8Array]
    const overlapping = fragment(packetOf(new Uint8Array(100)), 52)[1]!
    expect(add(first)).toBeNull()
    expect(add(overlapping)).toBeNull()
    expect(log).toEqual(['failure'])
    expect(add(second)).toBeNull()
    expect(add(third)).toBeNull()
  })

  test('refuses a total longer than a packet can be (the ping of death)', () => {
    const { log, add } = reassembler()
    const frame = fragment({ ...packetOf(new Uint8Array(100)), fragmentOffset: 65_512 }, 1500)[0]!
    expect(add(frame)).toBeNull()
    expect(log).toEqual(['failure'])
  })
})
