import { signal } from '@preact/signals'
import type { WorldRecord } from '../../runtime/lab/index.ts'
import { addRecords } from '../../runtime/lab/recording/index.ts'
import { type Nanoseconds, type PacketRecord, Recording as WorldRecording } from '../../runtime/network/index.ts'
import { OutputTail } from './output-tail.ts'
import { PacketReader } from './packet-reader.ts'
import type { PacketView } from './packet-view.ts'

export interface ProcessView {
  pid: number
  host: string
  name: string
  startedAt: Nanoseconds
  exit: { code: number | null; signal: string | null; at: Nanoseconds } | null
  output: OutputTail
}

const PRINTED_LIMIT = 200

/** Outside of a page there is nothing to wait for. */
const nextFrame: (run: () => void) => void =
  typeof requestAnimationFrame === 'function' ? (run) => requestAnimationFrame(run) : (run) => run()

/**
 * One world's past, built from the records that stream out of it. Lists grow in place; views read `version` to be drawn again when
 * something was added.
 */
export class Recording {
  readonly packets: PacketView[] = []
  /** The same packets as the network recorded them: what a capture file is written from. */
  readonly captured: PacketRecord[] = []
  /** From which any past moment is shown: tables, and packets on their way. */
  readonly past = new WorldRecording()
  readonly processes = new Map<number, ProcessView>()
  /** What came out, piece by piece with its time: for short recordings, which figures are. */
  readonly printed: { host: string; at: Nanoseconds; text: string }[] = []
  /** Raised with every change. */
  readonly version = signal(0)
  now: Nanoseconds = 0
  /** The cap was reached at this time; nothing later is here. */
  truncatedAt: Nanoseconds | null = null
  readonly #reader = new PacketReader()
  #isChangeKnown = false

  add(records: readonly WorldRecord[]): void {
    for (const record of records) this.#add(record)
    addRecords(this.past, records)
    if (records.length > 0) this.#changed()
  }

  /** Time passed in which nothing may have happened. */
  advanceTo(now: Nanoseconds): void {
    if (now <= this.now) return
    this.now = now
    this.#changed()
  }

  truncate(at: Nanoseconds): void {
    this.truncatedAt = at
    this.#changed()
  }

  /** Views are drawn again with the page's next frame: a flood of records costs one drawing a frame, not one each. */
  #changed(): void {
    if (this.#isChangeKnown) return
    this.#isChangeKnown = true
    nextFrame(() => {
      this.#isChangeKnown = false
      this.version.value++
    })
  }

  packet(number: number | null): PacketView | undefined {
    if (number === null) return undefined
    // Numbers count from 1 in the order of recording.
    const guess = this.packets[number - 1]
    return guess?.number === number ? guess : this.packets.find((packet) => packet.number === number)
  }

  processesOn(host: string): ProcessView[] {
    return [...this.processes.values()].filter((process) => process.host === host)
  }

  /** Packets that are on a link at this moment. */
  underWay(at: Nanoseconds): PacketView[] {
    return this.packets.filter(
      (packet) =>
        packet.at <= at &&
        (packet.arrives ?? Number.POSITIVE_INFINITY) > at &&
        (packet.arrives !== null || packet.fate === 'under way'),
    )
  }

  #add(record: WorldRecord): void {
    if (record.kind === 'packet') {
      this.packets.push(this.#reader.read(record))
      this.captured.push(record)
      this.now = Math.max(this.now, record.at)
    } else if (record.kind === 'fate') {
      const { fate, arrives } = record
      const packet = this.packet(record.number)
      if (packet) Object.assign(packet, { fate, arrives })
      const captured = this.captured[record.number - 1]
      if (captured) Object.assign(captured, { fate, arrives })
    } else if (record.kind === 'output') {
      const process = this.processes.get(record.pid)
      process?.output.push(record.stream, record.bytes)
      if (process && this.printed.length < PRINTED_LIMIT)
        this.printed.push({ host: process.host, at: record.at, text: new TextDecoder().decode(record.bytes).trimEnd() })
      this.now = Math.max(this.now, record.at)
    } else if (record.kind === 'process') this.#process(record)
    else if (record.kind === 'time') this.now = Math.max(this.now, record.now)
  }

  #process(record: WorldRecord & { kind: 'process' }): void {
    this.now = Math.max(this.now, record.at)
    const known = this.processes.get(record.pid)
    if (record.state === 'started')
      this.processes.set(record.pid, {
        pid: record.pid,
        host: record.host,
        name: record.name,
        startedAt: record.at,
        exit: null,
        output: new OutputTail(),
      })
    else if (known) known.exit = { code: record.exit?.code ?? null, signal: record.exit?.signal ?? null, at: record.at }
  }
}
