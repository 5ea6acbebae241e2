import type { Dissection, PacketRecord } from '../capture/index.ts'
import type { FieldValues } from './edit.ts'

export interface HeldFrame {
  readonly frame: Uint8Array
  readonly record: PacketRecord
}

interface HoldActions {
  release(held: HeldFrame): void
  discard(held: HeldFrame): void
  /** Writes values into a held frame, replaces it, and returns the new frame's record. */
  edit(held: HeldFrame, fields: FieldValues, checksums: 'mend' | 'leave'): HeldFrame
  end(): void
}

/** Holds matching frames until they are released: the building block for exact orders of events. */
export class Hold {
  #held: HeldFrame[] = []
  readonly #matches: (packet: Dissection) => boolean
  readonly #actions: HoldActions

  constructor(matches: (packet: Dissection) => boolean, actions: HoldActions) {
    this.#matches = matches
    this.#actions = actions
  }

  /** Held frames, in arrival order. */
  get held(): readonly PacketRecord[] {
    return this.#held.map(({ record }) => record)
  }

  /** Holds a frame if it matches. */
  keeps(packet: Dissection, frame: HeldFrame): boolean {
    if (!this.#matches(packet)) return false
    this.#held.push(frame)
    return true
  }

  /**
   * Releases frames: those with the given packet numbers, in that order, or all in arrival order. Without numbers the
   * hold ends: later frames pass.
   */
  release(numbers?: readonly number[]): void {
    const chosen = this.#take(numbers)
    if (numbers === undefined) this.#actions.end()
    for (const frame of chosen) this.#actions.release(frame)
  }

  /** Drops held frames: those with the given packet numbers, or all. Without numbers the hold ends. */
  discard(numbers?: readonly number[]): void {
    const chosen = this.#take(numbers)
    if (numbers === undefined) this.#actions.end()
    for (const frame of chosen) this.#actions.discard(frame)
  }

  /**
   * Writes values into a held frame. In the recording the old frame ends by a rule and a new one takes its place here.
   * Returns the new frame's record; null if no held frame has that number. Throws RangeError for fields that cannot be
   * set.
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
