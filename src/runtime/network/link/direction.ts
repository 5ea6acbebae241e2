import { type Dissection, dissect, type PacketCause, type PacketRecord, type Recorder } from '../capture/index.ts'
import { MILLISECOND, type Nanoseconds, type Scheduler } from '../clock.ts'
import { isHit, RandomStream } from '../random.ts'
import { ETHERNET_HEADER_LENGTH } from '../wire/index.ts'
import { flipLowestBit, flipRandomBit } from './corruption.ts'
import { Hold } from './hold.ts'
import { type Impairment, serialisationTime } from './impairment.ts'
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
  /** Hands a frame to the other end. */
  readonly deliver: (frame: Uint8Array) => void
}

interface Waiting {
  readonly frame: Uint8Array
  readonly cause: PacketCause | null
}

/** A frame on its way, and what is to be done with it. */
interface Journey {
  frame: Uint8Array
  readonly record: PacketRecord
  arrival: Nanoseconds
  /** Frames of the ordinary path stay in order; one that was singled out may be overtaken. */
  isOrdered: boolean
}

/**
 * One direction of a link: a queue, a transmitter, faults, a propagation delay. Each kind of fault draws from a stream of its own, by the number of
 * the frame: with one fault taken away, the others hit the same frames.
 */
export class Direction {
  readonly from: string
  readonly to: string
  impairment: Impairment
  isCut = false
  readonly counters: DirectionCounters = { packets: 0, bytes: 0, dropped: 0, maxQueue: 0 }
  readonly #options: DirectionOptions
  readonly #chances: Readonly<
    Record<'loss' | 'duplicate' | 'reorder' | 'corrupt' | 'corrupt bit' | 'jitter', RandomStream>
  >
  #rules: ActiveRule[] = []
  #holds: Hold[] = []
  readonly #queue: Waiting[] = []
  #busyUntil: Nanoseconds = 0
  #lastArrival: Nanoseconds = 0
  /** Frames that were put on the wire: the counter of every random draw. */
  #sent = 0

  constructor(options: DirectionOptions) {
    this.#options = options
    this.from = options.from
    this.to = options.to
    this.impairment = options.impairment
    const stream = (kind: string) => new RandomStream(options.seed, `link ${options.from} > ${options.to} ${kind}`)
    this.#chances = {
      loss: stream('loss'),
      duplicate: stream('duplicate'),
      reorder: stream('reorder'),
      corrupt: stream('corrupt'),
      'corrupt bit': stream('corrupt bit'),
      jitter: stream('jitter'),
    }
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
      this.#queue.push({ frame, cause: recorder.cause })
      this.counters.maxQueue = Math.max(this.counters.maxQueue, this.#queue.length)
      if (this.#queue.length === 1) scheduler.at(this.#busyUntil, this.#sendNext)
    }
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
      release: ({ frame, record }) => this.#depart({ frame, record, arrival: this.#arrival(), isOrdered: true }),
      discard: ({ record }) => this.#lose(record),
      end: () => {
        this.#holds = this.#holds.filter((other) => other !== hold)
      },
    })
    this.#holds.push(hold)
    return hold
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
    const packet = this.#rules.length + this.#holds.length > 0 ? dissect(frame) : null
    const rule = packet === null ? null : this.#ruleFor(packet)
    const fault = this.#fault(frame, turn, rule)
    const record = this.#record(frame, cause, fault ?? 'under way')
    rule?.hits.push(record)
    if (fault !== null) {
      this.counters.dropped++
      return
    }
    if (packet !== null && this.#holds.some((hold) => hold.keeps(packet, { frame, record }))) return
    const journey: Journey = { frame, record, arrival: this.#arrival(turn), isOrdered: true }
    // A frame that a rule singled out meets the rule's fate, not chance's.
    if (rule === null) this.#applyChance(journey, turn)
    else this.#applyRule(journey, rule.rule)
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
    if (this.isCut) return 'cut'
    if (frame.length - ETHERNET_HEADER_LENGTH > this.impairment.mtu) return 'mtu'
    if (rule?.rule.action === 'drop') return 'rule'
    return rule === null && this.#isHit('loss', turn) ? 'loss' : null
  }

  #isHit(kind: 'loss' | 'duplicate' | 'reorder' | 'corrupt', turn: number): boolean {
    const probability = this.impairment[kind]
    return probability > 0 && isHit(this.#chances[kind].valueAt(turn), probability)
  }

  #applyRule(journey: Journey, rule: Rule): void {
    if (rule.action === 'delay') {
      journey.arrival += rule.by ?? 0
      journey.isOrdered = false
    } else if (rule.action === 'corrupt') {
      journey.frame = flipLowestBit(journey.frame, rule.at ?? 0)
    }
  }

  #applyChance(journey: Journey, turn: number): void {
    if (this.#isHit('corrupt', turn)) {
      journey.frame = flipRandomBit(journey.frame, this.#chances['corrupt bit'].valueAt(turn))
    }
    if (this.#isHit('reorder', turn)) {
      journey.arrival += Math.max(this.impairment.delay, MILLISECOND)
      journey.isOrdered = false
    }
  }

  /** When a frame that is sent now, as number `turn`, arrives. */
  #arrival(turn: number | null = null): Nanoseconds {
    const { delay, jitter } = this.impairment
    const start = Math.max(this.#busyUntil, this.#options.scheduler.now)
    if (jitter === 0 || turn === null) return start + delay
    const offset = Math.floor((this.#chances.jitter.valueAt(turn) / 0x1_0000_0000) * (2 * jitter + 1)) - jitter
    return start + Math.max(0, delay + offset)
  }

  #depart(journey: Journey): void {
    const { frame, record } = journey
    if (journey.isOrdered) {
      journey.arrival = Math.max(journey.arrival, this.#lastArrival)
      this.#lastArrival = journey.arrival
    }
    this.#options.scheduler.at(journey.arrival, () => this.#arrive(frame, record))
  }

  #duplicate(journey: Journey): void {
    const { number, cause, bytes } = journey.record
    const record = this.#record(bytes, cause, 'under way', number)
    this.#options.scheduler.at(journey.arrival, () => this.#arrive(journey.frame, record))
  }

  #arrive(frame: Uint8Array, record: PacketRecord): void {
    if (this.isCut) {
      this.counters.dropped++
      this.#options.recorder.settle(record, 'cut', null)
      return
    }
    this.#options.recorder.settle(record, 'delivered', this.#options.scheduler.now)
    this.#options.deliver(frame)
  }

  #lose(record: PacketRecord): void {
    this.counters.dropped++
    this.#options.recorder.settle(record, 'rule', null)
  }

  #record(
    bytes: Uint8Array,
    cause: PacketCause | null,
    fate: PacketRecord['fate'],
    duplicateOf?: number,
  ): PacketRecord {
    const { scheduler, recorder, link } = this.#options
    const sending = { at: scheduler.now, link, from: this.from, to: this.to, bytes, fate, cause }
    return recorder.record(duplicateOf === undefined ? sending : { ...sending, duplicateOf })
  }
}
