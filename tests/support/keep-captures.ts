/**
 * Set up in every test file when ACKADEMY_CAPTURES names a folder: what any test's recorders saw is left there, one pcapng file for each test file with
 * an interface for each end of a link in each test, so that something that nobody here wrote can read it. `npm run prove captures` does both. What worlds in other threads
 * and processes record is not seen.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, afterEach, expect } from 'vitest'
import { type PacketRecord, Recorder, type Sending, writePcapng } from '../../src/runtime/network/index.ts'

/** Beyond this the rest of a file's packets is left out, and said so. */
const MOST_BYTES = 64 * 2 ** 20
/** In the comment of a packet that a scripted rule changed: what is wrong with it was asked for. */
export const CHANGED = 'changed on purpose'

const folder = process.env.ACKADEMY_CAPTURES
/** Recorders that were used in the present test, and the last packet of each that was kept. */
const used = new Set<Recorder>()
const last = new WeakMap<Recorder, number>()
const kept: PacketRecord[] = []
let room = MOST_BYTES

if (folder !== undefined) {
  const record = Recorder.prototype.record
  Recorder.prototype.record = function (this: Recorder, sending: Sending): PacketRecord {
    used.add(this)
    return record.call(this, sending)
  }
  afterEach(keepAll)
  afterAll(() => write(folder))
}

function keepAll(): void {
  for (const recorder of used) keep(recorder, expect.getState().currentTestName ?? '')
  used.clear()
}

/** The test's name is part of each interface's: whoever finds something wrong sees where it came from. */
function keep(recorder: Recorder, test: string): void {
  const packets = recorder.packets.filter(({ number }) => number > (last.get(recorder) ?? 0))
  const bytes = packets.reduce((sum, packet) => sum + packet.bytes.length, 0)
  last.set(recorder, recorder.count)
  if (bytes > room) {
    process.stderr.write(`not kept, too much: ${bytes} bytes of packets of "${test}"\n`)
    return
  }
  room -= bytes
  for (const packet of packets) kept.push({ ...packet, from: `${test} | ${packet.from}` })
}

function write(folder: string): void {
  keepAll()
  if (kept.length === 0) return
  mkdirSync(folder, { recursive: true })
  const name = relative(process.cwd(), expect.getState().testPath ?? 'unknown').replaceAll('/', '+')
  const interfaces = [...new Set(kept.map(({ from }) => from))]
  const commentOn = ({ changedBy }: PacketRecord) => (changedBy === undefined ? null : CHANGED)
  writeFileSync(join(folder, `${name}.pcapng`), writePcapng(interfaces, kept, { commentOn }))
}
