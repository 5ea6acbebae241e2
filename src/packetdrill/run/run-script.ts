/** Runs a script against a system: event after event, each at its time, until one does not hold. */
import { errnoName, type Nanoseconds } from '../../runtime/network/index.ts'
import {
  type CallAction,
  NeedsError,
  type PacketAction,
  type RunSettings,
  readSettings,
  type Script,
  ScriptError,
  type ScriptEvent,
} from '../language/index.ts'
import type { System } from '../system/index.ts'
import { checkAssertions } from './assertions.ts'
import { type Attempt, type CallContext, type Outcome, prepareCall } from './calls/index.ts'
import { Descriptors } from './descriptors.ts'
import { ScriptFailure } from './script-failure.ts'
import { seconds, Trace } from './trace.ts'
import { CallError, numberOf } from './values.ts'
import { Wire } from './wire.ts'

export type ScriptResult =
  | { readonly verdict: 'ok'; readonly trace: readonly string[] }
  | { readonly verdict: 'skipped'; readonly needs: string }
  | {
      readonly verdict: 'failed'
      readonly line: number
      /** The event as written. */
      readonly event: string
      readonly message: string
      readonly detail: readonly string[]
      readonly trace: readonly string[]
    }

/** Opens the system that a script runs against. `setup`: its commands before the first event. */
export type OpenSystem = (settings: RunSettings, setup: string | null) => System | Promise<System>

/** `wishes`: what holds unless the script says otherwise. Throws ScriptError for a script that is wrong in itself. */
export async function runScript(
  script: Script,
  open: OpenSystem,
  wishes: Partial<RunSettings> = {},
): Promise<ScriptResult> {
  const settings = readSettings(script, wishes)
  let system: System | null = null
  try {
    system = await open(settings, script.setup?.command ?? null)
    return await new Run(script, settings, system).toEnd()
  } catch (error) {
    if (error instanceof NeedsError) return { verdict: 'skipped', needs: error.needs }
    throw error
  } finally {
    await system?.close()
  }
}

/** A call that waits. */
interface PendingCall {
  readonly event: ScriptEvent
  readonly action: CallAction
  readonly attempt: Attempt
  /** When it is to return. */
  readonly end: Nanoseconds
}

class Run {
  readonly #script: Script
  readonly #settings: RunSettings
  readonly #system: System
  readonly #trace = new Trace()
  readonly #wire: Wire
  readonly #descriptors = new Descriptors()
  readonly #context: CallContext
  #pending: PendingCall[] = []
  /** The time of the event before, from which relative times count. */
  #base: Nanoseconds = 0

  constructor(script: Script, settings: RunSettings, system: System) {
    this.#script = script
    this.#settings = settings
    this.#system = system
    this.#wire = new Wire(system, settings, this.#trace)
    this.#context = {
      sockets: system.sockets,
      descriptors: this.#descriptors,
      settings,
      onOpening: (localPort) => this.#wire.open(localPort),
      onForeignData: () => {
        this.#wire.checksPayload = false
      },
    }
  }

  async toEnd(): Promise<ScriptResult> {
    for (const event of this.#script.events) {
      try {
        await this.#happen(event)
      } catch (error) {
        return this.#failure(event, error)
      }
    }
    const [left] = this.#pending
    if (left === undefined) return { verdict: 'ok', trace: this.#trace.lines }
    try {
      await this.#passTime(left.end + this.#settings.tolerance, () => this.#pending.length === 0)
      if (this.#pending.length > 0) throw new ScriptFailure('the call did not return in time')
    } catch (error) {
      return this.#failure(left.event, error)
    }
    return { verdict: 'ok', trace: this.#trace.lines }
  }

  #failure(event: ScriptEvent, error: unknown): ScriptResult {
    this.#wire.gather()
    const { line, text } = error instanceof PendingFailure ? error.event : event
    if (error instanceof CallError) throw new ScriptError(this.#script.file, line, 1, `${text}: ${error.message}`)
    if (!(error instanceof ScriptFailure)) throw error
    const { message, detail } = error
    return { verdict: 'failed', line, event: text, message, detail, trace: this.#trace.lines }
  }

  async #happen(event: ScriptEvent): Promise<void> {
    const { action, time } = event
    const from = time.kind === 'any' ? this.#base : time.from + (time.relative ? this.#base : 0)
    if (action.kind === 'packet' && action.direction === 'outbound') {
      await this.#expectPacket(event, action, from)
      return
    }
    if (time.kind === 'any' || time.to !== null) {
      throw new ScriptError(
        this.#script.file,
        event.line,
        1,
        'only a packet that is sent (>) may have a range of times',
      )
    }
    await this.#passTime(from, () => false)
    const relativeEnd = time.relative ? this.#base : 0
    this.#base = from
    if (action.kind === 'packet') this.#wire.inject(action)
    else if (action.kind === 'code') this.#checkCode(action.code)
    else if (action.kind === 'command') this.#runCommand(action.command)
    else this.#call(event, action, action.end === null ? null : action.end + relativeEnd)
    this.#attemptPending()
  }

  /** Lets time pass until `time`, or until `done` holds. */
  async #passTime(time: Nanoseconds, done: () => boolean): Promise<void> {
    const happened = () => {
      this.#attemptPending()
      return done()
    }
    await this.#system.wait(time, happened)
  }

  // --- packets that are sent

  async #expectPacket({ time }: ScriptEvent, action: PacketAction, from: Nanoseconds): Promise<void> {
    const { tolerance } = this.#settings
    const latest = time.kind === 'any' ? Number.POSITIVE_INFINITY : (time.to ?? time.from) + from - time.from
    const patience = time.kind === 'any' ? this.#system.now + ANY_TIME : latest + tolerance
    if (!this.#wire.isComplete(action)) await this.#passTime(patience, () => this.#wire.isComplete(action))
    if (this.#wire.candidate(action) === null) {
      const when = time.kind === 'any' ? 'at any time' : `at ${seconds(from)}`
      throw new ScriptFailure(`no packet was sent; one was expected ${when}, it is ${seconds(this.#system.now)}`)
    }
    const at = this.#wire.expect(action)
    const early = time.kind === 'at' && at < from - tolerance
    if (early || at > latest + tolerance) {
      const range = latest === from ? seconds(from) : `${seconds(from)} to ${seconds(latest)}`
      const offset = seconds(early ? from - at : at - latest)
      throw new ScriptFailure(
        `the packet was sent at ${seconds(at)}, which is ${offset} s too ${early ? 'early' : 'late'}; expected: ${range}`,
      )
    }
    this.#base = time.kind === 'any' || time.to !== null ? at : from
  }

  // --- calls

  #call(event: ScriptEvent, action: CallAction, end: Nanoseconds | null): void {
    const attempt = prepareCall(this.#context, action)
    const outcome = attempt()
    if (outcome !== null) {
      this.#checkOutcome(event, action, outcome)
      if (end !== null && this.#system.now < end - this.#settings.tolerance) {
        throw new ScriptFailure(`the call returned at once; expected: at ${seconds(end)}`)
      }
    } else if (end === null) {
      throw new ScriptFailure('the call would wait; give it a time to return, like +0...0.1, if it is to')
    } else {
      this.#trace.note(this.#system.now, `${action.name}(…) waits`)
      this.#pending.push({ event, action, attempt, end })
    }
  }

  #attemptPending(): void {
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
    if (Math.abs(now - end) <= this.#settings.tolerance) return
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

  // --- the rest

  #checkCode(code: string): void {
    const { current } = this.#descriptors
    if (current === null) throw new CallError('there is no socket yet that this could be about')
    const problem = checkAssertions(code, this.#system.sockets.information(current.fd))
    if (problem !== null) throw new ScriptFailure(problem)
  }

  #runCommand(command: string): void {
    const problem = this.#system.command(command)
    if (problem !== null) throw new ScriptFailure(`the command failed: ${problem}`)
  }
}

/** How long a packet expected at any time (`*`) is waited for. */
const ANY_TIME: Nanoseconds = 10_000_000_000

/** The failure of a call that began earlier. */
class PendingFailure extends ScriptFailure {
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
