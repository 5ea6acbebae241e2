/**
 * Worlds that run anywhere, in Node and in a page: losses, a switch, two kinds of peers, a link that changes. Bundled for
 * the browser, so this imports only the network floor.
 */
import {
  BindFlag,
  hashEvents,
  MILLISECOND,
  Recording,
  runNetwork,
  SECOND,
  type SimulatedNetwork,
  SocketOption,
  TableRecorder,
  writePcapng,
  writeRecording,
} from '#network'
import { lan, pattern, ping, transfer, twoRouters, twoRoutersIpv6 } from '../network/worlds.ts'

export interface WorldRun {
  /** Bytes of the capture and of the recording, as one hash each. */
  readonly capture: number
  readonly recording: number
  readonly packets: number
  readonly events: number
  readonly hashes: readonly number[]
}

/** Runs a world and hashes what happened: the same seed gives the same run. */
export function runWorld(seed: number, world: WorldName = 'everything'): WorldRun {
  const { network, recording, trace } = recordWorld(seed, world)
  const capture = writePcapng(network.endpoints, network.recorder.packets)
  return {
    capture: hashOf(capture),
    recording: hashOf(writeRecording(recording, { endpoints: network.endpoints })),
    packets: network.recorder.count,
    events: trace.events,
    hashes: [...trace.values, trace.last],
  }
}

const FAULTS = { loss: 0.02, jitter: 300_000, duplicate: 0.01, reorder: 0.01 }

/** Worlds with traffic. */
const WORLDS = {
  everything(seed: number) {
    const network = lan(seed, FAULTS, true)
    const [client, server] = [network.host('client'), network.host('server')]
    transfer(client, server, '10.0.0.2', pattern(300_000))
    transfer(server, client, '2001:db8::1', pattern(60_000), 9001)
    ping(client, '10.0.0.2', [0, 100, 3_000], network.clock)
    network.clock.at(700 * MILLISECOND, () => void network.link('server', 'lan').impair({ loss: 0.1, rate: 3_000_000 }))
    return network
  },
  udp(seed: number) {
    const network = lan(seed, { ...FAULTS, loss: 0.2 })
    talk(network, '10.0.0.2', 0)
    return network
  },
  multicast(seed: number) {
    const network = lan(seed, FAULTS, true)
    for (const name of ['client', 'server']) {
      const member = network.host(name).udp.socket(4)
      member.bind('0.0.0.0', 5000, BindFlag.REUSEADDR)
      member.setOption(SocketOption.ADD_MEMBERSHIP, 0, '239.7.7.7|eth0')
      network.clock.at(2 * SECOND, () => void member.setOption(SocketOption.DROP_MEMBERSHIP, 0, '239.7.7.7|eth0'))
    }
    talk(network, '239.7.7.7', 5000)
    return network
  },
  'tcp through routers': (seed: number) => throughRouters(twoRouters(seed, 1300), '10.0.2.10'),
  'ipv6 through routers': (seed: number) => throughRouters(twoRoutersIpv6(seed, 1300), 'fd00:2::10'),
} as const satisfies Record<string, (seed: number) => SimulatedNetwork>

export type WorldName = keyof typeof WORLDS
export const WORLD_NAMES = Object.keys(WORLDS) as WorldName[]

/** The client sends datagrams of many lengths; where nobody listens it hears of that. */
function talk(network: SimulatedNetwork, address: string, port: number): void {
  const socket = network.host('client').udp.socket(4)
  socket.setOption(SocketOption.MULTICAST_INTERFACE, 0, 'eth0')
  for (let i = 0; i < 200; i++) {
    network.clock.at(i * 20 * MILLISECOND, () => {
      socket.send(pattern((i * 37) % 4000), { address, port: port || 7000 + (i % 3) })
      socket.takeError()
    })
  }
}

/** A connection over a narrow link that loses, and pings that are too long for it. */
function throughRouters(network: SimulatedNetwork, address: string): SimulatedNetwork {
  network.link('r1', 'r2').impair(FAULTS)
  transfer(network.host('client'), network.host('server'), address, pattern(200_000))
  ping(network.host('client'), address, [100, 1400, 4000], network.clock)
  return network
}

/** Runs a world to its end; returns it with its recording. */
export function recordWorld(seed: number, world: WorldName = 'everything') {
  const network = WORLDS[world](seed)
  const trace = hashEvents(network.clock)
  const recording = new Recording()
  const tables = new TableRecorder(network)
  network.recorder.onPacket = (packet) => recording.addPacket(packet)
  network.recorder.onFate = ({ number, fate, arrives }) => recording.settle(number, fate, arrives)
  for (const packet of network.recorder.packets) recording.addPacket(packet)
  for (let at = 0; at < 30 * SECOND; at += 100 * MILLISECOND) {
    runNetwork(network, { kind: 'time', at })
    for (const piece of tables.take()) recording.addTables(piece)
  }
  return { network, recording, trace }
}

/** FNV-1a, 32 bits. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash >>> 0
}
