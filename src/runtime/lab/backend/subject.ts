import type { Nanoseconds } from '#network'
import type { Wait } from './wait.ts'

/** What an operation knows about the command that called it. */
export interface CallContext {
  /** `#7`: the name of the object that this command makes. */
  readonly ref: string
  /** A wait's deadline, in the world's time. */
  readonly deadline: Nanoseconds
  /** Deadline of a wait without a limit; `Infinity` if the world can tell that nothing more will happen. */
  readonly latest: Nanoseconds
  /** `within 2 s`, for sentences. */
  readonly within: string
}

/** Takes a command's arguments. Returns a value, a `Wait`, or a promise of either. Throws `Failure`. */
export type Operation = (args: never, call: CallContext) => unknown

/** An object in the world that commands can name. */
export interface Subject {
  readonly operations: Readonly<Record<string, Operation>>
}

/** Distinguishes waits from values. */
export function isWait(outcome: unknown): outcome is Wait {
  return typeof outcome === 'object' && outcome !== null && 'poll' in outcome && 'expire' in outcome
}
