/** The calls of a script: made at their time, made again while they have to wait, and held to what the script says of them. */
import { errnoName, type Nanoseconds } from '#network'
import type { CallAction, ScriptEvent } from '../language/index.ts'
import type { System } from '../system/index.ts'
import { type Attempt, type CallContext, type Outcome, prepareCall } from './calls/index.ts'
import { ScriptFailure } from './script-failure.ts'
import { seconds, type Trace } from './trace.ts'
import { numberOf } from './values.ts'

/** A call that waits. */
interface PendingCall {
  readonly event: ScriptEvent
  readonly action: CallAction
  readonly attempt: Attempt
  /** When it is to return. */
  readonly end: Nanoseconds
}

export class Calls {
  readonly #context: CallContext
  readonly #system: System
  readonly #trace: Trace
  #pending: PendingCall[] = []

  constructor(context: CallContext, system: System, trace: Trace) {
    this.#context = context
    this.#system = system
    this.#trace = trace
  }

  /** The oldest call that waits. */
  get waiting(): PendingCall | null {
    return this.#pending[0] ?? null
  }

  /** Makes a call. `end`: when it is to return; null: at once. */
  begin(event: ScriptEvent, action: CallAction, end: Nanoseconds | null): void {
    const attempt = prepareCall(this.#context, action)
    const outcome = attempt()
    if (outcome !== null) {
      this.#checkOutcome(event, action, outcome)
      if (end !== null && this.#system.now < end - this.#context.settings.tolerance) {
        throw new ScriptFailure(`the call returned at once; expected: at ${seconds(end)}`)
      }
    } else if (end === null) {
      throw new ScriptFailure('the call would wait; give it a time to return, like +0...0.1, if it is to')
    } else {
      this.#trace.note(this.#system.now, `${action.name}(…) waits`)
      this.#pending.push({ event, action, attempt, end })
    }
  }

  /** Something may have happened: tries again what waits. */
  attempt(): void {
    for (const call of this.#pending) {
      const outcome = call.attempt()
      if (outcome === null) continue
      this.#pending = this.#pending.filter((other) => other !== call)
      try {
        this.#checkOutcome(call.event, call.action, outcome)
        this.#checkReturn(call.end)
      } catch (error) {
        if (error instanceof ScriptFailure) throw new PendingFailure(call.event, error)
        throw error
      }
    }
  }

  #checkReturn(end: Nanoseconds): void {
    const { now } = this.#system
    if (Math.abs(now - end) <= this.#context.settings.tolerance) return
    throw new ScriptFailure(`the call returned at ${seconds(now)}; expected: at ${seconds(end)}`)
  }

  #checkOutcome(event: ScriptEvent, { name, result: expected }: CallAction, outcome: Outcome): void {
    const { result } = outcome
    const got = result < 0 ? `-1 ${errnoName(-result)}` : String(result)
    this.#trace.note(this.#system.now, `${name}(…) = ${got}`)
    if (expected.value !== null) {
      const value = numberOf(expected.value)
      const fits = result < 0 ? value === -1 && errnoFits(expected.errno, -result) : value === null || value === result
      if (!fits) {
        const wanted = value === null ? '...' : [value, expected.errno ?? ''].join(' ').trim()
        throw new ScriptFailure(`the call returned ${got}, expected ${wanted}`, [event.text])
      }
    }
    if (outcome.wrong !== undefined) throw new ScriptFailure(outcome.wrong, [event.text])
  }
}

/** The failure of a call that began earlier. */
export class PendingFailure extends ScriptFailure {
  readonly event: ScriptEvent

  constructor(event: ScriptEvent, failure: ScriptFailure) {
    super(failure.message, failure.detail)
    this.event = event
  }
}

/** A script may leave the name out. EAGAIN has two. */
function errnoFits(expected: string | null, errno: number): boolean {
  const name = errnoName(errno)
  return expected === null || expected === name || (expected === 'EWOULDBLOCK' && name === 'EAGAIN')
}
