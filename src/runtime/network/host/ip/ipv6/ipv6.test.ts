import { describe, expect, test } from 'vitest'
import { dissect, type Recorder } from '../../../capture/index.ts'
import { MILLISECOND, SECOND } from '../../../clock.ts'
import { Errno } from '../../../errno.ts'
import {
  EtherType,
  emitEthernet,
  emitIcmpv6,
  emitIpv6,
  emitIpv6Options,
  IpProtocol,
  type Ipv6Packet,
  icmpv6Echo,
  ndMessage,
  ParseError,
  parseIcmpv6,
} from '../../../wire/index.ts'
import type { SimulatedHost } from '../../simulated-host.ts'
import type { RawSocket } from '../../socket.ts'
import { Ready } from '../../socket-constants.ts'
import { type TwoHosts, twoHosts } from '../../two-hosts.fixture.ts'

const CLIENT = '2001:db8::1'
const SERVER = '2001:db8::2'
const MACS = ['02:00:00:00:00:01', '02:00:00:00:00:02'] as const
const text = (value: string) => new TextEncoder().encode(value)
const concat = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]))

function rawIcmpv6(host: SimulatedHost): RawSocket {
  const socket = host.raw.socket(6, 58)
  if (typeof socket === 'number') throw new Error(`raw socket: ${socket}`)
  return socket
}

/** Returns what a raw socket received besides neighbor discovery: source address and ICMPv6 message. */
function receiveIcmpv6(socket: RawSocket) {
  for (;;) {
    const received = socket.receive(65_535)
    if (typeof received === 'number') return received
    const message = parseIcmpv6(received.bytes)
    if (message instanceof ParseError) throw new Error(message.toString())
    if (message.type >= 133 && message.type <= 137) continue
    return { source: received.from!.address, ...message }
  }
}

function summaries({ recorder }: { recorder: Recorder }): string[] {
  return recorder.packets.map(({ at, from, bytes }) => `${at / MILLISECOND} ${from} ${dissect(bytes).summary}`)
}

/** Sends a packet to the server as if from the client. */
function inject(network: TwoHosts, payload: Uint8Array, nextHeader: number, header: Partial<Ipv6Packet> = {}): void {
  const packet: Ipv6Packet = {
    dscp: 0,
    ecn: 0,
    flowLabel: 0,
    nextHeader,
    hopLimit: 64,
    source: CLIENT,
    destination: SERVER,
    payload,
    ...header,
  }
  const frame = { destination: MACS[1], source: MACS[0], type: EtherType.IPV6, payload: emitIpv6(packet) }
  network.link.ends[0].transmit(emitEthernet(frame))
}

const echo = (data = 'ping') => emitIcmpv6(icmpv6Echo(128, 7, 1, text(data)), CLIENT, SERVER)

describe('interfaces', () => {
  test('with an IPv6 address have a link-local one too, made of their MAC; without one IPv6 is off', () => {
    const { client } = twoHosts({ ipv6: true })
    expect(client.interfaces().map(({ addresses }) => addresses)).toEqual([
      ['127.0.0.1/8', '::1/128'],
      ['10.0.0.1/24', '2001:db8::1/64', 'fe80::ff:fe00:1/64'],
    ])
    expect(client.routes().map(({ to, dev, metric }) => [to, dev, metric])).toEqual([
      ['2001:db8::/64', 'eth0', 256],
      ['fe80::/64', 'eth0', 256],
      ['10.0.0.0/24', 'eth0', 0],
    ])
    const without = twoHosts()
    expect(without.client.interfaces()[1]!.addresses).toEqual(['10.0.0.1/24'])
    expect(without.client.udp.socket(6).send(text('x'), { address: SERVER, port: 7 })).toBe(-Errno.ENETUNREACH)
  })

  test('on a link of less than 1280 bytes cannot have one (RFC 8200 5)', () => {
    expect(() => twoHosts({ ipv6: true, impairment: { mtu: 1000 } })).toThrow(
      'client: eth0 cannot have 2001:db8::1/64: IPv6 needs links of at least 1280 bytes, this one takes 1000',
    )
  })
})

describe('neighbor discovery', () => {
  test('asks in the solicited-node group, queues packets, and sends them when the answer arrives', () => {
    const network = twoHosts({ ipv6: true })
    const socket = network.client.udp.socket(6)
    network.server.udp.socket(6).bind('::', 7)
    for (const word of ['one', 'two']) socket.send(text(word), { address: SERVER, port: 7 })
    expect(network.client.neighbors()).toEqual([{ ip: SERVER, dev: 'eth0', state: 'INCOMPLETE' }])
    network.run(25)
    const port = socket.localEndpoint()!.port
    expect(summaries(network)).toEqual([
      '0 client:eth0 Neighbor Solicitation for 2001:db8::2 from 02:00:00:00:00:01',
      '10 server:eth0 Neighbor Advertisement 2001:db8::2 is at 02:00:00:00:00:02',
      `20 client:eth0 ${port} > 7 len 3  "one"`,
      `20 client:eth0 ${port} > 7 len 3  "two"`,
    ])
    const [solicitation] = network.recorder.packets
    expect([...solicitation!.bytes.subarray(0, 6)]).toEqual([0x33, 0x33, 0xff, 0, 0, 2])
    expect(network.client.neighbors()).toEqual([{ ip: SERVER, mac: MACS[1], dev: 'eth0', state: 'REACHABLE' }])
    expect(network.server.neighbors()).toEqual([{ ip: CLIENT, mac: MACS[0], dev: 'eth0', state: 'DELAY' }])
  })

  test('asks three times, a second apart; then connect fails with EHOSTUNREACH', () => {
    const network = twoHosts({ ipv6: true })
    const errors = rawIcmpv6(network.client)
    const socket = network.client.tcp.socket(6)
    socket.connect('2001:db8::77', 80)
    network.run(2999)
    expect(summaries(network).map((line) => line.split(' ')[0])).toEqual(['0', '1000', '2000'])
    network.run(2)
    expect(network.client.neighbors()).toEqual([{ ip: '2001:db8::77', dev: 'eth0', state: 'FAILED' }])
    expect(socket.takeError()).toBe(Errno.EHOSTUNREACH)
    expect(receiveIcmpv6(errors)).toMatchObject({ source: CLIENT, type: 1, code: 3 })
  })

  test('an old entry is used at once and checked by unicast 5 s later', () => {
    const network = twoHosts({ ipv6: true })
    const socket = network.client.udp.socket(6)
    network.server.udp.socket(6).bind('::', 7)
    socket.send(text('x'), { address: SERVER, port: 7 })
    network.run(60_000)
    expect(network.client.neighbors()[0]).toMatchObject({ state: 'STALE' })
    const before = network.recorder.packets.length
    socket.send(text('y'), { address: SERVER, port: 7 })
    network.run(5022)
    const [datagram, request, reply] = network.recorder.packets.slice(before)
    expect([datagram!.at, request!.at]).toEqual([60 * SECOND, 65 * SECOND])
    expect([...request!.bytes.subarray(0, 6)]).toEqual([2, 0, 0, 0, 0, 2])
    expect(dissect(reply!.bytes).summary).toBe('Neighbor Advertisement 2001:db8::2')
    expect(network.client.neighbors()[0]).toMatchObject({ state: 'REACHABLE' })
  })

  test('messages that passed a router are ignored (RFC 4861 7.1)', () => {
    const network = twoHosts({ ipv6: true })
    const solicitation = ndMessage({
      kind: 'neighbor solicitation',
      target: SERVER,
      options: [{ kind: 'source link address', mac: MACS[0] }],
    })
    for (const hopLimit of [254, 255]) {
      inject(network, emitIcmpv6(solicitation, CLIENT, SERVER), 58, { hopLimit })
      network.run(15)
      expect(network.server.neighbors()).toHaveLength(hopLimit === 255 ? 1 : 0)
    }
  })

  test('a host that probes a taken address is answered in the all-nodes group (RFC 4862 5.4.3)', () => {
    const network = twoHosts({ ipv6: true })
    const probe = ndMessage({ kind: 'neighbor solicitation', target: SERVER, options: [] })
    const group = 'ff02::1:ff00:2'
    const asked = { source: '::', destination: group, hopLimit: 255 }
    inject(network, emitIcmpv6(probe, '::', group), 58, asked)
    network.run(25)
    const answer = dissect(network.recorder.packets[1]!.bytes)
    expect(answer.summary).toBe('Neighbor Advertisement 2001:db8::2 is at 02:00:00:00:00:02')
    expect(answer.layers[1]!.fields.find(({ name }) => name === 'ipv6.dst')!.value).toBe('ff02::1')
    expect(network.server.neighbors()).toEqual([])
  })

  const advertise = (network: TwoHosts, override: boolean, solicited: boolean, mac: string) => {
    const message = ndMessage({
      kind: 'neighbor advertisement',
      router: false,
      solicited,
      override,
      target: CLIENT,
      options: [{ kind: 'target link address', mac }],
    })
    inject(network, emitIcmpv6(message, CLIENT, SERVER), 58, { hopLimit: 255 })
    network.run(15)
    return network.server.neighbors()[0]
  }

  test('another link address replaces the known one only with the override flag; without it the entry becomes stale (RFC 4861 7.2.5)', () => {
    const network = twoHosts({ ipv6: true })
    network.server.udp.socket(6).send(text('x'), { address: CLIENT, port: 7 })
    network.run(50)
    expect(network.server.neighbors()[0]).toMatchObject({ mac: MACS[0], state: 'REACHABLE' })
    const other = '02:00:00:00:00:09'
    expect(advertise(network, false, false, other)).toMatchObject({ mac: MACS[0], state: 'STALE' })
    expect(advertise(network, true, false, other)).toMatchObject({ mac: other, state: 'STALE' })
    expect(advertise(network, true, true, MACS[0])).toMatchObject({ mac: MACS[0], state: 'REACHABLE' })
  })

  test('an advertisement that nobody asked for makes no entry', () => {
    expect(advertise(twoHosts({ ipv6: true }), true, false, MACS[0])).toBeUndefined()
  })
})

describe('ICMPv6', () => {
  test('an echo request is answered with the same identifier, number and data, also to a link-local address', () => {
    for (const address of [SERVER, 'fe80::ff:fe00:2%eth0']) {
      const network = twoHosts({ ipv6: true })
      const socket = rawIcmpv6(network.client)
      // The kernel fills in the checksum.
      const request = emitIcmpv6(icmpv6Echo(128, 4711, 3, text('some data')), '::', '::')
      socket.send(request, { address, port: 0 })
      network.run(100)
      const expected = { source: address, type: 129, rest: 4711 * 0x10000 + 3, payload: text('some data') }
      expect(receiveIcmpv6(socket)).toMatchObject(expected)
      expect(receiveIcmpv6(socket)).toBe(-Errno.EAGAIN)
    }
  })

  test('all nodes of a link answer an echo request to their group, the one that asks included', () => {
    const network = twoHosts({ ipv6: true })
    const socket = rawIcmpv6(network.client)
    socket.send(echo(), { address: 'ff02::1', port: 0 })
    network.run(100)
    const messages = [1, 2, 3].map(() => receiveIcmpv6(socket))
    expect(messages).toMatchObject([
      { source: 'fe80::ff:fe00:1%eth0', type: 128 },
      { source: 'fe80::ff:fe00:1%eth0', type: 129 },
      { source: 'fe80::ff:fe00:2%eth0', type: 129 },
    ])
  })

  test('a datagram to a closed port is answered with an error that quotes it', () => {
    const network = twoHosts({ ipv6: true })
    const socket = rawIcmpv6(network.client)
    network.client.udp.socket(6).send(text('anybody?'), { address: SERVER, port: 9 })
    network.run(100)
    const message = receiveIcmpv6(socket)
    if (typeof message === 'number') throw new Error('no error came')
    expect(message).toMatchObject({ source: SERVER, type: 1, code: 4 })
    expect(new TextDecoder().decode(message.payload.subarray(48))).toBe('anybody?')
  })

  test('an unsupported protocol is a parameter problem that points to its number', () => {
    const network = twoHosts({ ipv6: true })
    const errors = rawIcmpv6(network.client)
    inject(network, text('?'), 200)
    inject(network, concat(emitIpv6Options(201, []), text('?')), 60)
    network.run(100)
    expect(receiveIcmpv6(errors)).toMatchObject({ type: 4, code: 1, rest: 6 })
    expect(receiveIcmpv6(errors)).toMatchObject({ type: 4, code: 1, rest: 40 })
  })

  test('errors to one destination are bounded: six at once, then one every quarter of a second to a /64', () => {
    const network = twoHosts({ ipv6: true })
    const socket = network.client.udp.socket(6)
    const errors = rawIcmpv6(network.client)
    const count = () => {
      let received = 0
      while (typeof receiveIcmpv6(errors) !== 'number') received++
      return received
    }
    socket.send(text('x'), { address: SERVER, port: 9 })
    network.run(100)
    expect(count()).toBe(1)
    for (let i = 0; i < 100; i++) socket.send(text('x'), { address: SERVER, port: 9 })
    network.run(30)
    expect(count()).toBe(5)
    for (let i = 0; i < 40; i++) {
      socket.send(text('x'), { address: SERVER, port: 9 })
      network.run(25)
    }
    expect(count()).toBe(4)
  })

  test('no error is sent about an error or a packet to a group', () => {
    const network = twoHosts({ ipv6: true })
    const before = network.server.counters.value('Icmp6OutMsgs')
    inject(network, emitIcmpv6({ type: 1, code: 0, rest: 0, payload: text('x') }, CLIENT, SERVER), 58)
    inject(network, text('?'), 200, { destination: 'ff02::1' })
    network.run(100)
    expect(network.server.counters.value('Icmp6OutMsgs')).toBe(before)
  })
})

describe('extension headers', () => {
  test('are passed over to the protocol behind them', () => {
    const network = twoHosts({ ipv6: true })
    const socket = rawIcmpv6(network.client)
    const routing = Uint8Array.of(IpProtocol.ICMPV6, 0, 253, 0, 0, 0, 0, 0)
    const options = emitIpv6Options(IpProtocol.ROUTING, [{ type: 0x1e, data: text('abc') }])
    const first = emitIpv6Options(IpProtocol.DESTINATION_OPTIONS, [{ type: 5, data: Uint8Array.of(0, 0) }])
    inject(network, concat(first, options, routing, echo()), IpProtocol.HOP_BY_HOP)
    network.run(100)
    expect(receiveIcmpv6(socket)).toMatchObject({ source: SERVER, type: 129 })
  })

  test.each([
    ['skipped', 0x1e, SERVER, 'answered'],
    ['discards the packet', 0x5e, SERVER, 'silence'],
    ['is reported', 0x9e, SERVER, 'report'],
    ['is reported even to a group', 0x9e, 'ff02::1', 'report'],
    ['is reported to one host', 0xde, SERVER, 'report'],
    ['is not reported to a group', 0xde, 'ff02::1', 'silence'],
  ])('an unknown option %s (type 0x%s)', (_what, type, destination, outcome) => {
    const network = twoHosts({ ipv6: true })
    const socket = rawIcmpv6(network.client)
    const options = emitIpv6Options(IpProtocol.ICMPV6, [{ type, data: text('abc') }])
    const request = emitIcmpv6(icmpv6Echo(128, 7, 1, text('ping')), CLIENT, destination)
    inject(network, concat(options, request), IpProtocol.DESTINATION_OPTIONS, { destination })
    network.run(100)
    const answer = receiveIcmpv6(socket)
    if (outcome === 'silence') expect(answer).toBe(-Errno.EAGAIN)
    else expect(answer).toMatchObject(outcome === 'report' ? { type: 4, code: 2, rest: 42 } : { type: 129 })
  })

  test('a routing header with segments left is refused (RFC 8200 4.4)', () => {
    const network = twoHosts({ ipv6: true })
    const socket = rawIcmpv6(network.client)
    const routing = Uint8Array.of(IpProtocol.ICMPV6, 0, 0, 1, 0, 0, 0, 0)
    inject(network, concat(routing, echo()), IpProtocol.ROUTING)
    network.run(100)
    expect(receiveIcmpv6(socket)).toMatchObject({ type: 4, code: 0, rest: 42 })
  })

  test('behind "no next header" there is nothing', () => {
    const network = twoHosts({ ipv6: true })
    inject(network, text('ignored'), IpProtocol.NO_NEXT_HEADER)
    network.run(100)
    expect(network.recorder.packets).toHaveLength(1)
  })
})

describe('loopback', () => {
  test.each(['::1', CLIENT, '::'])('a connection to %s stays inside', (address) => {
    const { client, recorder, run } = twoHosts({ ipv6: true })
    const server = client.tcp.socket(6)
    server.bind('::', 80)
    server.listen(1)
    const socket = client.tcp.socket(6)
    socket.connect(address, 80)
    run(1)
    expect(socket.state).toBe('ESTABLISHED')
    const accepted = server.accept()
    if (typeof accepted === 'number') throw new Error(`accept: ${accepted}`)
    const real = address === '::' ? '::1' : address
    expect([accepted.localEndpoint(), accepted.remoteEndpoint()?.address]).toEqual([{ address: real, port: 80 }, real])
    expect(recorder.packets).toEqual([])
  })

  test('what comes from outside for or from ::1 is dropped (RFC 4291 2.5.3)', () => {
    const network = twoHosts({ ipv6: true })
    inject(network, echo(), 58, { destination: '::1' })
    inject(network, echo(), 58, { source: '::1' })
    network.run(100)
    expect(network.server.counters.value('Ip6InAddrErrors')).toBe(2)
    expect(network.recorder.packets).toHaveLength(2)
  })
})

describe('groups', () => {
  test('a datagram to all nodes of the link reaches the sockets bound to any address, over one hop', () => {
    const network = twoHosts({ ipv6: true })
    const [any, one] = [network.server.udp.socket(6), network.server.udp.socket(6)]
    any.bind('::', 7)
    one.bind(SERVER, 7, 2)
    network.client.udp.socket(6).send(text('all'), { address: 'ff02::1', port: 7 })
    network.run(100)
    expect(any.receive(10)).toMatchObject({ bytes: text('all'), from: { address: 'fe80::ff:fe00:1%eth0' } })
    expect(one.receive(10)).toBe(-Errno.EAGAIN)
    const [sent] = network.recorder.packets
    expect([...sent!.bytes.subarray(0, 6), sent!.bytes[21]]).toEqual([0x33, 0x33, 0, 0, 0, 1, 1])
  })
})

describe('sockets of both families', () => {
  test('one on :: accepts both; IPv4 peers appear under mapped addresses', () => {
    const network = twoHosts({ ipv6: true })
    const listener = network.server.tcp.socket(6)
    listener.bind('::', 80)
    listener.listen(4)
    const [six, four] = [network.client.tcp.socket(6), network.client.tcp.socket(4)]
    six.connect(SERVER, 80)
    network.run(200)
    four.connect('10.0.0.2', 80)
    network.run(200)
    const peers = [listener.accept(), listener.accept()].map((one) =>
      typeof one === 'number' ? one : one.remoteEndpoint()!.address,
    )
    expect(peers).toEqual([CLIENT, '::ffff:10.0.0.1'])
    expect(six.stats().sndMss).toBe(1428)
  })

  test('a connected datagram socket hears that its port is closed', () => {
    const network = twoHosts({ ipv6: true })
    const socket = network.client.udp.socket(6)
    expect(socket.connect(SERVER, 9)).toBe(0)
    expect(socket.localEndpoint()!.address).toBe(CLIENT)
    socket.send(text('x'))
    network.run(100)
    expect(socket.readiness() & Ready.ERR).toBe(Ready.ERR)
    expect(socket.receive(10)).toBe(-Errno.ECONNREFUSED)
  })

  test('a refused connection is ECONNREFUSED', () => {
    const network = twoHosts({ ipv6: true })
    const socket = network.client.tcp.socket(6)
    socket.connect(SERVER, 9)
    network.run(100)
    expect(socket.takeError()).toBe(Errno.ECONNREFUSED)
  })
})
