import { RandomStream } from '#network'
import type { Explicit, Schedule } from '../api/index.ts'

/** A TCP connection that a test holds. */
interface Peer {
  /** The schedule's difference from `whole`, or null. */
  readonly segmentation: Explicit | null
  beforeRun(): void
  close(): void
}

/** TCP connections held by tests, in opening order, and the schedule that cuts their data. */
export class Peers {
  readonly #peers: Peer[] = []
  readonly #schedule: Schedule
  readonly #seed: number

  constructor(schedule: Schedule, seed: number) {
    this.#schedule = schedule
    this.#seed = schedule.kind === 'random' ? schedule.seed : seed
  }

  /** Returns its number, from 1. */
  add(peer: Peer): number {
    return this.#peers.push(peer)
  }

  scheduleOf(connection: number): Schedule {
    const schedule = this.#schedule
    const isMeant = schedule.kind !== 'explicit' || (schedule.connection ?? connection) === connection
    return isMeant ? schedule : { kind: 'whole' }
  }

  randomOf(connection: number): RandomStream {
    return new RandomStream(this.#seed, `schedule of connection ${connection}`)
  }

  beforeRun(): void {
    for (const peer of this.#peers) peer.beforeRun()
  }

  /** Effects of the schedule, by connection. */
  segmentations(): Explicit[] {
    return this.#peers.flatMap((peer) => peer.segmentation ?? [])
  }

  closeAll(): void {
    for (const peer of this.#peers) peer.close()
  }
}
