/** Runs a script against a system: event after event, each at its time, until one does not hold. */
import type { Nanoseconds } from '#network'
import {
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
import type { CallContext } from './calls/index.ts'
import { Calls, PendingFailure } from './calls.ts'
import { Descriptors } from './descriptors.ts'
import { ScriptFailure } from './script-failure.ts'
import { ScriptPeer } from './script-peer.ts'
import { seconds, Trace } from './trace.ts'
import { CallError } from './values.ts'

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

class Run {
  readonly #script: Script
  readonly #settings: RunSettings
  readonly #system: System
  readonly #trace = new Trace()
  readonly #peer: ScriptPeer
  readonly #descriptors = new Descriptors()
  readonly #calls: Calls
  /** The time of the event before, from which relative times count. */
  #base: Nanoseconds = 0

  constructor(script: Script, settings: RunSettings, system: System) {
    this.#script = script
    this.#settings = settings
    this.#system = system
    this.#peer = new ScriptPeer(system, settings, this.#trace)
    const context: CallContext = {
      sockets: system.sockets,
      descriptors: this.#descriptors,
      settings,
      onOpening: (localPort) => this.#peer.open(localPort),
      onForeignData: () => {
        this.#peer.checksPayload = false
      },
    }
    this.#calls = new Calls(context, system, this.#trace)
  }

  async toEnd(): Promise<ScriptResult> {
    for (const event of this.#script.events) {
      try {
        await this.#happen(event)
      } catch (error) {
        return this.#failure(event, error)
      }
    }
    const left = this.#calls.waiting
    if (left === null) return { verdict: 'ok', trace: this.#trace.lines }
    try {
      await this.#passTime(left.end + this.#settings.tolerance, () => this.#calls.waiting === null)
      if (this.#calls.waiting !== null) throw new ScriptFailure('the call did not return in time')
    } catch (error) {
      return this.#failure(left.event, error)
    }
    return { verdict: 'ok', trace: this.#trace.lines }
  }

  #failure(event: ScriptEvent, error: unknown): ScriptResult {
    this.#peer.gather()
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
    if (action.kind === 'packet') this.#peer.inject(action)
    else if (action.kind === 'code') this.#checkCode(action.code)
    else if (action.kind === 'command') this.#runCommand(action.command)
    else this.#calls.begin(event, action, action.end === null ? null : action.end + relativeEnd)
    this.#calls.attempt()
  }

  /** Lets time pass until `time`, or until `done` holds. */
  async #passTime(time: Nanoseconds, done: () => boolean): Promise<void> {
    const happened = () => {
      this.#calls.attempt()
      return done()
    }
    await this.#system.wait(time, happened)
  }

  // --- packets that are sent

  async #expectPacket({ time }: ScriptEvent, action: PacketAction, from: Nanoseconds): Promise<void> {
    const { tolerance } = this.#settings
    const latest = time.kind === 'any' ? Number.POSITIVE_INFINITY : (time.to ?? time.from) + from - time.from
    const patience = time.kind === 'any' ? this.#system.now + ANY_TIME : latest + tolerance
    if (!this.#peer.isComplete(action)) await this.#passTime(patience, () => this.#peer.isComplete(action))
    if (this.#peer.candidate(action) === null) {
      const when = time.kind === 'any' ? 'at any time' : `at ${seconds(from)}`
      throw new ScriptFailure(`no packet was sent; one was expected ${when}, it is ${seconds(this.#system.now)}`)
    }
    const at = this.#peer.expect(action)
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
