import type { Clock, Nanoseconds, ScheduledEvent } from '../clock.ts'

/** Events between two values of the hash. */
export const HASH_INTERVAL = 1_000

/** An event as the hash knows it. */
export interface EventMark {
  readonly at: Nanoseconds
  readonly sequence: number
  /** 0 for the world's own; a process's events have its pid. */
  readonly kind: number
}

/** Result of hashing events. Two runs are the same up to the first value in which their traces differ. */
export interface EventTrace {
  /** The rolling hash after every `HASH_INTERVAL` events. */
  readonly values: readonly number[]
  readonly events: number
  /** The hash after the last event. */
  readonly last: number
}

/** A rolling hash (FNV-1a, 32 bits) of the time, sequence and kind of every event: the oracle of determinism. */
export class EventHash implements EventTrace {
  readonly values: number[] = []
  events = 0
  #hash = 0x811c9dc5

  get last(): number {
    return this.#hash >>> 0
  }

  add({ at, sequence, kind }: EventMark): void {
    this.#mix(at)
    this.#mix(Math.floor(at / 0x1_0000_0000))
    this.#mix(sequence)
    this.#mix(kind)
    if (++this.events % HASH_INTERVAL === 0) this.values.push(this.last)
  }

  /** A word at a time: eight times fewer steps than by bytes, and every bit still counts. */
  #mix(word: number): void {
    const mixed = Math.imul(this.#hash ^ word, 0x01000193)
    this.#hash = mixed ^ (mixed >>> 15)
  }
}

/** Calls `note` as a clock's `onEvent`, along with other listeners. Returns a function that stops it. */
export function onEvents(clock: Clock, note: (event: ScheduledEvent | null) => void): () => void {
  const others = clock.onEvent
  const together = (event: ScheduledEvent | null) => {
    others!(event)
    note(event)
  }
  const both = others === null ? note : together
  clock.onEvent = both
  return () => {
    if (clock.onEvent === both) clock.onEvent = others
  }
}

/** Hashes all events of a clock from now on. */
export function hashEvents(clock: Clock): EventHash {
  const hash = new EventHash()
  onEvents(clock, (event) => event !== null && hash.add(markOf(event)))
  return hash
}

export function markOf({ at, sequence, owner }: ScheduledEvent): EventMark {
  return { at, sequence, kind: owner === null ? 0 : ((owner as { pid?: number }).pid ?? 1) }
}
