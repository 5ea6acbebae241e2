import { signal } from '@preact/signals'
import type { WorldRecord } from '../../runtime/lab/index.ts'
import { addRecords } from '../../runtime/lab/recording/index.ts'
import {
  CaptureAnalysis,
  type Nanoseconds,
  type PacketRecord,
  Recording as WorldRecording,
} from '../../runtime/network/index.ts'
import { type CodePlace, CodePlaces } from './code-places.ts'
import { OutputTail } from './output-tail.ts'
import type { PacketView } from './packet-view/index.ts'
import { ReadPacket } from './read-packet.ts'

interface ProcessExit {
  code: number | null
  signal: string | null
  at: Nanoseconds
  /** Why the platform ended it, if it did. */
  reason?: string
  /** Its world ended, or whoever drives that sent the signal: no mistake of the program. */
  outside?: 'end' | 'signal'
}

export interface ProcessView {
  pid: number
  host: string
  name: string
  args: readonly string[]
  startedAt: Nanoseconds
  exit: ProcessExit | null
  output: OutputTail
}

/** A piece of what a program printed. */
export interface PrintedLine {
  host: string
  at: Nanoseconds
  text: string
}

const PRINTED_LIMIT = 200

/** Outside of a page there is nothing to wait for. */
const nextFrame: (run: () => void) => void =
  typeof requestAnimationFrame === 'function' ? (run) => requestAnimationFrame(run) : (run) => run()

/**
 * One world's history, built from the records that stream out of it. Lists grow in place; views read `version` to be drawn again when
 * something was added.
 */
export class Recording {
  readonly packets: ReadPacket[] = []
  /** The same packets as the network recorded them: what a capture file is written from. */
  readonly captured: PacketRecord[] = []
  /** From which any past moment is shown: tables, and packets on their way. */
  readonly history: WorldRecording
  readonly processes = new Map<number, ProcessView>()
  /** What came out, piece by piece with its time: for short recordings, which figures are. */
  readonly printed: PrintedLine[] = []
  /** Raised with every change. */
  readonly version = signal(0)
  now: Nanoseconds = 0
  /** The cap was reached at this time; nothing later is here. */
  truncatedAt: Nanoseconds | null = null
  /** Which lines of the programs packets came from. */
  readonly code = new CodePlaces()
  readonly #analysis = new CaptureAnalysis()
  #isChangeKnown = false

  /** `cap`: bytes from which on the oldest packets can be listed but no more be gone back to. */
  constructor(options: { cap?: number } = {}) {
    this.history = new WorldRecording(options)
  }

  add(records: readonly WorldRecord[]): void {
    for (const record of records) this.#add(record)
    addRecords(this.history, records)
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

  /** The packets of a capture file; they came from nowhere that is known, and at once. */
  addCapture(records: readonly PacketRecord[]): void {
    for (const record of records) {
      this.#analysis.add(record)
      this.packets.push(new ReadPacket(record, this.#analysis, true))
      this.captured.push(record)
      this.history.addPacket(record)
      this.now = Math.max(this.now, record.at)
    }
    this.#changed()
  }

  /** The line that a packet came from; null for what a kernel sends by itself. */
  placeOf(packet: PacketView): CodePlace | null {
    return this.code.of(packet.cause)
  }

  packet(number: number | null): ReadPacket | undefined {
    if (number === null) return undefined
    // Numbers count from 1 in the order of recording.
    const guess = this.packets[number - 1]
    return guess?.number === number ? guess : this.packets.find((packet) => packet.number === number)
  }

  processesOn(host: string): ProcessView[] {
    return [...this.processes.values()].filter((process) => process.host === host)
  }

  /** How many packets had been sent by then: those later than that moment begin at this place of the list. */
  sentBy(at: Nanoseconds): number {
    let [low, high] = [0, this.packets.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.packets[middle]!.at <= at) low = middle + 1
      else high = middle
    }
    return low
  }

  #add(record: WorldRecord): void {
    if (record.kind === 'packet') {
      this.#analysis.add(record)
      this.packets.push(new ReadPacket(record, this.#analysis))
      this.captured.push(record)
      this.code.note(record.number, record.cause)
      this.now = Math.max(this.now, record.at)
    } else if (record.kind === 'fate') {
      const { fate, arrives } = record
      const captured = this.captured[record.number - 1]
      if (captured) Object.assign(captured, { fate, arrives })
      if (arrives !== null) this.now = Math.max(this.now, arrives)
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
        args: record.args ?? [],
        startedAt: record.at,
        exit: null,
        output: new OutputTail(),
      })
    else if (known) known.exit = { ...(record.exit ?? { code: null, signal: null }), at: record.at }
  }
}
