import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Clock, SECOND } from '../../../clock.ts'
import { RandomStream } from '../../../random.ts'
import {
  ETHERNET_HEADER_LENGTH,
  emitIpv6,
  emitIpv6Options,
  IpProtocol,
  type Ipv6Packet,
  NO_BYTES,
  ParseError,
  parseExtensions,
  parseIpv6,
  writeFragmentHeader,
} from '../../../wire/index.ts'
import { NetworkInterface } from '../network-interface.ts'
import { fragment } from './fragmentation.ts'
import { Reassembly } from './reassembly.ts'

const DEVICE = NetworkInterface.loopback()

function packetOf(payload: Uint8Array): Ipv6Packet {
  return {
    dscp: 0,
    ecn: 0,
    flowLabel: 0,
    nextHeader: IpProtocol.UDP,
    hopLimit: 64,
    source: '2001:db8::1',
    destination: '2001:db8::2',
    payload,
  }
}

function reassembly() {
  const clock = new Clock()
  const log: string[] = []
  const queue = new Reassembly({
    scheduler: clock,
    onFailure: () => log.push('failure'),
    onTimeout: (first) => log.push(`timeout ${first?.length ?? 'without the first'}`),
  })
  const add = (bytes: Uint8Array) => {
    const packet = parseIpv6(bytes)
    if (packet instanceof ParseError) throw new Error(packet.toString())
    const { headers } = parseExtensions(packet.nextHeader, packet.payload)
    return queue.add({ packet, bytes, headers, device: DEVICE })
  }
  return { clock, log, add }
}

/** Makes one fragment of 8-byte units `from` to `to`. */
function piece(from: number, to: number, { more = true, fill = 0, before = NO_BYTES as Uint8Array } = {}): Uint8Array {
  const header = new Uint8Array(8)
  const offset = from * 8
  writeFragmentHeader(header, 0, { nextHeader: IpProtocol.UDP, offset, moreFragments: more, identification: 7 })
  const payload = Uint8Array.of(...before, ...header, ...new Uint8Array((to - from) * 8).fill(fill))
  const nextHeader = before.length === 0 ? IpProtocol.FRAGMENT : IpProtocol.DESTINATION_OPTIONS
  return emitIpv6({ ...packetOf(payload), nextHeader })
}

describe('fragments', () => {
  test('fit the MTU, and come out as what went in, in any order and with duplicates', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1300, max: 60_000 }),
        fc.integer({ min: 1280, max: 9000 }),
        fc.nat(),
        (size, mtu, seed) => {
          const random = new RandomStream(seed, 'order')
          const packet = packetOf(random.bytes(size))
          const frames = fragment(packet, mtu, seed).map((frame) => frame.subarray(ETHERNET_HEADER_LENGTH))
          expect(Math.max(...frames.map(({ length }) => length))).toBeLessThanOrEqual(mtu)
          const shuffled = [...frames, frames[random.below(frames.length)]!]
            .map((frame) => ({ frame, key: random.uint32() }))
            .sort((a, b) => a.key - b.key)
          const { add, log } = reassembly()
          const results = shuffled.map(({ frame }) => add(frame)).filter((result) => result !== null)
          expect(log).toEqual([])
          expect(results[0]).toEqual(emitIpv6(packet))
        },
      ),
      { numRuns: 50 },
    )
  })

  test('keep the headers in front of the fragment header', () => {
    const { add } = reassembly()
    const before = emitIpv6Options(IpProtocol.FRAGMENT, [{ type: 0x1e, data: Uint8Array.of(1, 2) }])
    expect(add(piece(0, 2, { before, fill: 1 }))).toBeNull()
    const whole = add(piece(2, 3, { before, fill: 1, more: false }))
    const options = emitIpv6Options(IpProtocol.UDP, [{ type: 0x1e, data: Uint8Array.of(1, 2) }])
    const payload = Uint8Array.of(...options, ...new Uint8Array(24).fill(1))
    expect(whole).toEqual(emitIpv6({ ...packetOf(payload), nextHeader: IpProtocol.DESTINATION_OPTIONS }))
  })

  test('that overlap others discard the whole packet; an exact duplicate does not (RFC 5722)', () => {
    const { add, log } = reassembly()
    add(piece(0, 2))
    add(piece(0, 2))
    expect(log).toEqual([])
    add(piece(1, 3, { fill: 9 }))
    expect(log).toEqual(['failure'])
    expect(add(piece(2, 3, { more: false }))).toBeNull()
    add(piece(0, 2))
    expect(log).toEqual(['failure'])
  })

  test('that are neither last nor a multiple of 8 bytes are reported at the payload length; those beyond 65,535 at the offset', () => {
    const { add, log } = reassembly()
    const ragged = emitIpv6({
      ...packetOf(Uint8Array.of(17, 0, 0, 1, 0, 0, 0, 7, 1, 2, 3)),
      nextHeader: IpProtocol.FRAGMENT,
    })
    expect(add(ragged)).toEqual({ pointer: 4 })
    expect(add(piece(8190, 8193, { more: false }))).toEqual({ pointer: 42 })
    expect(log).toEqual(['failure', 'failure'])
  })

  test('that are a whole packet (atomic) do not mix with others (RFC 6946)', () => {
    const { add } = reassembly()
    add(piece(1, 2, { fill: 9 }))
    expect(add(piece(0, 2, { more: false, fill: 3 }))).toEqual(emitIpv6(packetOf(new Uint8Array(16).fill(3))))
  })

  test('wait for the others for a minute', () => {
    const { clock, log, add } = reassembly()
    add(piece(0, 2))
    clock.runUntil(60 * SECOND - 1)
    expect(log).toEqual([])
    clock.runUntil(60 * SECOND)
    expect(log).toEqual(['timeout 64'])
    add(piece(2, 3))
    clock.runUntil(121 * SECOND)
    expect(log).toEqual(['timeout 64', 'timeout without the first'])
  })
})
