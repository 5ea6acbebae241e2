import type { Nanoseconds } from '#network'
import type { Batch, Command, LabErrorCode, LabErrorData, Moment, WorldLimits } from '../api/index.ts'
import { formatDuration, toMilliseconds, toNanoseconds } from '../duration.ts'
import type { Answer, CursorSpec, LabBackend, Result, WorldDescription } from '../protocol.ts'
import { count } from '../text.ts'
import { CaptureCursor } from './capture-cursor.ts'
import type { Context } from './context.ts'
import { HostSubject } from './host-subject.ts'
import { LinkSubject } from './link-subject.ts'
import type { Observer } from './observer.ts'
import { PauseGate } from './pause-gate.ts'
import { describeExit, endedProcess } from './processes.ts'
import type { Replayable } from './replay.ts'
import { type CallContext, isWait, type Subject } from './subject.ts'
import { Failure, type Wait } from './wait.ts'

/** Errors that a program's unexpected end can cause: the end takes precedence over them. */
const SYMPTOMS: readonly LabErrorCode[] = ['TIMEOUT', 'UNEXPECTED', 'END', 'RESET', 'REFUSED', 'UNREACHABLE']

/** Executes batches on a world, in lock step, for every kind of world. */
export class Engine implements LabBackend, Replayable {
  readonly description: WorldDescription
  readonly #context: Context
  readonly #observer: Observer
  readonly #limits: Required<Pick<WorldLimits, 'time' | 'packets' | 'waits'>>
  readonly #waits = new Map<number, Wait>()
  readonly #begun = new Map<number, Nanoseconds>()
  readonly #gate: PauseGate
  #sequence = 0
  #isClosed = false
  #isExecuting = false
  /** The last command that was started. */
  #latest = 0

  constructor(description: WorldDescription, context: Context, observer: Observer, limits: WorldLimits) {
    this.description = description
    this.#context = context
    this.#observer = observer
    this.#gate = new PauseGate(context.world.control)
    const { time = 3_600_000, packets = 1_000_000, waits = time } = limits
    this.#limits = { time, packets, waits }
  }

  async execute(batch: Batch): Promise<Answer> {
    const { journal } = this.#context
    const [isAlone, { pauses }] = [this.#waits.size === 0, this.#gate]
    const finish = journal?.begin(batch)
    this.#isExecuting = true
    const answer = await this.#execute(batch)
    this.#isExecuting = false
    finish?.({ paused: this.#gate.pauses > pauses, alone: isAlone && this.#waits.size === 0 })
    return answer
  }

  pause(): void {
    this.#gate.pause(this.#latest)
    if (!this.#isExecuting) this.#context.journal?.note('pause')
  }

  resume(): void {
    if (this.#gate.resume()) this.#context.journal?.note('resume')
  }

  async replay(batch: Batch, end: Moment | null): Promise<void> {
    this.#gate.end = end
    await this.execute(structuredClone(batch))
    this.#gate.end = null
  }

  async #execute(batch: Batch): Promise<Answer> {
    for (const id of batch.cancel ?? []) this.#abandon(id)
    const results: Result[] = []
    for (const command of batch.commands) await this.#start(command, results)
    if (batch.run && this.#waits.size > 0) await this.#run(results)
    if (this.#gate.hasReachedEnd()) this.#gate.pause(this.#latest)
    this.#observer.flush()
    const { packets } = this.#context
    const now = toMilliseconds(this.#now)
    const answer = { batch: batch.batch, now, sequence: ++this.#sequence, packets: packets.count, results }
    return this.#gate.holds(this.#waits) ? { ...answer, paused: true } : answer
  }

  passOn(): void {
    this.#observer.flush()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#waits.clear()
    const { world } = this.#context
    this.#observer.ending()
    this.#context.end()
    // Close real sockets: they keep namespaces alive. In a simulated world, closing them would add packets to the
    // recording.
    if (world.time === 'real') this.#context.closeTestSockets()
    await world.close()
    this.#observer.flush()
  }

  get #now(): Nanoseconds {
    return this.#context.world.network.clock.now
  }

  #abandon(id: number): void {
    this.#waits.get(id)?.abandon?.()
    this.#waits.delete(id)
    this.#begun.delete(id)
  }

  async #start(command: Command, results: Result[]): Promise<void> {
    const { id } = command
    this.#latest = id
    try {
      const operation = this.#subject(command).operations[command.op]
      if (!operation)
        throw new Failure('NOT_SUPPORTED', `${command.op} on ${command.on}`, 'there is no such operation yet')
      const outcome = await operation(command.args as never, this.#call(command))
      if (isWait(outcome)) {
        this.#waits.set(id, outcome)
        this.#begun.set(id, this.#now)
      } else results.push({ id, value: outcome })
    } catch (error) {
      results.push({ id, error: this.#errorData(error) })
    }
  }

  #call({ id, within = this.description.within }: Command): CallContext {
    const deadline = this.#now + toNanoseconds(Math.min(within, this.#limits.time))
    // Real kernels cannot tell when no more events are due: then the limit is the test's own time plus the patience of
    // any wait.
    const isReal = this.#context.world.time === 'real'
    const latest = isReal ? deadline + toNanoseconds(this.#limits.waits) : Number.POSITIVE_INFINITY
    return { ref: `#${id}`, deadline, latest, within: `within ${formatDuration(within)}` }
  }

  /** Creates hosts, links and cursors when they are first named; other objects are made by commands. */
  #subject({ on, args }: Command): Subject {
    const known = this.#context.subject(on)
    if (known) return known
    const made = this.#make(on, args)
    if (!made) throw new Failure('MISUSE', 'something that an earlier command made', `${on}, which none did`)
    this.#context.register(on, made)
    return made
  }

  #make(on: string, args: unknown[]): Subject | null {
    if (on.startsWith('host:')) return new HostSubject(this.#context, on.slice('host:'.length))
    if (on.startsWith('link:')) return new LinkSubject(this.#context, on)
    if (on.startsWith('capture:')) return new CaptureCursor(this.#context, args[0] as CursorSpec)
    return null
  }

  /** Runs to the end of the first event that completes or times out one of the waits. */
  async #run(results: Result[]): Promise<void> {
    const before = results.length
    const hasNoTimeLeft = this.#gate.isAtLastEvent() && !Number.isFinite(this.#gate.limit)
    if (hasNoTimeLeft || this.#gate.holds(this.#waits)) return
    const completed = () =>
      this.#isClosed || this.#collect(results) || this.#stopAtLimits(results) || this.#gate.holds(this.#waits)
    this.#context.peers.beforeRun()
    if (completed()) return
    const deadlines = [...this.#waits.values()].map((wait) => wait.deadline)
    const limit = Math.min(...deadlines, this.#endOfTime, this.#gate.limit)
    const isStopped = () => completed() || this.#gate.isAtLastEvent()
    const outcome = this.#gate.isAtLastEvent() ? 'done' : await this.#context.world.runUntil(isStopped, limit)
    if (results.length > before || this.#isClosed || this.#gate.holds(this.#waits)) return
    if (this.#gate.isAtLastEvent()) this.#passTo(limit)
    const isOver = (wait: Wait) =>
      wait.deadline <= this.#now || (outcome === 'idle' && wait.deadline === Number.POSITIVE_INFINITY)
    for (const [id, wait] of this.#waits) {
      if (!isOver(wait)) continue
      this.#noteWait(wait.deadline - this.#begun.get(id)!)
      this.#complete(id, () => wait.expire(), results)
    }
    if (results.length === before) this.#stopAtLimits(results)
  }

  /** Replays the time after the last event: the moment to reach may be later, and waits may have expired in between. */
  #passTo(limit: Nanoseconds): void {
    const { control } = this.#context.world
    if (control !== null && Number.isFinite(this.#gate.limit) && limit > control.now) control.advanceTo(limit)
  }

  get #endOfTime(): Nanoseconds {
    return toNanoseconds(this.#limits.time)
  }

  #noteWait(length: Nanoseconds): void {
    if (length !== Number.POSITIVE_INFINITY)
      this.#context.shortestWait = Math.min(this.#context.shortestWait ?? Number.POSITIVE_INFINITY, length)
  }

  /** Completes waits whose event has happened. Returns whether there was one. */
  #collect(results: Result[]): boolean {
    const before = results.length
    for (const [id, wait] of this.#waits) this.#complete(id, () => wait.poll(), results)
    return results.length > before
  }

  #complete(id: number, ask: () => { value: unknown } | null, results: Result[]): void {
    try {
      const outcome = ask()
      if (!outcome) return
      results.push({ id, value: outcome.value })
    } catch (error) {
      results.push({ id, error: this.#errorData(error) })
    }
    this.#waits.delete(id)
    this.#begun.delete(id)
  }

  /** Stops a world that floods or never ends: every wait fails with the reason. */
  #stopAtLimits(results: Result[]): boolean {
    const { packets, time } = this.#limits
    const isFlood = this.#context.packets.count > packets
    if (!isFlood && this.#now < this.#endOfTime) return false
    const flooded = () => {
      throw new Failure('UNEXPECTED', 'a world within its limits', `more than ${count(packets, 'packet')}`)
    }
    for (const [id, wait] of [...this.#waits])
      this.#complete(id, isFlood ? flooded : () => expiredWithWorld(wait, formatDuration(time)), results)
    return true
  }

  #errorData(error: unknown): LabErrorData {
    if (!(error instanceof Failure)) throw error
    const { code, expected, seen, packets, wanted } = error
    const at = toMilliseconds(this.#now)
    const culprit = SYMPTOMS.includes(code) || code === 'EXITED' ? this.#context.processes.culprit() : null
    if (!culprit) return { code, expected, seen, at, packets, ...(wanted && { wanted }) }
    const process = endedProcess(culprit.process)
    if (code === 'EXITED') return { code, expected, seen, at, packets, process }
    const ended = `${culprit.process.name} on ${culprit.hostName} ended: ${describeExit(culprit.process)}`
    return { code: 'EXITED', expected, seen: `${seen}; ${ended}`, at, packets, process }
  }
}

/** The world has reached its time limit: the awaited event did not happen, or the wait was for time alone. */
function expiredWithWorld(wait: Wait, time: string): never {
  try {
    wait.expire()
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    throw new Failure('UNEXPECTED', error.expected, `none within ${time}, and no world lasts longer`)
  }
  throw new Failure('UNEXPECTED', 'a world within its limits', `more than ${time} of its time`)
}
