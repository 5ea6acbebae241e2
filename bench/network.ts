/**
 * What the network floor can do on one core, each figure beside the ceiling that plain JavaScript was measured to have for the same work.
 * Run: `npm run bench -- network`.
 */
import {
  Clock,
  compileFilter,
  dissect,
  ETHERNET_HEADER_LENGTH,
  emitEthernet,
  emitIpv4,
  emitTcp,
  FilterError,
  internetChecksum,
  Link,
  MILLISECOND,
  ParseError,
  parseEthernet,
  parseIpv4,
  parseTcp,
  RandomStream,
  Recorder,
  SECOND,
  tcpLength,
  transportChecksumOk,
  writeEthernetHeader,
  writeIpv4Header,
  writePcapng,
  writeTcp,
} from '#network'
import { Flow, FULL_SEGMENT } from '../tests/network/flow.ts'
import { lan } from '../tests/network/worlds.ts'
import { type Figure, processorTime, report } from './figure.ts'

interface Row {
  readonly what: string
  /** Runs so many rounds of the work. */
  readonly run: (rounds: number) => void
  readonly unit: string
  /** What plain JavaScript was measured to reach, in the same unit. */
  readonly ceiling?: string
}

/** Rounds per second of one core: the best of five runs of at least 100 ms. */
function perSecond(run: (rounds: number) => void): number {
  let rounds = 100
  let best = 0
  for (let good = 0; good < 5; ) {
    const start = processorTime()
    run(rounds)
    const took = processorTime() - start
    if (took < 100) rounds *= 2
    else {
      good++
      best = Math.max(best, (rounds * 1000) / took)
    }
  }
  return best
}

/** Keeps `depth` events in the heap: each one that happens schedules another at a random time. */
function clockEvents(depth: number) {
  return (rounds: number) => {
    const clock = new Clock()
    const random = new RandomStream(1, 'bench')
    const again = () => void clock.after(random.uint32() & 0xffff, again)
    for (let i = 0; i < depth; i++) again()
    for (let i = 0; i < rounds; i++) clock.take()!.run()
  }
}

/** A timer that is armed again before it expires, as TCP's is with every acknowledgment. */
function rearmedTimers(rounds: number): void {
  const clock = new Clock()
  const timers = Array.from({ length: 100 }, (_, i) => clock.at(SECOND + i, () => {}))
  for (let i = 0; i < rounds; i++) {
    const slot = i % timers.length
    clock.cancel(timers[slot]!)
    timers[slot] = clock.at(SECOND + i, () => {})
  }
}

const [A, B] = ['10.0.0.1', '10.0.0.2']
const NONE = new Uint8Array(0)
const SEGMENT = {
  sourcePort: 40_000,
  destinationPort: 9000,
  sequenceNumber: 1,
  acknowledgmentNumber: 2,
  reserved: 0,
  flags: 0x18,
  window: 502,
  urgentPointer: 0,
  options: NONE,
  payload: new Uint8Array(1460).fill(7),
}
const HEADER = {
  dscp: 0,
  ecn: 0,
  identification: 1,
  reservedFlag: false,
  dontFragment: true,
  moreFragments: false,
  fragmentOffset: 0,
  ttl: 64,
  protocol: 6,
  source: A,
  destination: B,
  options: NONE,
}

function frameOf(payload: Uint8Array): Uint8Array {
  const packet = emitIpv4({ ...HEADER, payload: emitTcp({ ...SEGMENT, payload }, A, B) })
  return emitEthernet({ destination: '02:00:00:00:00:02', source: '02:00:00:00:00:01', type: 0x0800, payload: packet })
}
/** As a host does it: all layers into one buffer. */
function frameInOneBuffer(): void {
  const bytes = new Uint8Array(ETHERNET_HEADER_LENGTH + 20 + tcpLength(SEGMENT))
  const end = writeIpv4Header(bytes, ETHERNET_HEADER_LENGTH, HEADER, tcpLength(SEGMENT))
  writeTcp(bytes, end, SEGMENT, A, B)
  writeEthernetHeader(bytes, 0, '02:00:00:00:00:02', '02:00:00:00:00:01', 0x0800)
}
const LARGE = frameOf(SEGMENT.payload)
const SMALL = frameOf(NONE)

function parseFrame(bytes: Uint8Array, isChecked: boolean): void {
  const frame = parseEthernet(bytes)
  if (frame instanceof ParseError) throw new Error(String(frame))
  const packet = parseIpv4(frame.payload)
  if (packet instanceof ParseError) throw new Error(String(packet))
  const segment = parseTcp(packet.payload)
  if (segment instanceof ParseError) throw new Error(String(segment))
  if (isChecked && !transportChecksumOk(packet.payload, packet.source, packet.destination, 6))
    throw new Error('damaged')
}

function times(work: () => void) {
  return (rounds: number) => {
    for (let i = 0; i < rounds; i++) work()
  }
}

/** Frames through one link, faults or not, recorded and delivered. */
function throughLink(impairment: object) {
  return (rounds: number) => {
    const clock = new Clock()
    const endpoints = ['a:eth0', 'b:eth0'] as const
    const link = new Link({ scheduler: clock, recorder: new Recorder(), seed: 1, index: 0, endpoints, impairment })
    for (let i = 0; i < rounds; i++) {
      link.ends[0].transmit(LARGE)
      if (i % 100 === 99) clock.runUntil(clock.now + SECOND)
    }
  }
}

/** Segments over TCP between two hosts on a switch, everything recorded. */
function tcpSegments(rounds: number): void {
  const network = lan(1, { rate: null })
  network.link('client', 'lan').impair({ rate: null, delay: 0 })
  new Flow(network.host('client'), network.host('server'), '10.0.0.2').send(rounds * FULL_SEGMENT)
  network.clock.runUntil(600 * SECOND)
}

const filter = compileFilter('tcp.flags.syn == 1 && ip.addr == 10.0.0.1')
if (filter instanceof FilterError) throw new Error(String(filter))
const DISSECTED = dissect(LARGE)
const RECORDS = Array.from({ length: 100 }, (_, i) => ({
  number: i + 1,
  at: i,
  arrives: i,
  link: 0,
  from: 'a:eth0',
  to: 'b:eth0',
  bytes: LARGE,
  fate: 'delivered' as const,
  cause: null,
}))

const ROWS: readonly Row[] = [
  { what: 'clock, 100 events waiting', run: clockEvents(100), unit: 'events', ceiling: '2–9 M' },
  { what: 'clock, 100,000 events waiting', run: clockEvents(100_000), unit: 'events', ceiling: '2–9 M' },
  { what: 'clock, timer armed again', run: rearmedTimers, unit: 'timers' },
  {
    what: 'checksum of 1,500 bytes',
    run: times(() => void internetChecksum(LARGE, ETHERNET_HEADER_LENGTH)),
    unit: 'packets',
    ceiling: '1.1 M',
  },
  { what: 'parse 54 bytes (Ethernet, IPv4, TCP)', run: times(() => parseFrame(SMALL, false)), unit: 'packets' },
  {
    what: 'parse 1,514 bytes and check the sum',
    run: times(() => parseFrame(LARGE, true)),
    unit: 'packets',
    ceiling: '1.1 M',
  },
  {
    what: 'emit 1,514 bytes in one buffer',
    run: times(frameInOneBuffer),
    unit: 'packets',
    ceiling: '1.1 M (checksum), 1.5 M (allocation)',
  },
  { what: 'emit 1,514 bytes layer by layer', run: times(() => void frameOf(SEGMENT.payload)), unit: 'packets' },
  { what: 'link, perfect', run: throughLink({}), unit: 'frames', ceiling: '2–9 M events' },
  {
    what: 'link, rate, delay and faults',
    run: throughLink({ rate: 1e10, delay: MILLISECOND, jitter: 1000, loss: 0.01, corrupt: 0.01, duplicate: 0.01 }),
    unit: 'frames',
  },
  { what: 'dissect 1,514 bytes', run: times(() => void dissect(LARGE)), unit: 'packets' },
  { what: 'display filter on a dissection', run: times(() => void filter(DISSECTED)), unit: 'packets' },
  { what: 'pcapng of 100 packets', run: times(() => void writePcapng(['a:eth0'], RECORDS)), unit: 'files' },
  { what: 'TCP between two hosts on a switch', run: tcpSegments, unit: 'segments' },
]

function* figures(): Generator<Figure> {
  for (const { what, run, unit, ceiling } of ROWS) {
    const beside = ceiling === undefined ? {} : { beside: { what: 'ceiling', value: ceiling } }
    yield { what, value: perSecond(run), unit: `${unit}/s`, ...beside }
  }
}

await report(figures())
