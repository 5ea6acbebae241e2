import { type Dissection, dissect, type PacketCause, type TcpPosition } from '../capture/index.ts'
import { FrameQueue } from './frame-queue.ts'
import type { Hold } from './hold.ts'
import type { Impairment } from './impairment.ts'
import { marked } from './marking.ts'
import { ActiveRule, type LinkRule } from './rule.ts'
import { Script, type Scripted } from './script.ts'
import { Wire, type WireOptions } from './wire.ts'

export interface DirectionCounters {
  /** Frames offered to the direction, and their bytes, whatever their fate. */
  packets: number
  bytes: number
  dropped: number
  /** Highest number of frames waiting at one time. */
  maxQueue: number
}

/** Options that a direction needs from its link. */
export interface DirectionOptions extends WireOptions {
  /** Called for each frame put on the wire: returns its position in its TCP connection, if connections are tracked. */
  readonly follow: (frame: Uint8Array) => TcpPosition | null
}

/** A frame in the queue. Rules skip a frame that a rule `made` of another one. */
interface Waiting {
  readonly frame: Uint8Array
  readonly cause: PacketCause | null
  readonly made: Scripted | null
}

/** One direction of a link: frames wait for their turn, rules change them, and a wire carries them to the other end. */
export class Direction {
  readonly from: string
  readonly to: string
  readonly counters: DirectionCounters = { packets: 0, bytes: 0, dropped: 0, maxQueue: 0 }
  /** Called when frames start to wait, and when a waiting frame leaves or is dropped. */
  onQueue: ((direction: Direction) => void) | null = null
  readonly #options: DirectionOptions
  readonly #wire: Wire
  readonly #script: Script
  /** True if rules or holds look at each frame; otherwise frames take a shorter path. */
  #isScripted = false
  readonly #queue = new FrameQueue<Waiting>()
  #queuedBytes = 0

  constructor(options: DirectionOptions) {
    this.#options = options
    this.from = options.from
    this.to = options.to
    this.#wire = new Wire(options, this.counters)
    this.#script = new Script(options.scheduler, (made) => this.#insert([made]))
  }

  get impairment(): Impairment {
    return this.#wire.impairment
  }

  /** Applies to frames sent from now on. */
  set impairment(values: Impairment) {
    this.#wire.impairment = values
  }

  /** Loses frames in flight, and all that are sent until the link is restored. */
  cut(): void {
    this.#wire.cut()
  }

  restore(): void {
    this.#wire.restore()
  }

  /** Number of waiting frames. */
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
    if (scheduler.now >= this.#wire.busyUntil && this.#queue.length === 0) {
      this.#send(frame, recorder.cause)
    } else if (this.#isFull(frame.length)) {
      this.counters.dropped++
      this.#wire.record(frame, recorder.cause, 'queue')
      this.onQueue?.(this)
    } else {
      this.#queue.push({ frame: this.#queued(frame), cause: recorder.cause, made: null })
      this.#queuedBytes += frame.length
      this.counters.maxQueue = Math.max(this.counters.maxQueue, this.#queue.length)
      if (this.#queue.length === 1) scheduler.at(this.#wire.busyUntil, this.#sendNext)
      this.onQueue?.(this)
    }
  }

  #isFull(length: number): boolean {
    const { queue } = this.impairment
    return typeof queue === 'number' ? this.#queue.length >= queue : this.#queuedBytes + length > queue.bytes
  }

  /** In a long queue a frame may be marked, so that its sender slows down before frames are lost. */
  #queued(frame: Uint8Array): Uint8Array {
    const { mark } = this.impairment
    return mark !== null && this.#queue.length >= mark ? (marked(frame) ?? frame) : frame
  }

  /** Puts frames made by the script in front of the waiting ones. */
  #insert(frames: readonly Scripted[]): void {
    if (frames.length === 0) return
    const { scheduler } = this.#options
    const wasEmpty = this.#queue.length === 0
    this.#queue.unshift(frames.map((made) => ({ frame: made.frame, cause: made.cause, made })))
    for (const { frame } of frames) this.#queuedBytes += frame.length
    if (wasEmpty) scheduler.at(Math.max(scheduler.now, this.#wire.busyUntil), this.#sendNext)
    this.onQueue?.(this)
  }

  /** Adds a rule after the others. */
  addRule(rule: LinkRule, matches: (packet: Dissection) => boolean): ActiveRule {
    const active = new ActiveRule(rule, matches, (gone) => {
      this.#script.remove(gone)
      this.#noteScripted()
    })
    this.#script.add(active)
    this.#noteScripted()
    return active
  }

  /** Holds matching frames from now on. */
  hold(matches: (packet: Dissection) => boolean): Hold {
    const hold = this.#wire.hold(matches, () => this.#noteScripted())
    this.#noteScripted()
    return hold
  }

  #noteScripted(): void {
    this.#isScripted = this.#script.rules.length > 0 || this.#wire.isHeld
  }

  readonly #sendNext = (): void => {
    const { frame, cause, made } = this.#queue.shift()
    this.#queuedBytes -= frame.length
    this.onQueue?.(this)
    const wasEmpty = this.#queue.length === 0
    if (made === null) this.#send(frame, cause)
    else this.#put(made)
    // Code that inserts into an empty queue starts the sending itself.
    if (!wasEmpty)
      this.#options.scheduler.at(Math.max(this.#options.scheduler.now, this.#wire.busyUntil), this.#sendNext)
  }

  /** Sends the next frame: applies the rules and puts the result on the wire. */
  #send(frame: Uint8Array, cause: PacketCause | null): void {
    const position = this.#options.follow(frame)
    if (!this.#isScripted) {
      this.#wire.put(frame, cause, null, null)
      return
    }
    const packet = dissect(frame, position)
    const [first, ...others] = this.#script.apply(packet, cause, this.impairment.mtu)
    if (first === undefined) return
    this.#put(first, first.frame === frame ? packet : null)
    this.#insert(others)
  }

  #put(made: Scripted, packet: Dissection | null = null): void {
    this.#wire.put(made.frame, made.cause, made, packet ?? (this.#wire.isHeld ? dissect(made.frame) : null))
  }
}
