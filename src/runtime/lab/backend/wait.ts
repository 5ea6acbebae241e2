import type { Nanoseconds } from '../../network/index.ts'
import type { LabErrorCode, Wanted } from '../api/index.ts'

/** Why an operation failed; the engine adds the time, and names a program's end where that is the cause. */
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

/** Something that the world may bring about. Asked after every event; `deadline` in the world's time, `Infinity` for none. */
export interface Wait {
  readonly deadline: Nanoseconds
  /** The value once it has happened, else null. Throws `Failure` once it cannot happen any more. */
  poll(): Done | null
  /** The deadline is reached, or nothing will ever happen: the value, or a `Failure` thrown. */
  expire(): Done
  /** Nobody waits any more. */
  abandon?(): void
  /** It was asked for to let time pass: in a paused world it runs by itself. */
  readonly drives?: true
}

/** A value in a box, so that "has happened, with nothing to tell" differs from "not yet". */
export interface Done {
  readonly value: unknown
}

export const done = (value?: unknown): Done => ({ value })

/** A wait for something; `seen` tells, when time is up, what was there instead. */
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
