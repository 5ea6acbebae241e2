import { expect, test } from 'vitest'
import {
  EtherType,
  emitArp,
  emitEthernet,
  emitIcmp,
  emitIcmpv6,
  emitIpv4,
  emitIpv6,
  emitTcp,
  type IcmpMessage,
  IpProtocol,
  icmpError,
  icmpv6Echo,
  ndMessage,
  TcpFlag,
} from '#network'
import { Recording } from './recording.ts'

const CLIENT = { ip: '10.0.9.1', mac: '02:00:00:00:00:01', port: 49152, isn: 1000 }
const SERVER = { ip: '10.0.9.2', mac: '02:00:00:00:00:02', port: 9000, isn: 0xfffffff0 }

function wire() {
  const recording = new Recording()
  let number = 0
  const read = (bytes: Uint8Array, from = 'client', to = 'server') => {
    const record = { number: ++number, at: number * 1e6, arrives: null, link: 0, bytes, cause: null }
    recording.add([{ ...record, kind: 'packet', from: `${from}:eth0`, to: `${to}:eth0`, fate: 'under way' }])
    return recording.packets.at(-1)!
  }
  const segment = (from: typeof CLIENT, flags: number, seq: number, ack: number, text = '', window = 502) => {
    const to = from === CLIENT ? SERVER : CLIENT
    const payload = new TextEncoder().encode(text)
    const tcp = emitTcp(
      {
        sourcePort: from.port,
        destinationPort: to.port,
        sequenceNumber: (from.isn + seq) >>> 0,
        acknowledgmentNumber: flags & TcpFlag.ACK ? (to.isn + ack) >>> 0 : 0,
        reserved: 0,
        flags,
        window,
        urgentPointer: 0,
        options: new Uint8Array(),
        payload,
      },
      from.ip,
      to.ip,
    )
    const packet = emitIpv4({
      dscp: 0,
      ecn: 0,
      identification: 1,
      reservedFlag: false,
      dontFragment: true,
      moreFragments: false,
      fragmentOffset: 0,
      ttl: 64,
      protocol: IpProtocol.TCP,
      source: from.ip,
      destination: to.ip,
      options: new Uint8Array(),
      payload: tcp,
    })
    const frame = emitEthernet({ destination: to.mac, source: from.mac, type: EtherType.IPV4, payload: packet })
    return from === CLIENT ? read(frame) : read(frame, 'server', 'client')
  }
  return { read, segment }
}

const { SYN, ACK, PSH, FIN, RST } = TcpFlag

test('a handshake is SYN, SYN ACK, ACK with numbers relative to the first, across the wrap of the sequence space', () => {
  const { segment } = wire()
  segment(CLIENT, SYN, 0, 0)
  const answer = segment(SERVER, SYN | ACK, 0, 1)
  const third = segment(CLIENT, ACK, 1, 1)
  const late = segment(SERVER, ACK | PSH, 1, 1, 'sixteen bytes, ok')
  expect(answer).toMatchObject({ label: 'SYN ACK', opens: true, headline: 'SYN ACK', from: 'server', to: 'client' })
  expect(answer.detail).toMatch(/^seq 0 ack 1 win/)
  expect(third).toMatchObject({ label: 'ACK', pureAck: true, detail: 'seq 1 ack 1' })
  expect(segment(CLIENT, ACK, 1, 18)).toMatchObject({ label: 'ACK 18' })
  expect(late.detail).toBe('PSH ACK seq 1 ack 1')
})

test('data is quoted with its newlines, and shortened on the ladder', () => {
  const { segment } = wire()
  segment(CLIENT, SYN, 0, 0)
  expect(segment(CLIENT, PSH | ACK, 1, 1, 'hel\n').label).toBe('“hel\\n”')
  const long = segment(CLIENT, PSH | ACK, 5, 1, 'a line that is rather long\n')
  expect(long.label).toBe('“a line that is ra…”')
  expect(long.headline).toBe('“a line that is rather long\\n”')
})

test('a retransmission names the packet that first carried its bytes', () => {
  const { segment } = wire()
  segment(CLIENT, SYN, 0, 0)
  const first = segment(CLIENT, PSH | ACK, 1, 1, 'lo\n')
  const again = segment(CLIENT, PSH | ACK, 1, 1, 'lo\n')
  expect(first.againOf).toBeNull()
  expect(again.againOf).toBe(first.number)
})

test('FIN, RST and a zero window have marks', () => {
  const { segment } = wire()
  segment(CLIENT, SYN, 0, 0)
  expect(segment(CLIENT, FIN | ACK, 1, 1)).toMatchObject({ label: 'FIN', ends: true })
  expect(segment(SERVER, RST, 1, 0)).toMatchObject({ label: 'RST', resets: true })
  expect(segment(CLIENT, ACK, 1, 1, '', 0)).toMatchObject({ zeroWindow: true, label: 'ACK, window 0' })
})

test('ARP asks and answers in words', () => {
  const { read } = wire()
  const arp = (operation: number, destination = 'ff:ff:ff:ff:ff:ff') =>
    emitEthernet({
      destination,
      source: CLIENT.mac,
      type: EtherType.ARP,
      payload: emitArp({
        operation,
        senderMac: CLIENT.mac,
        senderIp: CLIENT.ip,
        targetMac: SERVER.mac,
        targetIp: SERVER.ip,
      }),
    })
  expect(read(arp(1))).toMatchObject({ protocol: 'ARP', detail: 'Who has 10.0.9.2? Tell 10.0.9.1' })
  expect(read(arp(2))).toMatchObject({ detail: '10.0.9.1 is at 02:00:00:00:00:01' })
  expect(read(arp(1, SERVER.mac))).toMatchObject({ label: '10.0.9.2, still there?' })
})

test('an unreadable packet says so and throws nothing', () => {
  expect(wire().read(new Uint8Array(5))).toMatchObject({ label: 'unreadable' })
})

test.each([
  [3, 3, 'port unreachable'],
  [11, 0, 'TTL exceeded'],
])('an ICMP error of type %i, code %i, is short enough for an arrow', (type, code, label) => {
  const packet = (protocol: number, payload: Uint8Array) =>
    emitIpv4({
      dscp: 0,
      ecn: 0,
      identification: 1,
      reservedFlag: false,
      dontFragment: false,
      moreFragments: false,
      fragmentOffset: 0,
      ttl: 64,
      protocol,
      source: SERVER.ip,
      destination: CLIENT.ip,
      options: new Uint8Array(),
      payload,
    })
  const datagram = packet(IpProtocol.UDP, Uint8Array.of(35, 40, 35, 40, 0, 8, 0, 0))
  const bytes = packet(IpProtocol.ICMP, emitIcmp(icmpError(type, code, datagram)))
  const frame = emitEthernet({ destination: CLIENT.mac, source: SERVER.mac, type: EtherType.IPV4, payload: bytes })
  expect(wire().read(frame).label).toBe(label)
})

test('IPv6: an echo and a solicitation in words, as over IPv4', () => {
  const { read } = wire()
  const packet = (message: IcmpMessage) => {
    const [source, destination] = ['2001:db8::1', '2001:db8::2']
    const payload = emitIcmpv6(message, source, destination)
    const header = { dscp: 0, ecn: 0, flowLabel: 0, nextHeader: IpProtocol.ICMPV6, hopLimit: 255, source, destination }
    const bytes = emitIpv6({ ...header, payload })
    return read(emitEthernet({ destination: SERVER.mac, source: CLIENT.mac, type: EtherType.IPV6, payload: bytes }))
  }
  const echo = packet(icmpv6Echo(128, 7, 3, new Uint8Array(4)))
  expect(echo).toMatchObject({ protocol: 'ICMPv6', headline: 'Echo (ping) request', payloadLength: 4 })
  const solicitation = packet(ndMessage({ kind: 'neighbor solicitation', target: '2001:db8::2', options: [] }))
  expect(solicitation).toMatchObject({
    label: 'Neighbor Solicitation',
    detail: 'Neighbor Solicitation for 2001:db8::2',
  })
})
