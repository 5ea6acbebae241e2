import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  emitIcmp,
  emitIpv4,
  emitTcp,
  emitUdp,
  type IcmpMessage,
  IpProtocol,
  type Ipv4Packet,
  icmpChecksumOk,
  icmpEcho,
  icmpError,
  ipv4ChecksumOk,
  parseIcmp,
  parseIpv4,
  parseQuotedIpv4,
  transportChecksumOk,
} from '../../../wire/index.ts'
import { translate, translateError } from './translation.ts'

const [INSIDE, OUTSIDE, REMOTE] = ['10.0.1.10', '203.0.113.1', '198.51.100.7']

function packetOf(protocol: number, payload: Uint8Array): Uint8Array {
  const header = {
    dscp: 0,
    ecn: 0,
    identification: 7,
    reservedFlag: false,
    dontFragment: true,
    moreFragments: false,
    fragmentOffset: 0,
  }
  return emitIpv4({
    ...header,
    ttl: 64,
    protocol,
    source: INSIDE,
    destination: REMOTE,
    options: new Uint8Array(),
    payload,
  })
}
const udp = (data: Uint8Array) => emitUdp({ sourcePort: 4000, destinationPort: 7, payload: data }, INSIDE, REMOTE)
const tcp = (data: Uint8Array) =>
  emitTcp(
    {
      sourcePort: 4000,
      destinationPort: 7,
      sequenceNumber: 1,
      acknowledgmentNumber: 2,
      reserved: 0,
      flags: 16,
      window: 3,
      urgentPointer: 0,
      options: new Uint8Array(),
      payload: data,
    },
    INSIDE,
    REMOTE,
  )
const echo = (data: Uint8Array) => emitIcmp(icmpEcho(8, 4000, 1, data))

describe('a translated packet', () => {
  const kinds: [string, number, (data: Uint8Array) => Uint8Array][] = [
    ['UDP', IpProtocol.UDP, udp],
    ['TCP', IpProtocol.TCP, tcp],
    ['ICMP', IpProtocol.ICMP, echo],
  ]
  test.each(kinds)('of %s has right checksums, and is as it was when translated back', (_, protocol, emit) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.integer({ min: 1, max: 65_535 }), (data, port) => {
        const packet = packetOf(protocol, emit(data))
        const before = packet.slice()
        translate(packet, 'source', { address: OUTSIDE, port })
        const { payload } = parseIpv4(packet) as Ipv4Packet
        expect(ipv4ChecksumOk(packet)).toBe(true)
        if (protocol === IpProtocol.ICMP) expect(icmpChecksumOk(payload)).toBe(true)
        else expect(transportChecksumOk(payload, OUTSIDE, REMOTE, protocol)).toBe(true)
        translate(packet, 'source', { address: INSIDE, port: 4000 })
        expect(packet).toEqual(before)
      }),
    )
  })

  test('of UDP without a checksum still has none', () => {
    const datagram = udp(new Uint8Array(3))
    datagram.fill(0, 6, 8)
    const packet = packetOf(IpProtocol.UDP, datagram)
    translate(packet, 'source', { address: OUTSIDE, port: 5000 })
    expect((parseIpv4(packet) as Ipv4Packet).payload.subarray(6, 8)).toEqual(new Uint8Array(2))
  })
})

test('an ICMP error has right checksums, outside and in what it quotes', () => {
  const quoted = packetOf(IpProtocol.UDP, udp(new Uint8Array(20)))
  translate(quoted, 'source', { address: OUTSIDE, port: 5000 })
  const error = packetOf(IpProtocol.ICMP, emitIcmp(icmpError(3, 3, quoted.subarray(0, 28))))
  translateError(error, 'destination', { address: INSIDE, port: 4000 })
  const outer = parseIpv4(error) as Ipv4Packet
  const inner = (parseIcmp(outer.payload) as IcmpMessage).payload
  expect(outer.destination).toBe(INSIDE)
  expect([ipv4ChecksumOk(error), icmpChecksumOk(outer.payload), ipv4ChecksumOk(inner)]).toEqual([true, true, true])
  expect(parseQuotedIpv4(inner)).toMatchObject({ source: INSIDE, destination: REMOTE })
})
