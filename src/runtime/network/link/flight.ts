import type { PacketRecord } from '../capture/index.ts'
import type { Lane, Nanoseconds, Scheduler } from '../clock.ts'
import { FrameQueue } from './frame-queue.ts'

/** A frame in flight. */
interface Travelling {
  readonly frame: Uint8Array
  readonly record: PacketRecord
  /** Number of cuts of the link when it departed. */
  readonly cuts: number
}

/** Outcome of a flight. */
export interface FlightEnds {
  readonly arrive: (frame: Uint8Array, record: PacketRecord) => void
  /** The link was cut in between. */
  readonly lose: (record: PacketRecord) => void
}

/** Frames in flight in one direction of a link, from departure to arrival. */
export class Flight {
  readonly #scheduler: Scheduler
  readonly #ends: FlightEnds
  /** Lane for frames that arrive in departure order. */
  readonly #lane: Lane
  readonly #inLane = new FrameQueue<Travelling>()
  #lastArrival: Nanoseconds = 0
  /** Frames that departed before the last cut do not arrive. */
  #cuts = 0

  constructor(scheduler: Scheduler, ends: FlightEnds) {
    this.#scheduler = scheduler
    this.#ends = ends
    this.#lane = scheduler.lane()
  }

  /** Loses all frames in flight; each is reported when it would have arrived. */
  cut(): void {
    this.#cuts++
  }

  /** Sends a frame that arrives at this time, but not before earlier frames of the lane. Returns the arrival time. */
  sendInOrder(frame: Uint8Array, record: PacketRecord, arrival: Nanoseconds): Nanoseconds {
    this.#lastArrival = Math.max(arrival, this.#lastArrival)
    this.#inLane.push({ frame, record, cuts: this.#cuts })
    this.#lane.at(this.#lastArrival, this.#arriveFirst)
    return this.#lastArrival
  }

  /** Sends a frame outside the lane's order, to arrive at exactly this time. */
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
