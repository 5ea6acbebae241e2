import type { Dissection, PacketRecord } from '../capture/index.ts'
import type { FieldValues } from './edit.ts'

export interface HeldFrame {
  readonly frame: Uint8Array
  readonly record: PacketRecord
}

interface HoldActions {
  release(held: HeldFrame): void
  discard(held: HeldFrame): void
  /** Puts values into the frame: what was held is gone, and the answer is in its place. */
  edit(held: HeldFrame, fields: FieldValues, checksums: 'mend' | 'leave'): HeldFrame
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

  /** Throws held frames away, those of the packet numbers given, or all; unless numbers are given the hold ends. */
  discard(numbers?: readonly number[]): void {
    const chosen = this.#take(numbers)
    if (numbers === undefined) this.#actions.end()
    for (const frame of chosen) this.#actions.discard(frame)
  }

  /**
   * Writes values into a held frame. In the recording the former frame ends by a rule, and a new one takes its place here: its record is the answer, null when no
   * frame of that number is held. Throws RangeError for fields that cannot be set.
   */
  edit(number: number, fields: FieldValues, checksums: 'mend' | 'leave' = 'mend'): PacketRecord | null {
    const place = this.#held.findIndex(({ record }) => record.number === number)
    if (place < 0) return null
    const changed = this.#actions.edit(this.#held[place]!, fields, checksums)
    this.#held[place] = changed
    return changed.record
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
