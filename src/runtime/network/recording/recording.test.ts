import { describe, expect, test } from 'vitest'
import { lan, pattern, transfer, twoRouters } from '../../../../tests/network/worlds.ts'
import { ipAddressFrom } from '../address/index.ts'
import { MILLISECOND, type Nanoseconds, SECOND } from '../clock.ts'
import { type RunGoal, runNetwork } from '../control/index.ts'
import { behindNat } from '../host/ip/netfilter/behind-nat.fixture.ts'
import type { SimulatedNetwork } from '../topology/index.ts'
import { type RecordedMoment, Recording, TableRecorder } from './index.ts'

/** Records a network from now on. */
function record(network: SimulatedNetwork, options: { cap?: number } = {}) {
  const recording = new Recording(options)
  const tables = new TableRecorder(network)
  network.recorder.onPacket = (packet) => recording.addPacket({ ...packet })
  network.recorder.onFate = ({ number, fate, arrives }) => recording.settle(number, fate, arrives)
  /** Brings the recording up to the world's current time. */
  const catchUp = () => {
    for (const piece of tables.take()) recording.addTables(piece)
    recording.advanceTo(network.clock.now)
  }
  catchUp()
  return { recording, catchUp }
}

/** Current tables of a world, from its hosts. */
function live(network: SimulatedNetwork) {
  return [...network.hosts.values()].map((host) => ({
    node: host.name,
    sockets: host
      .sockets()
      .map(({ proto, state, local, remote, recvQ, sendQ, inode }) =>
        [proto, state, local.address, local.port, remote?.address, remote?.port, recvQ, sendQ, inode].join(' '),
      )
      .sort(),
    routes: host.routes().map(({ to, via, dev, metric }) => [to, via, dev, metric].join(' ')),
    neighbors: host.neighbors().map(({ ip, mac, dev, state }) => [ip, mac, dev, state].join(' ')),
    interfaces: host.interfaces().map(({ name, up, addresses, rx, tx }) => [name, up, addresses, rx, tx].join(' ')),
  }))
}

/** The same from a recording. */
function recorded(network: SimulatedNetwork, moment: RecordedMoment) {
  return [...network.hosts.keys()].map((node) => ({
    node,
    sockets: moment
      .rows('sockets', node)
      .map(({ proto, state, local, localPort, remote, remotePort, recvQ, sendQ, inode }) =>
        [proto, state, local, localPort, remote, remotePort, recvQ, sendQ, inode].join(' '),
      )
      .sort(),
    routes: moment.rows('routes', node).map(({ to, via, dev, metric }) => [to, via, dev, metric].join(' ')),
    neighbors: moment.rows('neighbors', node).map(({ ip, mac, dev, state }) => [ip, mac, dev, state].join(' ')),
    interfaces: moment
      .rows('interfaces', node)
      .map(({ name, up, addresses, rx, tx }) => [name, up === 1, addresses.replaceAll(' ', ','), rx, tx].join(' ')),
  }))
}

function underWay(network: SimulatedNetwork) {
  return network.recorder.packets.filter(({ fate }) => fate === 'under way').map(({ number }) => number)
}

/** All kinds of traffic: TCP that ends, UDP without a reader, an absent host. */
function traffic(network: SimulatedNetwork, server: string, bytes: number): void {
  transfer(network.host('client'), network.host('server'), server, pattern(bytes))
  const receiver = network.host('server').udp.socket(4)
  receiver.bind('0.0.0.0', 53)
  const sender = network.host('client').udp.socket(4)
  network.clock.after(30 * MILLISECOND, () => void sender.send(new Uint8Array(700), { address: server, port: 53 }))
  const stranger = network.host('client').udp.socket(4)
  network.clock.after(40 * MILLISECOND, () => void receiver.receive(1000))
  network.clock.after(60 * MILLISECOND, () => sender.close())
  network.clock.after(70 * MILLISECOND, () => void stranger.send(new Uint8Array(1), { address: '10.0.1.99', port: 9 }))
}

/** Runs to each goal, then compares the world's state with the recording's. */
function compareAtStops(
  network: SimulatedNetwork,
  { recording, catchUp }: ReturnType<typeof record>,
  goals: readonly RunGoal[],
): void {
  const seen: { at: Nanoseconds; tables: unknown; flying: number[] }[] = []
  for (const goal of goals) {
    runNetwork(network, goal)
    catchUp()
    const state = { at: network.clock.now, tables: live(network), flying: underWay(network) }
    if (seen.at(-1)?.at === state.at) seen.pop()
    seen.push(state)
  }
  for (const { at, tables, flying } of seen) {
    const moment = recording.at(at)
    expect([at, recorded(network, moment)]).toEqual([at, tables])
    expect([at, moment.flights().map(({ packet }) => packet.number)]).toEqual([at, flying])
  }
}

const steps = (count: number): RunGoal[] => Array.from({ length: count }, () => ({ kind: 'events' }))
const instants = (...ms: number[]): RunGoal[] => ms.map((at) => ({ kind: 'time', at: at * MILLISECOND }))

describe('a recording shows any past moment as the world was', () => {
  test('between two hosts on a switch, event by event', () => {
    const network = lan(3, { loss: 0.03 })
    const recorded = record(network)
    traffic(network, '10.0.0.2', 60_000)
    compareAtStops(network, recorded, [...steps(400), ...instants(2_000, 5_000, 40_000, 70_000, 200_000)])
  })

  test('over routers, where the counters of interfaces are all that changes', () => {
    const network = twoRouters(3)
    const recorded = record(network)
    traffic(network, '10.0.2.10', 20_000)
    compareAtStops(network, recorded, [...steps(200), ...instants(500, 1_000, 40_000, 100_000)])
  })

  test('when routes and interfaces change', () => {
    const network = twoRouters(1)
    const { recording, catchUp } = record(network)
    const r1 = network.host('r1')
    network.clock.at(5, () => {
      r1.addUnreachableRoute({ address: '10.9.0.0', length: 16 })
      network.host('client').setInterface('eth0', false)
    })
    network.clock.runUntil(10)
    catchUp()
    expect(recording.at(4).rows('routes', 'r1')).not.toContainEqual(expect.objectContaining({ dev: 'unreachable' }))
    expect(recording.at(5).rows('routes', 'r1')).toContainEqual(
      expect.objectContaining({ dev: 'unreachable', to: '10.9.0.0/16' }),
    )
    expect(recording.at(10).rows('interfaces', 'client')).toMatchObject([{ up: 1 }, { name: 'eth0', up: 0 }])
  })

  test('with what TCP knows, as its statistics tell it', () => {
    const network = lan(2)
    const { recording, catchUp } = record(network)
    const { sender } = transfer(network.host('client'), network.host('server'), '10.0.0.2', pattern(300_000))
    const seen = [60, 80, 100, 120, 140].map((ms) => {
      network.clock.runUntil(ms * MILLISECOND)
      catchUp()
      return { at: network.clock.now, stats: sender.stats() }
    })
    for (const { at, stats } of seen) {
      const [row] = recording.at(at).rows('sockets', 'client')
      expect(row).toMatchObject({
        state: stats.state,
        congestionWindow: stats.sndCwnd,
        slowStartThreshold: stats.slowStartThreshold,
        inFlight: stats.unacknowledged,
        unsent: stats.notsentBytes,
        smoothedRtt: stats.smoothedRtt,
        retransmissionTimeout: stats.retransmissionTimeout,
      })
    }
  })

  test('with what waits at links and what a switch has learnt', () => {
    const network = lan(2)
    const { recording, catchUp } = record(network)
    transfer(network.host('client'), network.host('server'), '10.0.0.2', pattern(300_000))
    network.clock.runUntil(45 * MILLISECOND)
    const direction = network.link('client', 'lan').directions[0]
    const [queued, bytes] = [direction.queued, direction.queuedBytes]
    const macs = network.switches
      .get('lan')!
      .table()
      .map(({ mac, port }) => ({ mac, port }))
    catchUp()
    network.link('client', 'lan').impair({ delay: 77 })
    catchUp()
    network.clock.runUntil(20 * SECOND)
    catchUp()
    expect(queued).toBeGreaterThan(2)
    const moment = recording.at(45 * MILLISECOND)
    const [row] = moment.rows('queues', 'client:eth0')
    expect(row).toMatchObject({ link: 0, frames: queued, bytes })
    expect(JSON.parse(row!.impairment).delay).toBe(77)
    expect(moment.rows('switches', 'lan')).toMatchObject(macs)
    expect(recording.at(10 * MILLISECOND).rows('switches')).toEqual([])
  })

  test('with the place of each packet on its way', () => {
    const network = lan(2)
    const { recording, catchUp } = record(network)
    transfer(network.host('client'), network.host('server'), '10.0.0.2', pattern(100))
    network.clock.runUntil(SECOND)
    catchUp()
    const [first] = recording.packets
    const [flight] = recording.at((first!.at + first!.arrives!) / 2).flights()
    expect([flight?.packet.number, flight?.progress]).toEqual([1, 0.5])
  })
})

describe('a recording', () => {
  test('changes nothing: a recorded world runs the same', () => {
    const runs = [true, false].map((isRecorded) => {
      const network = lan(4, { loss: 0.05 })
      const { catchUp } = isRecorded ? record(network) : { catchUp: () => {} }
      traffic(network, '10.0.0.2', 100_000)
      for (let ms = 0; ms < 3_000; ms += 7) {
        network.clock.runUntil(ms * MILLISECOND)
        catchUp()
      }
      return network.recorder.packets.map(({ at, bytes }) => `${at} ${bytes.join()}`)
    })
    expect(runs[0]).toEqual(runs[1])
  })

  test('beyond its cap begins later, and says so', () => {
    const network = lan(1)
    const { recording, catchUp } = record(network, { cap: 200_000 })
    transfer(network.host('client'), network.host('server'), '10.0.0.2', pattern(400_000))
    for (let ms = 0; ms < 500; ms += 5) {
      network.clock.runUntil(ms * MILLISECOND)
      catchUp()
    }
    expect(recording.dropped).toBeGreaterThan(100)
    expect(recording.packets.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThanOrEqual(200_000)
    expect(recording.packet(recording.dropped + 1)).toBe(recording.packets[0])
    expect(() => recording.at(0)).toThrow(`its first ${recording.dropped} packets were let go, as it was full`)
    const { at } = recording.packets[50]!
    const flying = recording.packets.filter((packet) => packet.at <= at && (packet.arrives ?? 0) > at)
    expect(
      recording
        .at(at)
        .flights()
        .map(({ packet }) => packet),
    ).toEqual(flying)
    expect(recording.at(recording.begin).rows('sockets')).not.toEqual([])
  })

  test('has no moments but its own', () => {
    const recording = new Recording()
    recording.advanceTo(5)
    expect(recording.at(5).rows('sockets')).toEqual([])
    expect(() => recording.at(6)).toThrow('There is no recording of the moment 6 ns, only from 0 to 5 ns')
    expect(() => recording.at(-1)).toThrow(RangeError)
  })
})

describe('connections that a NAT tracks', () => {
  const HERE = '203.0.113.1'
  const rows = (moment: RecordedMoment) => moment.rows('connections', 'nat')

  test('are there with what is translated, from the first packet until they are forgotten', () => {
    const world = behindNat({ mapping: 'endpoint', timeouts: { udp: 30 * SECOND } })
    const { recording, catchUp } = record(world.network)
    world.heard('left', 7)
    world.send('one', 4000, '203.0.113.10:7')
    const sentAt = world.network.clock.now
    world.send('left', 7, `${HERE}:4000`)
    catchUp()
    const answeredAt = world.network.clock.now
    expect(rows(recording.at(0))).toEqual([])
    expect(rows(recording.at(sentAt))).toMatchObject([
      { proto: 'udp', source: '10.0.1.10', sourcePort: 4000, replyDestination: HERE, isReplied: 0 },
    ])
    expect(rows(recording.at(answeredAt))).toMatchObject([{ isReplied: 1 }])
    world.run(31 * SECOND)
    catchUp()
    expect(rows(recording.at(world.network.clock.now))).toEqual([])
  })

  test('say where a forwarded one really goes, and in which state it is', () => {
    const to = ipAddressFrom('10.0.1.10')!
    const world = behindNat({ forwards: [{ protocol: 'tcp', port: 80, to, toPort: 8080 }] })
    const { recording, catchUp } = record(world.network)
    const listener = world.network.host('one').tcp.socket(4)
    listener.bind('0.0.0.0', 8080)
    listener.listen(8)
    world.network.host('left').tcp.socket(4).connect(HERE, 80)
    world.run(100 * MILLISECOND)
    catchUp()
    expect(rows(recording.at(world.network.clock.now))).toMatchObject([
      {
        proto: 'tcp',
        state: 'ESTABLISHED',
        destination: HERE,
        destinationPort: 80,
        replySource: to,
        replySourcePort: 8080,
      },
    ])
  })
})
