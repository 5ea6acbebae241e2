import { describe, expect, test } from 'vitest'
import { lan } from '../../../../../tests/network/worlds.ts'
import { SECOND } from '../../clock.ts'
import { Errno } from '../../errno.ts'
import { PacketType, SocketOption } from '../socket-constants.ts'
import { ETH_P_ALL, type FilterInstruction } from './index.ts'

const ARP = 0x0806
/** The program that `tcpdump -dd arp` prints, with 20 bytes of each frame. */
const ONLY_ARP: FilterInstruction[] = [
  [0x28, 0, 0, 12],
  [0x15, 0, 1, ARP],
  [0x6, 0, 0, 20],
  [0x6, 0, 0, 0],
]

/** Returns what a packet socket on the server sees while the client sends it a datagram. */
function watched(protocol: number) {
  const network = lan(1)
  const [client, server] = [network.host('client'), network.host('server')]
  const packets = server.packets.socket(protocol)
  packets.bind('eth0', 0)
  const run = () => {
    client.udp.socket(4).send(Uint8Array.of(1, 2, 3), { address: '10.0.0.2', port: 7 })
    network.clock.runUntil(SECOND)
    const seen = []
    for (let next = packets.receive(2000); typeof next !== 'number'; next = packets.receive(2000)) seen.push(next)
    return seen
  }
  return { server, packets, run }
}

test('sees frames in both directions, in the same order as the host', () => {
  const { run } = watched(ETH_P_ALL)
  const { BROADCAST, HOST, OUTGOING } = PacketType
  const rows = run().map(({ from, ancillary }) => [from!.address, from!.port, ancillary!.link!.type])
  const [client, server] = ['02:00:00:00:00:01', '02:00:00:00:00:02']
  expect(rows).toEqual([
    [client, ARP, BROADCAST],
    [server, ARP, OUTGOING],
    [client, 0x0800, HOST],
    [server, 0x0800, OUTGOING],
  ])
})

test('for one EtherType, sees only received frames', () => {
  expect(watched(ARP).run().length).toBe(1)
})

test('a filter says how many bytes it gets, and the statistics count what it saw', () => {
  const { packets, run } = watched(ETH_P_ALL)
  expect(packets.attachFilter(ONLY_ARP)).toBe(0)
  packets.setOption(SocketOption.PACKET_AUXILIARY, 1)
  expect(run().map(({ bytes, ancillary }) => [bytes.length, ancillary!.frame])).toEqual([
    [20, { length: 42, tag: null }],
    [20, { length: 42, tag: null }],
  ])
  expect(packets.takeStatistics()).toEqual({ seen: 2, dropped: 0 })
  expect(packets.takeStatistics()).toEqual({ seen: 0, dropped: 0 })
})

test('what does not fit into the buffer is dropped and counted', () => {
  const { packets, run } = watched(ETH_P_ALL)
  packets.setOption(SocketOption.RCVBUF, 0)
  expect(run().length).toBe(3)
  expect(packets.takeStatistics()).toEqual({ seen: 4, dropped: 1 })
})

test('what a filter cuts off takes room in the buffer all the same', () => {
  const { packets, run } = watched(ETH_P_ALL)
  packets.setOption(SocketOption.RCVBUF, 0)
  packets.attachFilter([[0x6, 0, 0, 1]])
  expect(run().length).toBe(3)
})

test('on lo it sees each packet twice, sent and received', () => {
  const { server } = watched(0)
  const packets = server.packets.socket(ETH_P_ALL)
  packets.bind('lo', 0)
  const receiver = server.udp.socket(4)
  receiver.bind('127.0.0.1', 7)
  server.udp.socket(4).send(Uint8Array.of(1), { address: '127.0.0.1', port: 7 })
  const first = packets.receive(2000)
  expect(first).toMatchObject({ from: { port: 0x0800 }, ancillary: { link: { interfaceIndex: 1, type: 4 } } })
})

describe('a program that the kernel would reject', () => {
  test.each<[string, FilterInstruction[]]>([
    ['an unknown instruction', [[0xffff, 0, 0, 0]]],
    ['no end', [[0x28, 0, 0, 12]]],
    [
      'a jump behind the end',
      [
        [0x15, 1, 0, 0],
        [0x6, 0, 0, 1],
      ],
    ],
    [
      'a division by zero',
      [
        [0x34, 0, 0, 0],
        [0x6, 0, 0, 1],
      ],
    ],
    [
      'memory that is not there',
      [
        [0x02, 0, 0, 16],
        [0x6, 0, 0, 1],
      ],
    ],
    ['nothing', []],
  ])('%s', (_, program) => {
    expect(watched(0).packets.attachFilter(program)).toBe(-Errno.EINVAL)
  })
})
