import {
  type Dissection,
  dissect,
  type PacketCause,
  type PacketRecord,
  type Recorder,
  type Sending,
  type TcpPosition,
} from '../capture/index.ts'
import type { Nanoseconds, Scheduler } from '../clock.ts'
import { ETHERNET_HEADER_LENGTH } from '../wire/index.ts'
import { Chance, type ChanceFault } from './chance.ts'
import { flipBit, flipLowestBit } from './corruption.ts'
import { checkFields, edited, type FieldValues } from './edit.ts'
import { Flight } from './flight.ts'
import { FrameQueue } from './frame-queue.ts'
import { type HeldFrame, Hold } from './hold.ts'
import { type Impairment, serialisationTime } from './impairment.ts'
import { marked } from './marking.ts'
import { ActiveRule, type Rule } from './rule.ts'
import { noteHit, Script, type Scripted } from './script.ts'

export interface DirectionCounters {
  /** Frames handed over, and their bytes, whatever became of them. */
  packets: number
  bytes: number
  dropped: number
  /** Most frames that waited at one time. */
  maxQueue: number
}

/** What a direction needs of its link. */
export interface DirectionOptions {
  readonly scheduler: Scheduler
  readonly recorder: Recorder
  readonly seed: number
  readonly link: number
  readonly from: string
  readonly to: string
  readonly impairment: Impairment
  /** Called for each frame that is put on the wire: where it stands in its TCP connection, if anybody follows those. */
  readonly follow: (frame: Uint8Array) => TcpPosition | null
  /** Hands a frame to the other end. */
  readonly deliver: (frame: Uint8Array) => void
}

/** A frame in the queue. What a rule made of another (`made`) meets no rule again. */
interface Waiting {
  readonly frame: Uint8Array
  readonly cause: PacketCause | null
  readonly made: Scripted | null
}

/** One direction of a link: a queue, a transmitter, faults, a propagation delay. */
export class Direction {
  readonly from: string
  readonly to: string
  impairment: Impairment
  readonly counters: DirectionCounters = { packets: 0, bytes: 0, dropped: 0, maxQueue: 0 }
  /** Is told when frames came to wait, or one that waited goes or was dropped. */
  onQueue: ((direction: Direction) => void) | null = null
  readonly #options: DirectionOptions
  readonly #chance: Chance
  readonly #script: Script
  #holds: Hold[] = []
  /** Whether rules or holds look at each frame: without them its way is the short one. */
  #isScripted = false
  readonly #queue = new FrameQueue<Waiting>()
  #queuedBytes = 0
  #isCut = false
  #busyUntil: Nanoseconds = 0
  /** Frames that were put on the wire: the counter of every random draw. */
  #sent = 0
  /** Frames since the last that was reordered. */
  #sinceReordered = 0
  readonly #flight: Flight

  constructor(options: DirectionOptions) {
    this.#options = options
    this.from = options.from
    this.to = options.to
    this.impairment = options.impairment
    this.#flight = new Flight(options.scheduler, {
      arrive: (frame, record) => this.#arrive(frame, record),
      lose: (record) => this.#lose(record, 'cut'),
    })
    this.#chance = new Chance(options.seed, options.from, options.to)
    this.#script = new Script(options.scheduler, (made) => this.#insert([made]))
  }

  /** Loses what is under way, and whatever is sent until the restoration. */
  cut(): void {
    this.#isCut = true
    this.#flight.cut()
  }

  restore(): void {
    this.#isCut = false
  }

  /** Frames that wait. */
  get queued(): number {
    return this.#queue.length
  }

  get queuedBytes(): number {
    return this.#queuedBytes
  }

  transmit(frame: Uint8Array): void {
    const { scheduler, recorder } = this.#options
    this.counters.packets++
    this.counters.bytes += frame.length
    if (scheduler.now >= this.#busyUntil && this.#queue.length === 0) {
      this.#send(frame, recorder.cause)
    } else if (this.#isFull(frame.length)) {
      this.counters.dropped++
      this.#record(frame, recorder.cause, 'queue')
      this.onQueue?.(this)
    } else {
      this.#queue.push({ frame: this.#queued(frame), cause: recorder.cause, made: null })
      this.#queuedBytes += frame.length
      this.counters.maxQueue = Math.max(this.counters.maxQueue, this.#queue.length)
      if (this.#queue.length === 1) scheduler.at(this.#busyUntil, this.#sendNext)
      this.onQueue?.(this)
    }
  }

  #isFull(length: number): boolean {
    const { queue } = this.impairment
    return typeof queue === 'number' ? this.#queue.length >= queue : this.#queuedBytes + length > queue.bytes
  }

  /** Behind many others a frame may be marked, so that its sender slows down before frames are lost. */
  #queued(frame: Uint8Array): Uint8Array {
    const { mark } = this.impairment
    return mark !== null && this.#queue.length >= mark ? (marked(frame) ?? frame) : frame
  }

  /** Puts frames that the script made before all that wait. */
  #insert(frames: readonly Scripted[]): void {
    if (frames.length === 0) return
    const { scheduler } = this.#options
    const wasEmpty = this.#queue.length === 0
    this.#queue.unshift(frames.map((made) => ({ frame: made.frame, cause: made.cause, made })))
    for (const { frame } of frames) this.#queuedBytes += frame.length
    if (wasEmpty) scheduler.at(Math.max(scheduler.now, this.#busyUntil), this.#sendNext)
    this.onQueue?.(this)
  }

  /** Adds a rule behind the others. */
  addRule(rule: Rule, matches: (packet: Dissection) => boolean): ActiveRule {
    const active = new ActiveRule(rule, matches, (gone) => {
      this.#script.remove(gone)
      this.#noteScripted()
    })
    this.#script.add(active)
    this.#noteScripted()
    return active
  }

  /** Keeps matching frames back from now on. */
  hold(matches: (packet: Dissection) => boolean): Hold {
    const hold: Hold = new Hold(matches, {
      release: (held) => this.#release(held),
      discard: ({ record }) => {
        this.#letGo(record)
        this.#lose(record, 'rule')
      },
      edit: (held, fields, checksums) => this.#edit(held, fields, checksums),
      end: () => {
        this.#holds = this.#holds.filter((other) => other !== hold)
        this.#noteScripted()
      },
    })
    this.#holds.push(hold)
    this.#noteScripted()
    return hold
  }

  #noteScripted(): void {
    this.#isScripted = this.#script.rules.length + this.#holds.length > 0
  }

  /** Nobody changes a frame that is recorded: the recording has the former one, and from now on the new one. */
  #edit({ frame, record }: HeldFrame, fields: FieldValues, checksums: 'mend' | 'leave'): HeldFrame {
    const problem = checkFields(fields)
    if (problem !== null) throw new RangeError(`A held packet ${problem}`)
    const changed = edited(dissect(frame), fields, checksums)
    this.#letGo(record)
    this.#options.recorder.settle(record, 'rule', null)
    const made = this.#record(changed, record.cause, 'under way', { changedBy: 'set' })
    this.#options.recorder.hold(made, null)
    return { frame: changed, record: made }
  }

  /** A cut link carries nothing, what was held back included. */
  #release({ frame, record }: HeldFrame): void {
    this.#letGo(record)
    if (this.#isCut) this.#lose(record, 'cut')
    else this.#flight.sendInOrder(frame, record, this.#arrival())
  }

  #letGo(record: PacketRecord): void {
    this.#options.recorder.hold(record, this.#options.scheduler.now)
  }

  readonly #sendNext = (): void => {
    const { frame, cause, made } = this.#queue.shift()
    this.#queuedBytes -= frame.length
    this.onQueue?.(this)
    const wasEmpty = this.#queue.length === 0
    if (made === null) this.#send(frame, cause)
    else this.#put(made)
    // Whoever inserted something into an empty queue has seen to it.
    if (!wasEmpty) this.#options.scheduler.at(Math.max(this.#options.scheduler.now, this.#busyUntil), this.#sendNext)
  }

  /** A frame's turn has come: what the rules make of it goes onto the wire. */
  #send(frame: Uint8Array, cause: PacketCause | null): void {
    const position = this.#options.follow(frame)
    if (!this.#isScripted) {
      this.#emit(frame, cause, null, null)
      return
    }
    const packet = dissect(frame, position)
    const [first, ...others] = this.#script.apply(packet, cause, this.impairment.mtu)
    if (first === undefined) return
    this.#put(first, first.frame === frame ? packet : null)
    this.#insert(others)
  }

  #put(made: Scripted, packet: Dissection | null = null): void {
    this.#emit(made.frame, made.cause, made, packet ?? (this.#holds.length > 0 ? dissect(made.frame) : null))
  }

  /** Puts a frame on the wire: from here on it takes the link's time, whatever becomes of it. `packet`: for holds to look at. */
  #emit(frame: Uint8Array, cause: PacketCause | null, made: Scripted | null, packet: Dissection | null): void {
    const { impairment } = this
    const turn = this.#sent++
    const rule = made?.rule ?? null
    this.#busyUntil = this.#options.scheduler.now + serialisationTime(frame.length, impairment.rate)
    const fault = this.#fault(frame, turn, rule)
    const arriving = fault === null ? this.#damaged(frame, turn, rule) : frame
    const isAsSent = arriving === frame && made?.changedBy === undefined && rule?.rule.action !== 'delay'
    const record = this.#record(
      frame,
      cause,
      fault ?? 'under way',
      isAsSent ? undefined : told(arriving === frame ? null : arriving, made),
    )
    if (made !== null) noteHit(made, record)
    if (fault !== null) {
      this.counters.dropped++
      return
    }
    if (packet !== null && this.#isHeld(packet, { frame: arriving, record })) return
    const isSingledOut = rule === null ? this.#isReordered(turn) : rule.rule.action === 'delay'
    const ordinary = this.#arrival(turn)
    const arrival = isSingledOut
      ? this.#flight.sendApart(arriving, record, this.#detour(ordinary, rule))
      : this.#flight.sendInOrder(arriving, record, ordinary)
    const isDoubled = rule === null ? this.#isHit('duplicate', turn) : rule.rule.action === 'duplicate'
    if (isDoubled) this.#duplicate(arriving, record, arrival)
  }

  #isHeld(packet: Dissection, frame: HeldFrame): boolean {
    if (!this.#holds.some((hold) => hold.keeps(packet, frame))) return false
    this.#options.recorder.hold(frame.record, null)
    return true
  }

  #fault(frame: Uint8Array, turn: number, rule: ActiveRule | null): 'cut' | 'mtu' | 'rule' | 'loss' | null {
    // Bursts and correlated draws go on with the frames, whatever else happens to them.
    const isInBurst = this.#chance.bursts.hits(this.impairment.gemodel, turn)
    const isHit = this.#chance.loses(turn, this.impairment)
    if (this.#isCut) return 'cut'
    if (frame.length - ETHERNET_HEADER_LENGTH > this.impairment.mtu) return 'mtu'
    if (rule?.rule.action === 'drop') return 'rule'
    // A frame that a rule singled out meets the rule's fate, not chance's.
    return rule === null && (isInBurst || isHit) ? 'loss' : null
  }

  #isHit(fault: ChanceFault, turn: number): boolean {
    return this.#chance.hits(fault, turn, this.impairment[fault])
  }

  /** What arrives of a frame: itself, or a copy with a bit flipped by the rule or by chance. */
  #damaged(frame: Uint8Array, turn: number, active: ActiveRule | null): Uint8Array {
    if (active !== null) return active.rule.action === 'corrupt' ? flipLowestBit(frame, active.rule.at ?? 0) : frame
    return this.#isHit('corrupt', turn) ? this.#withFlippedBit(frame, turn) : frame
  }

  #withFlippedBit(frame: Uint8Array, turn: number): Uint8Array {
    return flipBit(frame, (bits) => this.#chance.damagedBit(turn, bits))
  }

  /** A rule makes a frame late; chance spares it the delay. Either way it keeps no order with the others. */
  #detour(arrival: Nanoseconds, rule: ActiveRule | null): Nanoseconds {
    return rule === null ? Math.max(this.#busyUntil, this.#options.scheduler.now) : arrival + (rule.rule.by ?? 0)
  }

  /** When a frame that is sent now, as number `turn`, arrives; one released from a hold has no number and no jitter. */
  #arrival(turn: number | null = null): Nanoseconds {
    const { delay } = this.impairment
    const start = Math.max(this.#busyUntil, this.#options.scheduler.now)
    return start + Math.max(0, delay + (turn === null ? 0 : this.#chance.jitter(turn, this.impairment)))
  }

  /** Counted as netem counts: the gap, then every frame until one is hit. */
  #isReordered(turn: number): boolean {
    const { reorder, gap } = this.impairment
    if (reorder === 0) return false
    const isHit = this.#sinceReordered >= gap - 1 && this.#isHit('reorder', turn)
    this.#sinceReordered = isHit ? 0 : this.#sinceReordered + 1
    return isHit
  }

  #duplicate(frame: Uint8Array, first: PacketRecord, arrival: Nanoseconds): void {
    const { cause, bytes, changedBy } = first
    const record = this.#record(bytes, cause, 'under way', {
      duplicateOf: first.number,
      ...damage(first.isDamaged ? frame : null),
      ...(changedBy !== undefined && { changedBy }),
    })
    this.#flight.sendApart(frame, record, arrival)
  }

  #arrive(frame: Uint8Array, record: PacketRecord): void {
    this.#options.recorder.settle(record, 'delivered', this.#options.scheduler.now)
    this.#options.deliver(frame)
  }

  #lose(record: PacketRecord, fate: 'cut' | 'rule'): void {
    this.counters.dropped++
    this.#options.recorder.settle(record, fate, null)
  }

  #record(
    bytes: Uint8Array,
    cause: PacketCause | null,
    fate: PacketRecord['fate'],
    more?: Sending['more'],
  ): PacketRecord {
    const { scheduler, recorder, link } = this.#options
    return recorder.record({ at: scheduler.now, link, from: this.from, to: this.to, bytes, fate, cause, more })
  }
}

/** What a record says of a frame that does not arrive as it was sent. */
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
