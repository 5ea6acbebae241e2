import { describe, expect, test } from 'vitest'
import { emitIcmpv6, emitIpv6, IpProtocol, type Ipv6Packet, icmpv6Error } from '../../../wire/index.ts'
import { quotedTuple, tupleOf, upperLayerOf } from './tuple.ts'

const UDP = Uint8Array.of(0x0f, 0xa0, 0, 7, 0, 8, 0, 0)
const packet = (nextHeader: number, payload: Uint8Array): Ipv6Packet => ({
  dscp: 0,
  ecn: 0,
  flowLabel: 0,
  hopLimit: 64,
  source: '2001:db8::1',
  destination: '2001:db8::2',
  nextHeader,
  payload,
})

describe('the tuple of an IPv6 packet', () => {
  test('has the ports behind extension headers', () => {
    const options = Uint8Array.of(IpProtocol.UDP, 0, 1, 4, 0, 0, 0, 0, ...UDP)
    expect(tupleOf(upperLayerOf(packet(IpProtocol.DESTINATION_OPTIONS, options)))).toMatchObject({
      protocol: IpProtocol.UDP,
      source: { address: '2001:db8::1', port: 4000 },
      destination: { port: 7 },
    })
  })

  test('is not there for a fragment, although the first one shows ports', () => {
    const first = Uint8Array.of(IpProtocol.UDP, 0, 0, 1, 0, 0, 0, 9, ...UDP)
    expect(tupleOf(upperLayerOf(packet(IpProtocol.FRAGMENT, first)))).toBeNull()
  })
})

describe('the tuple that an ICMPv6 error quotes', () => {
  const [source, destination] = ['2001:db8::9', '2001:db8::1']
  const error = () => emitIcmpv6(icmpv6Error(1, 0, emitIpv6(packet(IpProtocol.UDP, UDP))), source, destination)
  const quotedBy = (payload: Uint8Array) => quotedTuple({ protocol: IpProtocol.ICMPV6, source, destination, payload })

  test('is that of the packet that was sent', () => {
    expect(quotedBy(error())).toMatchObject({
      source: { address: '2001:db8::1', port: 4000 },
      destination: { port: 7 },
    })
  })

  test('is not there where the checksum is wrong', () => {
    const damaged = error()
    damaged[damaged.length - 1]! ^= 1
    expect(quotedBy(damaged)).toBeNull()
  })
})
