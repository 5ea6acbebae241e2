/** What looking at a large capture costs: 100,000 packets of TCP, in processor time, so that a busy machine does not count. */

import {
  CaptureAnalysis,
  compileFilter,
  type Dissection,
  FilterError,
  type PacketRecord,
  readCaptureFile,
  writePcapng,
} from '#network'
import { records, tcp } from '#network/capture/packets.fixture.ts'
import { type Figure, report } from './figure.ts'

const COUNT = 100_000
const FILTERS = [
  'tcp.flags.syn == 1 || ip.addr == 10.0.0.1 && tcp.len > 1000',
  'tcp.analysis.retransmission',
  'tcp.port in {80, 443, 8000..9000}',
  'tcp.payload contains "needle"',
  'tcp.checksum.status == 0',
]
const RUNS = 3

/** Data one way, an acknowledgment for every second segment. */
function traffic(): PacketRecord[] {
  const data = 'x'.repeat(1448)
  const frames = Array.from({ length: COUNT }, (_, i) => {
    const segment = Math.floor((i * 2) / 3)
    return i % 3 === 2
      ? tcp({ flags: 'ACK', seq: 1, ack: segment * 1448 }, true)
      : tcp({ flags: 'ACK', seq: segment * 1448, ack: 1, data })
  })
  return records(...frames)
}

function milliseconds(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** The least of several runs: garbage that other work has left is collected in one of them. */
function least(work: () => void): number {
  return Math.min(...Array.from({ length: RUNS }, () => milliseconds(work)))
}

function* figures(): Generator<Figure> {
  const packets = traffic()
  let file = new Uint8Array(0)
  const write = () => {
    file = writePcapng(['a:eth0', 'b:eth0'], packets) as Uint8Array<ArrayBuffer>
  }
  yield { what: 'write 100,000 packets as pcapng', value: least(write), unit: 'ms' }
  yield { what: 'read that file', value: least(() => void readCaptureFile(file)), unit: 'ms' }
  file = new Uint8Array(0)
  const analysis = new CaptureAnalysis()
  const add = () => {
    for (const record of packets) analysis.add(record)
  }
  yield { what: 'analyse them', value: milliseconds(add), unit: 'ms' }
  let dissected: Dissection[] = []
  const dissectAll = () => {
    dissected = packets.map((record) => analysis.dissect(record))
    for (const { summary, protocol } of dissected) if (summary + protocol === '') throw new Error('nothing was said')
  }
  yield { what: 'dissect them and sum each up in a line', value: milliseconds(dissectAll), unit: 'ms', goal: 2000 }
  for (const text of FILTERS) {
    const filter = compileFilter(text)
    if (filter instanceof FilterError) throw new Error(String(filter))
    yield { what: text.slice(0, 46), value: least(() => void dissected.filter(filter)), unit: 'ms', goal: 200 }
  }
  const all = () => {
    for (const { layers } of dissected) for (const { fields } of layers) if (fields.length < 0) throw new Error('never')
  }
  yield { what: 'read every field of all of them', value: milliseconds(all), unit: 'ms' }
}

await report(figures())
