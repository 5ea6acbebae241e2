import type { Dissection, PacketRecord } from '../capture/index.ts'

export interface HeldFrame {
  readonly frame: Uint8Array
  readonly record: PacketRecord
}

interface HoldActions {
  release(held: HeldFrame): void
  discard(held: HeldFrame): void
  end(): void
}

/** Keeps frames back until it is told to let them go: the fault that an exact order of events is made of. */
export class Hold {
  #held: HeldFrame[] = []
  readonly #matches: (packet: Dissection) => boolean
  readonly #actions: HoldActions

  constructor(matches: (packet: Dissection) => boolean, actions: HoldActions) {
    this.#matches = matches
    this.#actions = actions
  }

  /** The frames kept back, in the order they came. */
  get held(): readonly PacketRecord[] {
    return this.#held.map(({ record }) => record)
  }

  /** Takes a frame if it matches. */
  keeps(packet: Dissection, frame: HeldFrame): boolean {
    if (!this.#matches(packet)) return false
    this.#held.push(frame)
    return true
  }

  /**
   * Sends frames on, in the order of the packet numbers given, or all as they were held. Unless numbers are given the hold ends:
   * nothing is kept back any more.
   */
  release(numbers?: readonly number[]): void {
    const chosen = this.#take(numbers)
    if (numbers === undefined) this.#actions.end()
    for (const frame of chosen) this.#actions.release(frame)
  }

  /** Throws all held frames away, and ends the hold. */
  discard(): void {
    const chosen = this.#take()
    this.#actions.end()
    for (const frame of chosen) this.#actions.discard(frame)
  }

  #take(numbers?: readonly number[]): HeldFrame[] {
    const chosen =
      numbers === undefined
        ? this.#held
        : numbers.flatMap((number) => this.#held.filter(({ record }) => record.number === number))
    this.#held = this.#held.filter((frame) => !chosen.includes(frame))
    return chosen
  }
}
