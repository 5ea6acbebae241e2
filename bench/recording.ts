/**
 * What a recording costs and gives: a bulk transfer over a switch with and without its tables recorded, in turns; the time to show a past moment; bytes
 * of table changes for each packet. Run: `npm run bench -- recording`.
 */
import { MILLISECOND, type Nanoseconds, Recording, type SimulatedNetwork, TableRecorder } from '#network'
import { lan, transfer } from '../tests/network/worlds.ts'
import { type Figure, report } from './figure.ts'

const SEGMENTS = 20_000
const ROUNDS = 7
/** How often a page asks for what was logged. */
const TAKE_EVERY: Nanoseconds = 16 * MILLISECOND

interface Run {
  readonly network: SimulatedNetwork
  /** Processor milliseconds. */
  readonly took: number
  readonly recording: Recording | null
}

/** `rate`: of the links, in bits per second; null sends all at once. */
function runWorld(isRecorded: boolean, rate: number | null): Run {
  const network = lan(1, { rate, delay: MILLISECOND })
  network.link('client', 'lan').impair({ rate })
  const tables = isRecorded ? new TableRecorder(network) : null
  const recording = isRecorded ? new Recording({ cap: 2 ** 30 }) : null
  if (recording !== null) {
    network.recorder.onPacket = (packet) => recording.addPacket(packet)
    network.recorder.onFate = ({ number, fate, arrives }) => recording.settle(number, fate, arrives)
  }
  const data = new Uint8Array(SEGMENTS * 1448)
  const before = process.cpuUsage()
  const { sender } = transfer(network.host('client'), network.host('server'), '10.0.0.2', data)
  while (sender.stats().payloadAcked < data.length) {
    network.clock.runUntil(network.clock.now + TAKE_EVERY)
    for (const piece of tables?.take() ?? []) recording!.addTables(piece)
  }
  recording?.advanceTo(network.clock.now)
  const { user, system } = process.cpuUsage(before)
  return { network, took: (user + system) / 1000, recording }
}

/** The best of several rounds of each, in turns, so that what else the machine does meets both alike. */
function costs(rate: number | null): { plain: number; recorded: number } {
  let [plain, recorded] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let i = 0; i < ROUNDS; i++) {
    plain = Math.min(plain, runWorld(false, rate).took)
    recorded = Math.min(recorded, runWorld(true, rate).took)
  }
  return { plain, recorded }
}

function* figures(): Generator<Figure> {
  for (const [what, rate] of [
    ['without a rate', null],
    ['at 100 Mbit/s', 100_000_000],
  ] as const) {
    const { plain, recorded } = costs(rate)
    const perSecond = (took: number) => (SEGMENTS * 1000) / took
    yield {
      what: `TCP segments ${what}, all recorded`,
      value: perSecond(recorded),
      unit: 'segments/s',
      beside: { what: 'packets only', value: perSecond(plain) },
    }
    yield { what: `cost of recording tables ${what}`, value: (100 * (recorded - plain)) / plain, unit: '%', goal: 15 }
  }
  const { recording, network } = runWorld(true, 100_000_000)
  const bytes = recording!.segments.flatMap(({ pieces }) => pieces).reduce((sum, piece) => sum + piece.length, 0)
  yield { what: 'table changes', value: bytes / network.recorder.count, unit: 'bytes/packet' }
  const moments = 500
  const before = process.cpuUsage()
  let rows = 0
  for (let i = 0; i < moments; i++) {
    const moment = recording!.at(Math.floor((recording!.now * i) / moments))
    rows += moment.rows('sockets').length + moment.flights().length
  }
  const { user } = process.cpuUsage(before)
  if (rows === 0) throw new Error('no moment shows anything')
  yield {
    what: `a past moment of ${network.recorder.count} packets, at any time`,
    value: user / 1000 / moments,
    unit: 'ms',
  }
}

await report(figures())
