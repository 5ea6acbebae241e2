/**
 * Set up in every test file when ACKADEMY_CAPTURES names a folder: writes there what the tests' recorders saw, one pcapng file per test file with
 * an interface for each direction of a link in each test, so that independent tools can read it. `npm run prove captures` does both. What worlds in
 * other threads and processes record is not seen. A frame that is no longer what it was when it was recorded fails its test.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterAll, afterEach, expect } from 'vitest'
import { buildNetwork, type PacketRecord, Recorder, type Sending, writePcapng } from '#network'

/** Further packets of a file are left out, with a message. */
const MOST_BYTES = 64 * 2 ** 20
/** Comment of a packet that a scripted rule changed: its errors are intended. */
export const CHANGED = 'changed on purpose'
/** A host counted a retransmission before it sent this packet. */
const SENT_AGAIN = 'sent again'
/** The link delivered this packet before one that it had taken earlier. */
const OVERTAKES = 'overtakes'

const folder = process.env.ACKADEMY_CAPTURES
/** Recorders used in the current test, with the last packet stored from each. */
const used = new Set<Recorder>()
const last = new WeakMap<Recorder, number>()
const kept: PacketRecord[] = []
let room = MOST_BYTES
/** Checksum of each packet when it was recorded. */
const sums = new WeakMap<PacketRecord, number>()
const sentAgain = new WeakSet<PacketRecord>()
let retransmits = false

if (folder !== undefined) {
  const record = Recorder.prototype.record
  Recorder.prototype.record = function (this: Recorder, sending: Sending): PacketRecord {
    used.add(this)
    const packet = record.call(this, sending)
    sums.set(packet, crc32(packet.bytes))
    if (retransmits) sentAgain.add(packet)
    retransmits = false
    return packet
  }
  watchRetransmissions()
  afterEach(keepAll)
  afterAll(() => write(folder))
}

/** Counters of all hosts: only hosts create this class. */
function watchRetransmissions(): void {
  const host = { kind: 'host', name: 'any', interfaces: [], routes: [] } as const
  const { counters } = buildNetwork({ name: 'any', nodes: [host], links: [] }, { seed: 1 }).host('any')
  const counting = Object.getPrototypeOf(counters) as typeof counters
  const { count } = counting
  counting.count = function (this: typeof counters, name: string, by?: number): void {
    if (name === 'TcpRetransSegs') retransmits = true
    count.call(this, name, by)
  }
}

function keepAll(): void {
  const recorders = [...used]
  used.clear()
  const test = expect.getState().currentTestName ?? ''
  // Two worlds of one test may have the same addresses and ports.
  for (const [index, recorder] of recorders.entries()) keep(recorder, index === 0 ? test : `${test} [${index + 1}]`)
}

/** Each interface's name contains the test's, to show where a bad packet came from. */
function keep(recorder: Recorder, test: string): void {
  const packets = recorder.packets.filter(({ number }) => number > (last.get(recorder) ?? 0))
  const bytes = packets.reduce((sum, packet) => sum + packet.bytes.length, 0)
  last.set(recorder, recorder.count)
  const changed = packets.filter((packet) => crc32(packet.bytes) !== sums.get(packet)).map(({ number }) => number)
  expect(changed, 'packets whose bytes changed after they were recorded').toEqual([])
  if (bytes > room) {
    process.stderr.write(`not kept, too much: ${bytes} bytes of packets of "${test}"\n`)
    return
  }
  room -= bytes
  for (const packet of packets) kept.push(named(packet, test))
}

const comments = new WeakMap<PacketRecord, string>()
/** Arrival time of the latest packet, by direction of a link. */
const latest = new Map<string, number>()

/** Returns the packet under its test's name, with what the test did to it. */
function named(packet: PacketRecord, test: string): PacketRecord {
  const { from, to, at, arrives, changedBy } = packet
  const direction = `${test} | ${from} > ${to}`
  const isOvertaking = arrives !== null && arrives < (latest.get(direction) ?? 0) && at < (latest.get(direction) ?? 0)
  if (arrives !== null) latest.set(direction, arrives)
  const done = [
    changedBy !== undefined && CHANGED,
    sentAgain.has(packet) && SENT_AGAIN,
    isOvertaking && OVERTAKES,
  ].filter((comment) => comment !== false)
  const copy = { ...packet, from: direction }
  if (done.length > 0) comments.set(copy, done.join('; '))
  return copy
}

function write(folder: string): void {
  keepAll()
  if (kept.length === 0) return
  mkdirSync(folder, { recursive: true })
  const name = relative(process.cwd(), expect.getState().testPath ?? 'unknown').replaceAll('/', '+')
  const interfaces = [...new Set(kept.map(({ from }) => from))]
  const commentOn = (packet: PacketRecord) => comments.get(packet) ?? null
  writeFileSync(join(folder, `${name}.pcapng`), writePcapng(interfaces, kept, { commentOn }))
}
