import { expect, test } from 'vitest'
import { EtherType, emitEthernet, emitIpv4, emitTcp, emitUdp, IpProtocol, TcpFlag } from '#network'
import { Recording } from '../recording/index.ts'
import { packetDigest } from './packet-digest.ts'

const [CLIENT, SERVER] = ['10.0.9.1', '10.0.9.2']

/** A packet from client to server, as the page reads it. */
function read(protocol: number, payload: Uint8Array) {
  const header = { dscp: 0, ecn: 0, identification: 1, reservedFlag: false, dontFragment: true, moreFragments: false }
  const rest = { fragmentOffset: 0, ttl: 64, options: new Uint8Array() }
  const packet = emitIpv4({ ...header, ...rest, protocol, source: CLIENT, destination: SERVER, payload })
  const [destination, source] = ['02:00:00:00:00:02', '02:00:00:00:00:01']
  const bytes = emitEthernet({ destination, source, type: EtherType.IPV4, payload: packet })
  const recording = new Recording()
  const ends = { from: 'client:eth0', to: 'server:eth0' }
  const record = { ...ends, number: 1, at: 0, arrives: null, link: 0, bytes, cause: null, fate: 'under way' as const }
  recording.add([{ ...record, kind: 'packet' }])
  return recording.packets[0]!
}

const tcp = (flags: number, text = '') =>
  emitTcp(
    {
      sourcePort: 49152,
      destinationPort: 9000,
      sequenceNumber: 7,
      acknowledgmentNumber: 5,
      reserved: 0,
      flags,
      window: 502,
      urgentPointer: 0,
      options: new Uint8Array(),
      payload: new TextEncoder().encode(text),
    },
    CLIENT,
    SERVER,
  )

const texts = (packet: ReturnType<typeof read>) => packetDigest(packet).map(({ name, text }) => [name, text])

test('a segment with data is five lines, and its payload names its bytes', () => {
  const packet = read(IpProtocol.TCP, tcp(TcpFlag.PSH | TcpFlag.ACK, 'hel\n'))
  expect(texts(packet)).toEqual([
    ['ends', 'client → server   10.0.9.1:49152 → 10.0.9.2:9000'],
    ['what', 'carries 4 bytes of data'],
    ['flags', 'PSH ACK'],
    ['numbers', 'seq 1 · ack 1 · window 502'],
    ['payload', '“hel\\n”, 4 bytes'],
  ])
  // Ethernet 14, IPv4 20, TCP 20.
  expect(packetDigest(packet).at(-1)!.range).toEqual({ offset: 54, length: 4 })
})

test('a SYN opens, and has no number to acknowledge', () => {
  expect(texts(read(IpProtocol.TCP, tcp(TcpFlag.SYN)))).toEqual(
    expect.arrayContaining([
      ['what', 'asks to open a connection'],
      ['numbers', 'seq 0 · window 502'],
      ['payload', 'none'],
    ]),
  )
})

test('data that is no text is said once, by its length', () => {
  const payload = Uint8Array.of(0, 1, 2, 255)
  const datagram = emitUdp({ sourcePort: 5000, destinationPort: 7000, payload }, CLIENT, SERVER)
  expect(texts(read(IpProtocol.UDP, datagram)).at(-1)).toEqual(['payload', '4 bytes'])
})

test('a datagram has no flags', () => {
  const payload = new TextEncoder().encode('hi')
  const lines = texts(
    read(IpProtocol.UDP, emitUdp({ sourcePort: 5000, destinationPort: 7000, payload }, CLIENT, SERVER)),
  )
  expect(lines).toEqual([
    ['ends', 'client → server   10.0.9.1:5000 → 10.0.9.2:7000'],
    ['what', 'a datagram with 2 bytes of data'],
    ['numbers', 'TTL 64'],
    ['payload', '“hi”, 2 bytes'],
  ])
})
