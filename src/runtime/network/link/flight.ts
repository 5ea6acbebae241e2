import type { PacketRecord } from '../capture/index.ts'
import type { Lane, Nanoseconds, Scheduler } from '../clock.ts'
import { FrameQueue } from './frame-queue.ts'

/** A frame on its way. */
interface Travelling {
  readonly frame: Uint8Array
  readonly record: PacketRecord
  /** How often the link was cut when it set out. */
  readonly cuts: number
}

/** What becomes of a frame that set out. */
export interface FlightEnds {
  readonly arrive: (frame: Uint8Array, record: PacketRecord) => void
  /** The link was cut meanwhile. */
  readonly lose: (record: PacketRecord) => void
}

/** What is on its way in one direction of a link, from its setting out to its arrival. */
export class Flight {
  readonly #scheduler: Scheduler
  readonly #ends: FlightEnds
  /** Where frames travel that arrive in the order in which they set out. */
  readonly #lane: Lane
  readonly #inLane = new FrameQueue<Travelling>()
  #lastArrival: Nanoseconds = 0
  /** A frame that set out before the last cut does not arrive. */
  #cuts = 0

  constructor(scheduler: Scheduler, ends: FlightEnds) {
    this.#scheduler = scheduler
    this.#ends = ends
    this.#lane = scheduler.lane()
  }

  /** Loses all that is on its way, when it would have arrived. */
  cut(): void {
    this.#cuts++
  }

  /** Sends a frame that arrives then, but not before those that went like this before it. Returns when that is. */
  sendInOrder(frame: Uint8Array, record: PacketRecord, arrival: Nanoseconds): Nanoseconds {
    this.#lastArrival = Math.max(arrival, this.#lastArrival)
    this.#inLane.push({ frame, record, cuts: this.#cuts })
    this.#lane.at(this.#lastArrival, this.#arriveFirst)
    return this.#lastArrival
  }

  /** Sends a frame that keeps no order with the others, and arrives just then. */
  sendApart(frame: Uint8Array, record: PacketRecord, arrival: Nanoseconds): Nanoseconds {
    const travelling = { frame, record, cuts: this.#cuts }
    this.#scheduler.at(arrival, () => this.#arrive(travelling))
    return arrival
  }

  readonly #arriveFirst = (): void => this.#arrive(this.#inLane.shift())

  #arrive({ frame, record, cuts }: Travelling): void {
    if (this.#cuts === cuts) this.#ends.arrive(frame, record)
    else this.#ends.lose(record)
  }
}
