import { type PacketFate, type PacketRecord, RECORDER_CAP } from '../capture/index.ts'
import type { Nanoseconds } from '../clock.ts'
import { Flights, lastBefore } from './flights.ts'
import { RecordedMoment, type RecordedOutput, type RecordedProcess } from './moment.ts'
import type { TablePiece } from './table-log.ts'
import { readSegment, TableState } from './table-reader.ts'

/** Tables between two keyframes. */
export interface TableSegment {
  readonly at: Nanoseconds
  readonly pieces: Uint8Array[]
}

/**
 * History of a world: its packets, table changes and output. Shows any moment without running anything again. Beyond
 * the cap, the oldest part is dropped and counted.
 */
export class Recording {
  readonly #cap: number
  readonly #packets: PacketRecord[] = []
  readonly #flights = new Flights()
  readonly #segments: TableSegment[] = []
  readonly outputs: RecordedOutput[] = []
  readonly processes: RecordedProcess[] = []
  #bytes = 0
  #dropped = 0
  #begin: Nanoseconds = 0
  #now: Nanoseconds = 0

  /** `cap`: bytes of frames and table changes to keep. */
  constructor({ cap = RECORDER_CAP }: { cap?: number } = {}) {
    this.#cap = cap
  }

  /** The packets kept, in sending order. */
  get packets(): readonly PacketRecord[] {
    return this.#packets
  }

  get segments(): readonly TableSegment[] {
    return this.#segments
  }

  /** Number of the oldest packets, dropped because of the cap. */
  get dropped(): number {
    return this.#dropped
  }

  /** Earliest moment that can be shown. */
  get begin(): Nanoseconds {
    return this.#begin
  }

  /** Latest moment. */
  get now(): Nanoseconds {
    return this.#now
  }

  packet(number: number): PacketRecord | undefined {
    return this.#packets[number - 1 - this.#dropped]
  }

  /** Adds the next packet; the recording keeps it and updates its fate. */
  addPacket(packet: PacketRecord): void {
    if (this.#packets.length === 0) this.#dropped = packet.number - 1
    this.#flights.add(packet)
    this.#packets.push(packet)
    this.#bytes += packet.bytes.length
    this.advanceTo(packet.at)
    this.#limit()
  }

  /** `heldUntil`: end of a hold; null while the frame is held. */
  settle(number: number, fate: PacketFate, arrives: Nanoseconds | null, heldUntil?: Nanoseconds | null): void {
    const packet = this.packet(number)
    if (packet === undefined) return
    packet.fate = fate
    packet.arrives = arrives
    if (heldUntil !== undefined) packet.heldUntil = heldUntil
    if (arrives !== null) this.advanceTo(arrives)
  }

  addTables({ at, isKeyframe, bytes }: TablePiece): void {
    if (isKeyframe) this.#segments.push({ at, pieces: [bytes] })
    else this.#segments.at(-1)?.pieces.push(bytes)
    this.#bytes += bytes.length
    this.advanceTo(at)
    this.#limit()
  }

  addOutput(output: RecordedOutput): void {
    this.outputs.push(output)
    this.advanceTo(output.at)
  }

  addProcess(process: RecordedProcess): void {
    this.processes.push(process)
    this.advanceTo(process.at)
  }

  /** Advances the time; never backwards. */
  advanceTo(time: Nanoseconds): void {
    if (time > this.#now) this.#now = time
  }

  /**
   * State of the world after everything up to and including that time. Throws RangeError for a moment outside the
   * recording, or already dropped.
   */
  at(time: Nanoseconds): RecordedMoment {
    if (!(time >= this.#begin && time <= this.#now)) throw new RangeError(this.#outside(time))
    const sent = this.#dropped + 1 + lastBefore(this.#packets.length, (i) => this.#packets[i]!.at <= time)
    const segment = this.#segments[lastBefore(this.#segments.length, (i) => this.#segments[i]!.at <= time)]
    return new RecordedMoment({
      at: time,
      sent,
      underWay: () => this.#flights.at(time, sent, this.#dropped, (index) => this.#packets[index - this.#dropped]!),
      tables: () => (segment === undefined ? new TableState(time, []) : readSegment(segment.at, segment.pieces, time)),
      outputs: () => this.outputs.slice(0, 1 + lastBefore(this.outputs.length, (i) => this.outputs[i]!.at <= time)),
      processes: () => this.processes.filter(({ at }) => at <= time),
    })
  }

  /** Continues a recording whose beginning was dropped, for one read from a file. */
  beginAt(begin: Nanoseconds, dropped: number): void {
    this.#begin = begin
    this.#dropped = dropped
  }

  #outside(time: Nanoseconds): string {
    const span = `from ${this.#begin} to ${this.#now} ns`
    const reason =
      time < this.#begin && this.#dropped > 0 ? `: its first ${this.#dropped} packets were let go, as it was full` : ''
    return `There is no recording of the moment ${time} ns, only ${span}${reason}`
  }

  /** Drops an eighth of the cap at a time, packets and the tables of their time. */
  #limit(): void {
    if (this.#bytes <= this.#cap || this.#packets.length < 2) return
    const most = this.#cap - (this.#cap >> 3)
    let surplus = 0
    let segments = 0
    while (this.#bytes > most && surplus < this.#packets.length - 1) {
      this.#bytes -= this.#packets[surplus++]!.bytes.length
      const from = this.#packets[surplus]!.at
      for (
        let next = this.#segments[segments + 1];
        next !== undefined && next.at <= from;
        next = this.#segments[segments + 1]
      )
        for (const piece of this.#segments[segments++]!.pieces) this.#bytes -= piece.length
    }
    this.#begin = Math.max(this.#packets[surplus]!.at, this.#segments[segments]?.at ?? 0)
    this.#packets.splice(0, surplus)
    this.#segments.splice(0, segments)
    this.#dropped += surplus
    this.#flights.drop(this.#dropped)
  }
}
