/**
 * What the network floor is held to, in processor time of one core: segments a second with the checksums on, what recording them costs, a long fat pipe
 * against real time, and what hosts cost that have nothing to do with it.
 */
import v8 from 'node:v8'
import vm from 'node:vm'
import {
  buildNetwork,
  Clock,
  type HostDescription,
  type Impairment,
  MILLISECOND,
  type NetworkDescription,
  parsePrefix,
  RandomStream,
  Recorder,
  SECOND,
  type SimulatedNetwork,
} from '#network'
import { Flow, FULL_SEGMENT, runFlows } from '../tests/network/flow.ts'
import { type Figure, processorTime, report } from './figure.ts'

const SEGMENTS = 60_000
const RUNS = 7

function host(name: string, address: string): HostDescription {
  const interfaces = [{ name: 'eth0', addresses: [parsePrefix(`${address}/16`)!] }]
  return { kind: 'host', name, interfaces, routes: [] }
}

function twoHosts(impairment: Partial<Impairment>, recorder = new Recorder()): SimulatedNetwork {
  const nodes = [host('client', '10.0.0.1'), host('server', '10.0.0.2')]
  const links = [{ endpoints: ['client:eth0', 'server:eth0'] as const, impairment }]
  return buildNetwork({ name: 'wire', nodes, links }, { seed: 1, recorder })
}

/** `hosts` of them on one switch. */
function onSwitch(hosts: number): SimulatedNetwork {
  const numbers = Array.from({ length: hosts }, (_, i) => i)
  const description: NetworkDescription = {
    name: 'many',
    nodes: [...numbers.map((i) => host(`h${i}`, addressOf(i))), { kind: 'switch', name: 'lan' }],
    links: numbers.map((i) => ({ endpoints: [`h${i}:eth0`, `lan:p${i}`], impairment: { delay: MILLISECOND } })),
  }
  return buildNetwork(description, { seed: 1, recorder: new Recorder({ cap: 8 * 2 ** 20 }) })
}

function addressOf(number: number): string {
  return `10.0.${1 + (number >> 7)}.${1 + (number & 127)}`
}

/** Milliseconds of the processor for a bulk transfer, connection set up before, and the virtual nanoseconds that it took. */
function transfer(network: SimulatedNetwork, segments: number): { processor: number; virtual: number } {
  const flow = new Flow(network.host('client'), network.host('server'), '10.0.0.2')
  network.clock.runUntil(SECOND)
  const began = processorTime()
  flow.send(segments * FULL_SEGMENT)
  runFlows(network, [flow])
  return { processor: processorTime() - began, virtual: network.clock.now - SECOND }
}

/** The least of several runs, for things measured in turn: what else the machine does disturbs all of them alike. */
function leastInTurn(works: readonly (() => number)[]): number[] {
  const least = works.map(() => Number.POSITIVE_INFINITY)
  for (let run = 0; run < RUNS; run++) {
    for (const [index, work] of works.entries()) least[index] = Math.min(least[index]!, work())
  }
  return least
}

function* segments(): Generator<Figure> {
  const on = (recorder: () => Recorder) => () =>
    transfer(twoHosts({ delay: MILLISECOND }, recorder()), SEGMENTS).processor
  const [recorded, unrecorded] = leastInTurn([on(() => new Recorder()), on(() => new Recorder({ cap: 0 }))])
  const rate = (milliseconds: number) => (SEGMENTS * 1000) / milliseconds
  const what = 'TCP data segments, two hosts and a link'
  yield { what, value: rate(recorded!), unit: 'segments/s', goal: 150_000 }
  const beside = { what: 'recorded', value: rate(recorded!) }
  yield { what: 'the same, not recorded', value: rate(unrecorded!), unit: 'segments/s', beside }
  yield { what: 'what recording adds', value: 100 * (recorded! / unrecorded! - 1), unit: '%', goal: 15 }
}

function* longFatPipe(): Generator<Figure> {
  const world = () => twoHosts({ delay: 25 * MILLISECOND, rate: 100_000_000 })
  let best = 0
  for (let run = 0; run < RUNS; run++) {
    const { processor, virtual } = transfer(world(), SEGMENTS)
    best = Math.max(best, virtual / 1e6 / processor)
  }
  yield { what: 'bulk at 100 Mbit/s × 50 ms, seconds a second', value: best, unit: 's/s', goal: 15 }
}

function* events(): Generator<Figure> {
  const rounds = 1_000_000
  const run = () => {
    const clock = new Clock()
    const random = new RandomStream(1, 'bench')
    const again = () => void clock.after(random.uint32() & 0xffff, again)
    for (let i = 0; i < 1_000; i++) again()
    const began = processorTime()
    for (let i = 0; i < rounds; i++) clock.take()!.run()
    return processorTime() - began
  }
  const [least] = leastInTurn([run])
  yield { what: 'events with 1,000 pending', value: (rounds * 1000) / least!, unit: 'events/s', goal: 1_000_000 }
}

const ACTIVE = 5

/** Microseconds a segment of `ACTIVE` flows costs among so many hosts on a switch. */
function costAmong(hosts: number): () => number {
  const network = onSwitch(hosts)
  const flows = Array.from({ length: ACTIVE }, (_, i) => {
    const [client, server] = [network.host(`h${i}`), network.host(`h${hosts - 1 - i}`)]
    return new Flow(client, server, addressOf(hosts - 1 - i))
  })
  network.clock.runUntil(SECOND)
  return () => {
    const began = processorTime()
    for (const flow of flows) flow.send((SEGMENTS / ACTIVE) * FULL_SEGMENT)
    runFlows(network, flows)
    return ((processorTime() - began) * 1000) / SEGMENTS
  }
}

function* manyHosts(): Generator<Figure> {
  const [few, many] = leastInTurn([costAmong(10), costAmong(10_000)])
  yield { what: 'a segment of 5 flows among 10 hosts', value: few!, unit: 'µs' }
  const beside = { what: 'among 10', value: few! }
  yield { what: 'a segment of 5 flows among 10,000 hosts', value: many!, unit: 'µs', beside, goal: 2 * few! }
}

/** Bytes that this process holds once all garbage is collected. */
function bytesHeld(): number {
  v8.setFlagsFromString('--expose-gc')
  const gc = vm.runInNewContext('gc') as () => void
  gc()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

function* idleHosts(): Generator<Figure> {
  const before = bytesHeld()
  const network = onSwitch(1_000)
  network.clock.runUntil(SECOND)
  const value = (bytesHeld() - before) / 1e6
  yield { what: `${network.hosts.size} idle hosts on a switch`, value, unit: 'MB', goal: 100 }
}

function* figures(): Generator<Figure> {
  yield* idleHosts()
  yield* segments()
  yield* longFatPipe()
  yield* events()
  yield* manyHosts()
}

await report(figures())
