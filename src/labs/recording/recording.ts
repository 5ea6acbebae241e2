import { signal } from '@preact/signals'
import type { WorldRecord } from '#lab'
import { addRecords } from '#lab/recording/index.ts'
import {
  CaptureAnalysis,
  type Nanoseconds,
  type PacketRecord,
  type PortProtocols,
  Recording as WorldRecording,
} from '#network'
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
  /** The world ended, or the learner sent the signal: not a mistake of the program. */
  outside?: 'end' | 'signal'
}

export interface ProcessView {
  pid: number
  host: string
  name: string
  args: readonly string[]
  /** Whether `name` is a line of the host's shell, not a program. */
  isLine: boolean
  startedAt: Nanoseconds
  exit: ProcessExit | null
  output: OutputTail
}

/** A piece of a program's output. */
export interface PrintedLine {
  host: string
  at: Nanoseconds
  text: string
}

const PRINTED_LIMIT = 200

/** Outside a page there is no frame to wait for. */
const nextFrame: (run: () => void) => void =
  typeof requestAnimationFrame === 'function' ? (run) => requestAnimationFrame(run) : (run) => run()

/**
 * One world's history, built from the records that it streams. Lists grow in place; views read `version` to render
 * again when something was added.
 */
export class Recording {
  readonly packets: ReadPacket[] = []
  /** The packets as recorded by the network, for capture files. */
  readonly captured: PacketRecord[] = []
  /** State at any earlier moment: tables, and packets in flight. */
  readonly history: WorldRecording
  readonly processes = new Map<number, ProcessView>()
  /** Output piece by piece with its times: for the short recordings of figures. */
  readonly printed: PrintedLine[] = []
  /** Incremented with every change. */
  readonly version = signal(0)
  now: Nanoseconds = 0
  /** Time at which the cap was reached; nothing later is recorded. */
  truncatedAt: Nanoseconds | null = null
  /** Source lines of packets. */
  readonly code = new CodePlaces()
  readonly #analysis: CaptureAnalysis
  #isChangeKnown = false

  /** `cap`: bytes after which the oldest packets are still listed, but their moments cannot be shown. */
  constructor({ ports = {}, ...options }: { cap?: number; ports?: PortProtocols } = {}) {
    this.history = new WorldRecording(options)
    this.#analysis = new CaptureAnalysis(ports)
  }

  add(records: readonly WorldRecord[]): void {
    for (const record of records) this.#add(record)
    addRecords(this.history, records)
    if (records.length > 0) this.#changed()
  }

  /** Advances the time, possibly without events. */
  advanceTo(now: Nanoseconds): void {
    if (now <= this.now) return
    this.now = now
    this.#changed()
  }

  truncate(at: Nanoseconds): void {
    this.truncatedAt = at
    this.#changed()
  }

  /** Views render with the page's next frame: a flood of records costs one rendering per frame, not one each. */
  #changed(): void {
    if (this.#isChangeKnown) return
    this.#isChangeKnown = true
    nextFrame(() => {
      this.#isChangeKnown = false
      this.version.value++
    })
  }

  /** Packets of a capture file: delivered at once, from unknown senders. */
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

  /** Line of code that sent a packet; null for the kernel's own. */
  placeOf(packet: PacketView): CodePlace | null {
    return this.code.of(packet.cause)
  }

  packet(number: number | null): ReadPacket | undefined {
    if (number === null) return undefined
    // Numbers count from 1 in recording order.
    const guess = this.packets[number - 1]
    return guess?.number === number ? guess : this.packets.find((packet) => packet.number === number)
  }

  processesOn(host: string): ProcessView[] {
    return [...this.processes.values()].filter((process) => process.host === host)
  }

  /** Number of packets sent by then: later ones start at this index of the list. */
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
        isLine: record.isLine ?? false,
        startedAt: record.at,
        exit: null,
        output: new OutputTail(),
      })
    else if (known) known.exit = { ...(record.exit ?? { code: null, signal: null }), at: record.at }
  }
}
