import type { Nanoseconds } from '#network'
import type { LabErrorCode, Wanted } from '../api/index.ts'

/** Why an operation failed; the engine adds the time, and names a program's end if that is the cause. */
export class Failure extends Error {
  readonly code: LabErrorCode
  readonly expected: string
  readonly seen: string
  readonly packets: number[]
  readonly wanted: Wanted | undefined

  constructor(code: LabErrorCode, expected: string, seen: string, packets: number[] = [], wanted?: Wanted) {
    super(`${code}: expected ${expected}, but saw ${seen}`)
    this.code = code
    this.expected = expected
    this.seen = seen
    this.packets = packets
    this.wanted = wanted
  }
}

/**
 * A condition that the world may fulfill. Polled after every event; `deadline` in the world's time, `Infinity` for
 * none.
 */
export interface Wait {
  readonly deadline: Nanoseconds
  /** Returns the value once it has happened, otherwise null. Throws `Failure` once it can no longer happen. */
  poll(): Done | null
  /** At the deadline, or when nothing more will happen: returns the value or throws a `Failure`. */
  expire(): Done
  /** Called when nothing waits for it any more. */
  abandon?(): void
  /** True for a wait that lets time pass: it runs even in a paused world. */
  readonly drives?: true
}

/** A boxed value, so that "happened, without a value" differs from "not yet". */
export interface Done {
  readonly value: unknown
}

export const done = (value?: unknown): Done => ({ value })

/** A wait for a condition; `seen` describes the state when time is up. */
export function waitFor(options: {
  deadline: Nanoseconds
  expected: string
  poll: () => Done | null
  seen: () => string
  packets?: () => number[]
  wanted?: Wanted
  abandon?: () => void
}): Wait {
  const { deadline, expected, poll, seen, packets, wanted, abandon } = options
  const expire = (): never => {
    abandon?.()
    throw new Failure('TIMEOUT', expected, seen(), packets?.() ?? [], wanted)
  }
  return { deadline, poll, expire, ...(abandon && { abandon }) }
}

/** A wait for time to pass during which `unexpected` must not throw. */
export function waitThrough(deadline: Nanoseconds, unexpected: () => void): Wait {
  return {
    deadline,
    poll: () => {
      unexpected()
      return null
    },
    expire: () => {
      unexpected()
      return done()
    },
  }
}
