import { describe, expect, test } from 'vitest'
import { dissect, type Recorder } from '../../../capture/index.ts'
import { MILLISECOND, SECOND } from '../../../clock.ts'
import { Errno } from '../../../errno.ts'
import { emitIcmp, icmpEcho, internetChecksum } from '../../../wire/index.ts'
import type { RawSocket } from '../../socket.ts'
import { twoHosts } from '../../two-hosts.fixture.ts'
import { rawIcmp, receiveIcmp } from './raw-icmp.fixture.ts'

const text = (value: string) => new TextEncoder().encode(value)

function summaries({ recorder }: { recorder: Recorder }): string[] {
  return recorder.packets.map(({ at, from, bytes }) => `${at / MILLISECOND} ${from} ${dissect(bytes).summary}`)
}

describe('the neighbor cache', () => {
  test('asks once, queues packets, and sends them when the answer arrives', () => {
    const network = twoHosts()
    const socket = network.client.udp.socket(4)
    for (const word of ['one', 'two']) socket.send(text(word), { address: '10.0.0.2', port: 7 })
    expect(network.client.neighbors()).toEqual([{ ip: '10.0.0.2', dev: 'eth0', state: 'INCOMPLETE' }])
    network.run(20)
    expect(network.client.neighbors()).toEqual([
      { ip: '10.0.0.2', mac: '02:00:00:00:00:02', dev: 'eth0', state: 'REACHABLE' },
    ])
    expect(network.recorder.packets.map(({ at }) => at / MILLISECOND)).toEqual([0, 10, 20, 20])
    // The neighbor has learned the asker's address, but not that it can be reached.
    expect(network.server.neighbors()).toMatchObject([{ ip: '10.0.0.1', state: 'STALE' }])
  })

  test('asks three times, a second apart; then connect fails with EHOSTUNREACH', () => {
    const network = twoHosts()
    const socket = network.client.tcp.socket(4)
    socket.connect('10.0.0.77', 80)
    network.run(2999)
    expect(summaries(network)).toEqual([
      '0 client:eth0 Who has 10.0.0.77? Tell 10.0.0.1',
      '1000 client:eth0 Who has 10.0.0.77? Tell 10.0.0.1',
      '2000 client:eth0 Who has 10.0.0.77? Tell 10.0.0.1',
    ])
    expect(socket.state).toBe('SYN_SENT')
    network.run(2)
    expect(network.client.neighbors()).toEqual([{ ip: '10.0.0.77', dev: 'eth0', state: 'FAILED' }])
    expect(socket.takeError()).toBe(Errno.EHOSTUNREACH)
  })

  test('a raw socket sees the host\'s own "host unreachable", as ping on Linux does', () => {
    const network = twoHosts()
    const socket = rawIcmp(network.client)
    socket.send(emitIcmp(icmpEcho(8, 1, 1, text('ping'))), { address: '10.0.0.77', port: 0 })
    network.run(3001)
    expect(receiveIcmp(socket)).toMatchObject({ source: '10.0.0.1', type: 3, code: 1 })
  })

  test('an old entry is used at once and checked by unicast 5 s later', () => {
    const network = twoHosts()
    const socket = network.client.udp.socket(4)
    network.server.udp.socket(4).bind('0.0.0.0', 7)
    socket.send(text('x'), { address: '10.0.0.2', port: 7 })
    network.run(60_000)
    expect(network.client.neighbors()).toMatchObject([{ state: 'STALE' }])
    const before = network.recorder.packets.length
    socket.send(text('y'), { address: '10.0.0.2', port: 7 })
    network.run(5020)
    const [datagram, request, reply] = network.recorder.packets.slice(before)
    expect(datagram!.at).toBe(60 * SECOND)
    expect(request!.at).toBe(65 * SECOND)
    expect([...request!.bytes.subarray(0, 6)]).toEqual([2, 0, 0, 0, 0, 2])
    expect(reply).toBeDefined()
    expect(network.client.neighbors()).toMatchObject([{ state: 'REACHABLE' }])
  })

  test('is forgotten when the interface goes down', () => {
    const network = twoHosts()
    network.client.udp.socket(4).send(text('x'), { address: '10.0.0.2', port: 7 })
    network.run(100)
    network.client.setInterface('eth0', false)
    expect(network.client.neighbors()).toEqual([])
    expect(network.client.udp.socket(4).send(text('x'), { address: '10.0.0.2', port: 7 })).toBe(-Errno.ENETUNREACH)
  })
})

describe('ICMP', () => {
  test('an echo request is answered with the same identifier, number and data', () => {
    const network = twoHosts()
    const socket = rawIcmp(network.client)
    socket.send(emitIcmp(icmpEcho(8, 4711, 3, text('some data'))), { address: '10.0.0.2', port: 0 })
    network.run(100)
    expect(receiveIcmp(socket)).toMatchObject({ source: '10.0.0.2', ttl: 64, type: 0, payload: text('some data') })
    expect(receiveIcmp(socket)).toBe(-Errno.EAGAIN)
  })

  test('a datagram to a closed port is answered with an error that quotes it', () => {
    const network = twoHosts()
    const socket = rawIcmp(network.client)
    network.client.udp.socket(4).send(text('anybody?'), { address: '10.0.0.2', port: 9 })
    network.run(100)
    const message = receiveIcmp(socket)
    if (typeof message === 'number') throw new Error('no error came')
    expect(message).toMatchObject({ source: '10.0.0.2', type: 3, code: 3 })
    expect(new TextDecoder().decode(message.payload.subarray(28))).toBe('anybody?')
  })

  test('a message with a wrong checksum is dropped and counted', () => {
    const network = twoHosts()
    const socket = rawIcmp(network.client)
    const request = emitIcmp(icmpEcho(8, 1, 1, text('ping')))
    request[request.length - 1]! ^= 1
    socket.send(request, { address: '10.0.0.2', port: 0 })
    network.run(100)
    expect(network.server.counters.value('IcmpInErrors')).toBe(1)
    expect(receiveIcmp(socket)).toBe(-Errno.EAGAIN)
  })

  test('an unsupported protocol is reported', () => {
    const network = twoHosts()
    const errors = rawIcmp(network.client)
    const socket = network.client.raw.socket(4, 200) as RawSocket
    socket.send(text('?'), { address: '10.0.0.2', port: 0 })
    network.run(100)
    expect(receiveIcmp(errors)).toMatchObject({ type: 3, code: 2 })
  })
})

describe('loopback', () => {
  test.each(['127.0.0.1', '127.1.2.3', '10.0.0.1'])('packets to %s stay inside, and cost time', (address) => {
    const network = twoHosts()
    const server = network.client.tcp.socket(4)
    server.bind('0.0.0.0', 80)
    server.listen(1)
    const socket = network.client.tcp.socket(4)
    socket.connect(address, 80)
    expect(socket.state).toBe('SYN_SENT')
    network.run(1)
    expect(socket.state).toBe('ESTABLISHED')
    const accepted = server.accept()
    if (typeof accepted === 'number') throw new Error(`accept: ${accepted}`)
    expect(accepted.localEndpoint()).toEqual({ address, port: 80 })
    expect(accepted.remoteEndpoint()?.address).toBe(address)
    expect(network.recorder.packets).toEqual([])
    expect(network.client.interfaces()[0]).toMatchObject({ name: 'lo', rx: 3, tx: 3 })
  })

  test('what comes from outside for 127.0.0.1 is dropped (RFC 1122 3.2.1.3)', () => {
    const network = twoHosts()
    network.client.addRoute({ to: { address: '10.0.0.0', length: 8 }, dev: 'eth0' })
    network.client.udp.socket(4).send(text('x'), { address: '10.0.0.2', port: 7 })
    network.run(100)
    const frame = network.recorder.packets[2]!.bytes.slice()
    const packet = frame.subarray(14)
    packet.set([127, 0, 0, 1], 16)
    packet.set([0, 0], 10)
    const checksum = internetChecksum(packet, 0, 20)
    packet.set([checksum >> 8, checksum & 0xff], 10)
    network.link.ends[0].transmit(frame)
    network.run(100)
    expect(network.server.counters.value('IpInAddrErrors')).toBe(1)
    expect(network.server.counters.value('IpInHdrErrors')).toBe(0)
  })
})
