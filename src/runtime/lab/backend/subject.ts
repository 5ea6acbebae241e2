import type { Nanoseconds } from '../../network/index.ts'
import type { Wait } from './wait.ts'

/** What an operation knows of the command that called it. */
export interface CallContext {
  /** `#7`: the name of what this command makes. */
  readonly ref: string
  /** A wait's limit from now, in the world's time. */
  readonly deadline: Nanoseconds
  /** The limit of a wait that the test gives none; `Infinity` where the world itself knows when nothing can happen any more. */
  readonly latest: Nanoseconds
  /** `within 2 s`, for sentences. */
  readonly within: string
}

/** Takes a command's arguments. Answers a value, a `Wait` that will have one, or a promise of either. Throws `Failure`. */
export type Operation = (args: never, call: CallContext) => unknown

/** Something in the world that commands name. */
export interface Subject {
  readonly operations: Readonly<Record<string, Operation>>
}

/** Marks a wait among values. */
export function isWait(outcome: unknown): outcome is Wait {
  return typeof outcome === 'object' && outcome !== null && 'poll' in outcome && 'expire' in outcome
}
