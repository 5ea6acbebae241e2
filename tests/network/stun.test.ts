/** Our reading of STUN beside the RFCs' test vectors and Wireshark's. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dissect, EtherType, emitEthernet, emitIpv4, emitUdp, IpProtocol, Recorder, writePcapng } from '#network'
import { stunMessage } from '#network/wire/stun-arbitraries.fixture.ts'
import { missing } from '../support/requirements.ts'
import { complaints, differences } from './compare.ts'
import { readWithTshark } from './tshark.ts'

const [HERE, THERE] = ['10.0.0.1', '10.0.0.2']
const HEADER = {
  ...{ dscp: 0, ecn: 0, identification: 0, ttl: 64, protocol: IpProtocol.UDP, options: new Uint8Array(0) },
  ...{ reservedFlag: false, dontFragment: true, moreFragments: false, fragmentOffset: 0 },
}
const CHECKED = ['ip.check_checksum:TRUE', 'udp.check_checksum:TRUE']
const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'))

function frameOf(message: Uint8Array, port = 3478): Uint8Array {
  const datagram = emitUdp({ sourcePort: 40_001, destinationPort: port, payload: message }, HERE, THERE)
  const packet = emitIpv4({ ...HEADER, source: HERE, destination: THERE, payload: datagram })
  return emitEthernet({
    destination: '02:00:00:00:00:02',
    source: '02:00:00:00:00:01',
    type: EtherType.IPV4,
    payload: packet,
  })
}

const values = (message: Uint8Array, port?: number) =>
  new Map(
    dissect(frameOf(message, port)).layers.flatMap(({ fields }) => fields.map(({ name, value }) => [name, value])),
  )

describe('the vectors of RFC 5769', () => {
  test('2.2: an IPv4 response', () => {
    const found = values(
      hex(`0101003c 2112a442 b7e7a701 bc34d686 fa87dfae 8022000b 74657374 20766563 746f7220 00200008 0001a147 e112a643
        00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7 80280004 c07d4c96`),
    )
    expect([found.get('stun.att.ipv4'), found.get('stun.att.port')]).toEqual(['192.0.2.1', 32_853])
    expect(found.get('stun.att.software')).toBe('test vector')
  })

  test('2.3: an IPv6 response', () => {
    const found = values(
      hex(`01010048 2112a442 b7e7a701 bc34d686 fa87dfae 8022000b 74657374 20766563 746f7220 00200014 0002a147
        0113a9fa a5d3f179 bc25f4b5 bed2b9d9 00080014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41 80280004 c8fb0b4c`),
    )
    expect([found.get('stun.att.ipv6'), found.get('stun.att.port')]).toEqual([
      '2001:db8:1234:5678:11:2233:4455:6677',
      32_853,
    ])
  })
})

test('a message between peers is found by its cookie, on any port', () => {
  expect(values(hex('00010000 2112a442 010203040506070809101112'), 50_000).get('stun.type')).toBe(1)
})

test.each([
  ['an attribute that ends behind the message', '00010004 2112a442 010203040506070809101112 80220008'],
  ['a length behind the datagram', '00010008 2112a442 010203040506070809101112 80220000'],
])('%s is malformed', (_name, text) => {
  expect(dissect(frameOf(hex(text))).layers.at(-1)!.protocol).toBe('_ws.malformed')
})

test.skipIf(missing('tshark'))('1,000 random messages: every field as tshark has it', { timeout: 60_000 }, () => {
  const recorder = new Recorder()
  for (const message of fc.sample(stunMessage, { numRuns: 1000, seed: 1 }))
    recorder.record({
      at: recorder.packets.length * 1000,
      link: 0,
      from: 'a:eth0',
      to: 'b:eth0',
      bytes: frameOf(message),
      fate: 'delivered',
      cause: null,
    })
  const theirs = readWithTshark(writePcapng(['a:eth0'], recorder.packets), CHECKED, [])
  const wrong = recorder.packets.flatMap((record, index) =>
    [...complaints(theirs[index]!), ...differences(dissect(record.bytes), theirs[index]!)].map(
      (text) => `${record.number}: ${text}`,
    ),
  )
  expect(wrong.slice(0, 20)).toEqual([])
})
