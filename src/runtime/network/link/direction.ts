import {
  type Dissection,
  dissect,
  type PacketCause,
  type PacketRecord,
  type Recorder,
  type TcpPosition,
} from '../capture/index.ts'
import { MILLISECOND, type Nanoseconds, type Scheduler } from '../clock.ts'
import { ETHERNET_HEADER_LENGTH } from '../wire/index.ts'
import { Chance, type ChanceFault } from './chance.ts'
import { flipBit, flipLowestBit } from './corruption.ts'
import { Hold } from './hold.ts'
import { type Impairment, serialisationTime } from './impairment.ts'
import { marked } from './marking.ts'
import { ActiveRule, type Rule } from './rule.ts'

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

interface Waiting {
  readonly frame: Uint8Array
  readonly cause: PacketCause | null
}

/** A frame on its way, and what is to be done with it. */
interface Journey {
  readonly frame: Uint8Array
  readonly record: PacketRecord
  arrival: Nanoseconds
  /** Frames of the ordinary path stay in order; one that was singled out may be overtaken. */
  isOrdered: boolean
}

/** One direction of a link: a queue, a transmitter, faults, a propagation delay. */
export class Direction {
  readonly from: string
  readonly to: string
  impairment: Impairment
  readonly counters: DirectionCounters = { packets: 0, bytes: 0, dropped: 0, maxQueue: 0 }
  readonly #options: DirectionOptions
  readonly #chance: Chance
  #rules: ActiveRule[] = []
  #holds: Hold[] = []
  readonly #queue: Waiting[] = []
  #isCut = false
  /** How often it was cut: a frame that set out before the last time does not arrive. */
  #cuts = 0
  #busyUntil: Nanoseconds = 0
  #lastArrival: Nanoseconds = 0
  /** Frames that were put on the wire: the counter of every random draw. */
  #sent = 0

  constructor(options: DirectionOptions) {
    this.#options = options
    this.from = options.from
    this.to = options.to
    this.impairment = options.impairment
    this.#chance = new Chance(options.seed, options.from, options.to)
  }

  /** Loses what is under way, and whatever is sent until the restoration. */
  cut(): void {
    this.#isCut = true
    this.#cuts++
  }

  restore(): void {
    this.#isCut = false
  }

  transmit(frame: Uint8Array): void {
    const { scheduler, recorder } = this.#options
    this.counters.packets++
    this.counters.bytes += frame.length
    if (scheduler.now >= this.#busyUntil && this.#queue.length === 0) {
      this.#send(frame, recorder.cause)
    } else if (this.#queue.length >= this.impairment.queue) {
      this.counters.dropped++
      this.#record(frame, recorder.cause, 'queue')
    } else {
      this.#queue.push({ frame: this.#queued(frame), cause: recorder.cause })
      this.counters.maxQueue = Math.max(this.counters.maxQueue, this.#queue.length)
      if (this.#queue.length === 1) scheduler.at(this.#busyUntil, this.#sendNext)
    }
  }

  /** Behind many others a frame may be marked, so that its sender slows down before frames are lost. */
  #queued(frame: Uint8Array): Uint8Array {
    const { mark } = this.impairment
    return mark !== null && this.#queue.length >= mark ? (marked(frame) ?? frame) : frame
  }

  /** Adds a rule behind the others. */
  addRule(rule: Rule, matches: (packet: Dissection) => boolean): ActiveRule {
    const active = new ActiveRule(rule, matches, (gone) => {
      this.#rules = this.#rules.filter((other) => other !== gone)
    })
    this.#rules.push(active)
    return active
  }

  /** Keeps matching frames back from now on. */
  hold(matches: (packet: Dissection) => boolean): Hold {
    const hold: Hold = new Hold(matches, {
      release: ({ frame, record }) => this.#release(frame, record),
      discard: ({ record }) => this.#lose(record, 'rule'),
      end: () => {
        this.#holds = this.#holds.filter((other) => other !== hold)
      },
    })
    this.#holds.push(hold)
    return hold
  }

  /** A cut link carries nothing, what was held back included. */
  #release(frame: Uint8Array, record: PacketRecord): void {
    if (this.#isCut) this.#lose(record, 'cut')
    else this.#depart({ frame, record, arrival: this.#arrival(), isOrdered: true })
  }

  readonly #sendNext = (): void => {
    const next = this.#queue.shift()!
    this.#send(next.frame, next.cause)
    if (this.#queue.length > 0) this.#options.scheduler.at(this.#busyUntil, this.#sendNext)
  }

  /** Puts a frame on the wire: from here on it takes the link's time, whatever becomes of it. */
  #send(frame: Uint8Array, cause: PacketCause | null): void {
    const { impairment } = this
    const turn = this.#sent++
    this.#busyUntil = this.#options.scheduler.now + serialisationTime(frame.length, impairment.rate)
    const position = this.#options.follow(frame)
    const packet = this.#rules.length + this.#holds.length > 0 ? dissect(frame, position) : null
    const rule = packet === null ? null : this.#ruleFor(packet)
    const fault = this.#fault(frame, turn, rule)
    const arriving = fault === null ? this.#damaged(frame, turn, rule) : frame
    const record = this.#record(frame, cause, fault ?? 'under way', arriving === frame ? {} : { isDamaged: true })
    rule?.hits.push(record)
    if (fault !== null) {
      this.counters.dropped++
      return
    }
    if (packet !== null && this.#holds.some((hold) => hold.keeps(packet, { frame: arriving, record }))) return
    const journey: Journey = { frame: arriving, record, arrival: this.#arrival(turn), isOrdered: true }
    this.#detour(journey, turn, rule)
    this.#depart(journey)
    const isDoubled = rule === null ? this.#isHit('duplicate', turn) : rule.rule.action === 'duplicate'
    if (isDoubled) this.#duplicate(journey)
  }

  /** The first rule that applies wins; the others have counted the frame too. */
  #ruleFor(packet: Dissection): ActiveRule | null {
    let winner: ActiveRule | null = null
    for (const rule of this.#rules) {
      if (rule.wants(packet)) winner ??= rule
    }
    return winner
  }

  #fault(frame: Uint8Array, turn: number, rule: ActiveRule | null): 'cut' | 'mtu' | 'rule' | 'loss' | null {
    if (this.#isCut) return 'cut'
    if (frame.length - ETHERNET_HEADER_LENGTH > this.impairment.mtu) return 'mtu'
    if (rule?.rule.action === 'drop') return 'rule'
    // A frame that a rule singled out meets the rule's fate, not chance's.
    return rule === null && this.#isHit('loss', turn) ? 'loss' : null
  }

  #isHit(fault: ChanceFault, turn: number): boolean {
    return this.#chance.hits(fault, turn, this.impairment[fault])
  }

  /** What arrives of a frame: itself, or a copy with a bit flipped by the rule or by chance. */
  #damaged(frame: Uint8Array, turn: number, active: ActiveRule | null): Uint8Array {
    if (active !== null) return active.rule.action === 'corrupt' ? flipLowestBit(frame, active.rule.at ?? 0) : frame
    return this.#isHit('corrupt', turn) ? flipBit(frame, (bits) => this.#chance.damagedBit(turn, bits)) : frame
  }

  /** Frames that are late by rule or by chance may be overtaken. */
  #detour(journey: Journey, turn: number, active: ActiveRule | null): void {
    if (active === null ? !this.#isHit('reorder', turn) : active.rule.action !== 'delay') return
    journey.arrival += active === null ? Math.max(this.impairment.delay, MILLISECOND) : (active.rule.by ?? 0)
    journey.isOrdered = false
  }

  /** When a frame that is sent now, as number `turn`, arrives; one released from a hold has no number and no jitter. */
  #arrival(turn: number | null = null): Nanoseconds {
    const { delay, jitter } = this.impairment
    const start = Math.max(this.#busyUntil, this.#options.scheduler.now)
    return start + Math.max(0, delay + (turn === null ? 0 : this.#chance.jitter(turn, jitter)))
  }

  #depart(journey: Journey): void {
    const { frame, record } = journey
    if (journey.isOrdered) {
      journey.arrival = Math.max(journey.arrival, this.#lastArrival)
      this.#lastArrival = journey.arrival
    }
    this.#travel(frame, record, journey.arrival)
  }

  #duplicate(journey: Journey): void {
    const { number, cause, bytes, isDamaged } = journey.record
    const record = this.#record(bytes, cause, 'under way', { duplicateOf: number, ...(isDamaged && { isDamaged }) })
    this.#travel(journey.frame, record, journey.arrival)
  }

  #travel(frame: Uint8Array, record: PacketRecord, arrival: Nanoseconds): void {
    const cuts = this.#cuts
    this.#options.scheduler.at(arrival, () => {
      if (this.#cuts !== cuts) this.#lose(record, 'cut')
      else {
        this.#options.recorder.settle(record, 'delivered', this.#options.scheduler.now)
        this.#options.deliver(frame)
      }
    })
  }

  #lose(record: PacketRecord, fate: 'cut' | 'rule'): void {
    this.counters.dropped++
    this.#options.recorder.settle(record, fate, null)
  }

  #record(
    bytes: Uint8Array,
    cause: PacketCause | null,
    fate: PacketRecord['fate'],
    more: Pick<PacketRecord, 'duplicateOf' | 'isDamaged'> = {},
  ): PacketRecord {
    const { scheduler, recorder, link } = this.#options
    return recorder.record({ at: scheduler.now, link, from: this.from, to: this.to, bytes, fate, cause, ...more })
  }
}
