import {
  type Dissection,
  dissect,
  type PacketCause,
  type PacketRecord,
  type Recorder,
  type Sending,
} from '../capture/index.ts'
import type { Nanoseconds, Scheduler } from '../clock.ts'
import { ETHERNET_HEADER_LENGTH } from '../wire/index.ts'
import { Chance, type ChanceFault } from './chance.ts'
import { flipBit, flipLowestBit } from './corruption.ts'
import { checkFields, edited, type FieldValues } from './edit.ts'
import { Flight } from './flight.ts'
import { type HeldFrame, Hold } from './hold.ts'
import { type Impairment, serialisationTime } from './impairment.ts'
import type { ActiveRule } from './rule.ts'
import { noteHit, type Scripted } from './script.ts'

/** Options that a wire needs from its link. */
export interface WireOptions {
  readonly scheduler: Scheduler
  readonly recorder: Recorder
  readonly seed: number
  readonly link: number
  readonly from: string
  readonly to: string
  readonly impairment: Impairment
  /** Delivers a frame to the other end. */
  readonly deliver: (frame: Uint8Array) => void
}

/** Carries frames: travel time, random faults, the rules' faults, holds, and the records of all that. */
export class Wire {
  impairment: Impairment
  /** Called when the last frame has left the sender. */
  busyUntil: Nanoseconds = 0
  readonly #options: WireOptions
  readonly #counters: { dropped: number }
  readonly #chance: Chance
  readonly #flight: Flight
  #holds: Hold[] = []
  #isCut = false
  /** Frames put on the wire so far: the counter of every random draw. */
  #sent = 0
  /** Frames since the last reordered one. */
  #sinceReordered = 0

  /** `counters`: counts of frames that do not arrive. */
  constructor(options: WireOptions, counters: { dropped: number }) {
    this.#options = options
    this.#counters = counters
    this.impairment = options.impairment
    this.#flight = new Flight(options.scheduler, {
      arrive: (frame, record) => this.#arrive(frame, record),
      lose: (record) => this.#lose(record, 'cut'),
    })
    this.#chance = new Chance(options.seed, options.from, options.to)
  }

  /** Loses frames in flight, and all that are sent until the link is restored. */
  cut(): void {
    this.#isCut = true
    this.#flight.cut()
  }

  restore(): void {
    this.#isCut = false
  }

  /** True if a hold looks at each frame. */
  get isHeld(): boolean {
    return this.#holds.length > 0
  }

  /** Holds matching frames from now on. `onEnd` is called when the hold ends. */
  hold(matches: (packet: Dissection) => boolean, onEnd: () => void): Hold {
    const hold: Hold = new Hold(matches, {
      release: (held) => this.#release(held),
      discard: ({ record }) => {
        this.#letGo(record)
        this.#lose(record, 'rule')
      },
      edit: (held, fields, checksums) => this.#edit(held, fields, checksums),
      end: () => {
        this.#holds = this.#holds.filter((other) => other !== hold)
        onEnd()
      },
    })
    this.#holds.push(hold)
    return hold
  }

  /** Recorded frames are never changed: the recording keeps the old one and gets a new one. */
  #edit({ frame, record }: HeldFrame, fields: FieldValues, checksums: 'mend' | 'leave'): HeldFrame {
    const problem = checkFields(fields)
    if (problem !== null) throw new RangeError(`A held packet ${problem}`)
    const changed = edited(dissect(frame), fields, checksums)
    this.#letGo(record)
    this.#options.recorder.settle(record, 'rule', null)
    const made = this.record(changed, record.cause, 'under way', { changedBy: 'set' })
    this.#options.recorder.hold(made, null)
    return { frame: changed, record: made }
  }

  /** A cut link carries nothing, held frames included. */
  #release({ frame, record }: HeldFrame): void {
    this.#letGo(record)
    if (this.#isCut) this.#lose(record, 'cut')
    else this.#flight.sendInOrder(frame, record, this.#arrival())
  }

  #letGo(record: PacketRecord): void {
    this.#options.recorder.hold(record, this.#options.scheduler.now)
  }

  /**
   * Puts a frame on the wire: from now on it takes the link's time, whatever its fate. `packet`: its dissection, for
   * holds.
   */
  put(frame: Uint8Array, cause: PacketCause | null, made: Scripted | null, packet: Dissection | null): void {
    const { impairment } = this
    const turn = this.#sent++
    const rule = made?.rule ?? null
    this.busyUntil = this.#options.scheduler.now + serialisationTime(frame.length, impairment.rate)
    const fault = this.#fault(frame, turn, rule)
    const arriving = fault === null ? this.#damaged(frame, turn, rule) : frame
    const isAsSent = arriving === frame && made?.changedBy === undefined && rule?.rule.action !== 'delay'
    const record = this.record(
      frame,
      cause,
      fault ?? 'under way',
      isAsSent ? undefined : told(arriving === frame ? null : arriving, made),
    )
    if (made !== null) noteHit(made, record)
    if (fault !== null) {
      this.#counters.dropped++
      return
    }
    if (packet !== null && this.#holdsBack(packet, { frame: arriving, record })) return
    const isSingledOut = rule === null ? this.#isReordered(turn) : rule.rule.action === 'delay'
    const ordinary = this.#arrival(turn)
    const arrival = isSingledOut
      ? this.#flight.sendApart(arriving, record, this.#detour(ordinary, rule))
      : this.#flight.sendInOrder(arriving, record, ordinary)
    const isDoubled = rule === null ? this.#isHit('duplicate', turn) : rule.rule.action === 'duplicate'
    if (isDoubled) this.#duplicate(arriving, record, arrival)
  }

  #holdsBack(packet: Dissection, frame: HeldFrame): boolean {
    if (!this.#holds.some((hold) => hold.keeps(packet, frame))) return false
    this.#options.recorder.hold(frame.record, null)
    return true
  }

  #fault(frame: Uint8Array, turn: number, rule: ActiveRule | null): 'cut' | 'mtu' | 'rule' | 'loss' | null {
    // Bursts and correlated draws advance with every frame, whatever else happens to it.
    const isInBurst = this.#chance.bursts.hits(this.impairment.gemodel, turn)
    const isHit = this.#chance.loses(turn, this.impairment)
    if (this.#isCut) return 'cut'
    if (frame.length - ETHERNET_HEADER_LENGTH > this.impairment.mtu) return 'mtu'
    if (rule?.rule.action === 'drop') return 'rule'
    // A frame chosen by a rule gets the rule's fault, not a random one.
    return rule === null && (isInBurst || isHit) ? 'loss' : null
  }

  #isHit(fault: ChanceFault, turn: number): boolean {
    return this.#chance.hits(fault, turn, this.impairment[fault])
  }

  /** The frame that arrives: the same, or a copy with a bit flipped by the rule or by chance. */
  #damaged(frame: Uint8Array, turn: number, active: ActiveRule | null): Uint8Array {
    if (active !== null) return active.rule.action === 'corrupt' ? flipLowestBit(frame, active.rule.at ?? 0) : frame
    return this.#isHit('corrupt', turn) ? this.#withFlippedBit(frame, turn) : frame
  }

  #withFlippedBit(frame: Uint8Array, turn: number): Uint8Array {
    return flipBit(frame, (bits) => this.#chance.damagedBit(turn, bits))
  }

  /** A rule can delay a frame, and chance can spare it the delay. Either way it leaves the order. */
  #detour(arrival: Nanoseconds, rule: ActiveRule | null): Nanoseconds {
    return rule === null ? Math.max(this.busyUntil, this.#options.scheduler.now) : arrival + (rule.rule.by ?? 0)
  }

  /** Arrival time of a frame sent now, as number `turn`; a released frame has no number and no jitter. */
  #arrival(turn: number | null = null): Nanoseconds {
    const { delay } = this.impairment
    const start = Math.max(this.busyUntil, this.#options.scheduler.now)
    return start + Math.max(0, delay + (turn === null ? 0 : this.#chance.jitter(turn, this.impairment)))
  }

  /** Counts like netem: the gap, then every frame until one is hit. */
  #isReordered(turn: number): boolean {
    const { reorder, gap } = this.impairment
    if (reorder === 0) return false
    const isHit = this.#sinceReordered >= gap - 1 && this.#isHit('reorder', turn)
    this.#sinceReordered = isHit ? 0 : this.#sinceReordered + 1
    return isHit
  }

  #duplicate(frame: Uint8Array, first: PacketRecord, arrival: Nanoseconds): void {
    const { cause, bytes, changedBy } = first
    const record = this.record(bytes, cause, 'under way', {
      duplicateOf: first.number,
      ...damage(first.isDamaged ? frame : null),
      ...(changedBy !== undefined && { changedBy }),
    })
    this.#flight.sendApart(frame, record, arrival)
  }

  #arrive(frame: Uint8Array, record: PacketRecord): void {
    const { recorder } = this.#options
    recorder.settle(record, 'delivered', this.#options.scheduler.now)
    const present = recorder.cause
    recorder.cause = { packet: record.number }
    this.#options.deliver(frame)
    recorder.cause = present
  }

  #lose(record: PacketRecord, fate: 'cut' | 'rule'): void {
    this.#counters.dropped++
    this.#options.recorder.settle(record, fate, null)
  }

  /** Fate of a frame, for the recording. */
  record(
    bytes: Uint8Array,
    cause: PacketCause | null,
    fate: PacketRecord['fate'],
    more?: Sending['more'],
  ): PacketRecord {
    const { scheduler, recorder, link, from, to } = this.#options
    return recorder.record({ at: scheduler.now, link, from, to, bytes, fate, cause, more })
  }
}

/** Record of a frame that does not arrive as it was sent. */
function told(
  damaged: Uint8Array | null,
  made: Scripted | null,
): Pick<PacketRecord, 'changedBy' | 'delayedBy' | 'isDamaged' | 'damagedBytes'> {
  const rule = made?.rule?.rule
  return {
    ...damage(damaged),
    ...(made?.changedBy !== undefined && { changedBy: made.changedBy }),
    ...(rule?.action === 'delay' && { delayedBy: rule.by ?? 0 }),
  }
}

function damage(bytes: Uint8Array | null): Pick<PacketRecord, 'isDamaged' | 'damagedBytes'> {
  return bytes === null ? {} : { isDamaged: true, damagedBytes: bytes }
}
