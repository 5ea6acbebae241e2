import {
  type Command,
  type CommandKind,
  LabError,
  type LabErrorCode,
  type LabErrorData,
  type Time,
} from '../api/index.ts'
import type { Answer, LabPort, Result, ServerMessage, StepRecord, WorldDescription } from '../protocol.ts'
import { showValue } from '../text.ts'
import { afterMicrotasks } from './macrotask.ts'
import { Operation } from './operation.ts'
import { type ShowAnswer, StepLog } from './steps.ts'

/** One operation as a handle asks for it. */
export interface OperationRequest<T> {
  kind: CommandKind
  on: string
  op: string
  args?: unknown[]
  /** A wait's limit in milliseconds. */
  within?: number | undefined
  /** How the step log names the object: `client→server:9000`. */
  label: string
  /** Arguments in the step log, where `args` is hard to read. */
  shown?: string
  /** The answer's data in the step log, where the raw data is hard to read. */
  shownAnswer?: ShowAnswer
  /** The connection whose end the object is. */
  ends?: StepRecord['ends']
  /** Converts the answer's data to the test's value; `ref` names the object that this command made. */
  result?: (value: never, ref: string) => T
}

interface Pending {
  command: Command
  operation: Operation<unknown>
  convert: (value: unknown) => unknown
  label: string
  finishStep: (result: Result, now: Time, packets: number) => void
}

/** How long a test may await something that is not the Lab while nothing is pending, in real milliseconds. */
export const PATIENCE_MS = 2000

/**
 * The test's end of a world: collects calls into batches, one batch in flight at a time, and completes their operations.
 * A batch goes when every microtask of the test has run, so the order of its commands is the order of the test's code and
 * nothing depends on real time.
 */
export class Session {
  readonly description: WorldDescription
  readonly log = new StepLog()
  readonly #port: LabPort
  readonly #pending = new Map<number, Pending>()
  #queue: Pending[] = []
  #cancelled: number[] = []
  #now: Time = 0
  #packets = 0
  #firstPacket = 1
  #nextId: number
  #nextBatch = 1
  #inFlight = false
  #armed = false
  #gone: string | null = null
  #goneCode: LabErrorCode = 'PLATFORM'
  #closing: Operation<void> | null = null
  #unseen: { operation: Operation<unknown>; error: Error }[] = []

  #isHeld = false
  #pausing: Operation<void>[] = []

  constructor(port: LabPort, description: WorldDescription) {
    this.#port = port
    this.description = description
    this.#nextId = description.firstCommand ?? 1
    port.onMessage = (message) => this.#receive(message as ServerMessage)
  }

  /** Time of the last answer. */
  get now(): Time {
    return this.#now
  }

  /** Packets recorded by the time of the last answer. */
  get packets(): number {
    return this.#packets
  }

  /** Number of the first packet after `begin`; 1 without it. */
  get firstPacket(): number {
    return this.#firstPacket
  }

  begin(): void {
    this.#firstPacket = this.#packets + 1
  }

  /** Returns whether the world is running for this test, or about to. If not, only the test itself can make anything happen. */
  get busy(): boolean {
    return this.#inFlight || this.#armed || this.#pending.size > 0
  }

  /** A fresh name for something on the test's side that the world keeps state for, such as a cursor. */
  freshName(prefix: string): string {
    return `${prefix}:${this.#nextId++}`
  }

  call<T>(call: OperationRequest<T>): Operation<T> {
    const operation = new Operation<T>()
    const id = this.#nextId++
    const { kind, on, op, args = [], within, label, result } = call
    const command: Command = { id, kind, on, op, args, ...(within !== undefined && { within }) }
    const entry: Pending = {
      command,
      operation: operation as Operation<unknown>,
      convert: (value) => (result ? result(value as never, `#${id}`) : value),
      label,
      finishStep: this.log.begin(
        {
          on: label,
          op,
          args: call.shown ?? shownArgs(args),
          ...(call.ends && { ends: call.ends }),
          show: call.shownAnswer,
        },
        this.#now,
        this.#packets,
      ),
    }
    this.#pending.set(id, entry)
    if (this.#gone === null && !this.#closing) {
      this.#queue.push(entry)
      this.#arm()
    } else this.#fail(entry, this.#gone ?? 'the world is closed')
    return operation
  }

  /** Pauses the world. Resolves once it is paused: at once, unless a batch is running. */
  pause(): Promise<void> {
    const paused = new Operation<void>()
    this.#port.post({ kind: 'pause' })
    if (this.#inFlight) this.#pausing.push(paused)
    else paused.resolve()
    return paused
  }

  /** Continues the waits that were held. */
  resume(): void {
    this.#port.post({ kind: 'resume' })
    this.#isHeld = false
    if (this.#pending.size > 0) this.#arm()
  }

  /** Returns the error for a wrong call by the test's author. */
  misuse(expected: string, seen: string): LabError {
    return new LabError({ code: 'MISUSE', expected, seen, at: this.#now, packets: [] })
  }

  /** Throws NOT_SUPPORTED in a world that cannot stand still. */
  needControl(what: string): void {
    if (this.description.capabilities.includes('control')) return
    const seen = `a world on ${this.description.backend}: real kernels cannot be stopped`
    throw new LabError({ code: 'NOT_SUPPORTED', expected: what, seen, at: this.#now, packets: [] })
  }

  /** Abandons the waits that are still pending: their test has ended. */
  abandon(): void {
    for (const [id, { command }] of this.#pending) {
      if (command.kind !== 'wait') continue
      this.#cancelled.push(id)
      this.#pending.delete(id)
      this.#queue = this.#queue.filter((entry) => entry.command.id !== id)
    }
  }

  /** Failed operations that nobody awaited, since the last call of this function. */
  takeUnseenFailures(): Error[] {
    const unseen = this.#unseen.filter(({ operation }) => !operation.awaited)
    this.#unseen = []
    return unseen.map(({ error }) => error)
  }

  close(): Promise<void> {
    if (this.#closing) return this.#closing
    this.#closing = new Operation<void>()
    if (this.#gone !== null) this.#closing.resolve()
    else this.#port.post({ kind: 'close' })
    return this.#closing
  }

  /** One macrotask later every microtask of the test has run: then the batch goes, empty if only earlier waits are pending. */
  #arm(): void {
    if (this.#armed || this.#inFlight) return
    this.#armed = true
    afterMicrotasks(() => {
      this.#armed = false
      this.#send()
    })
  }

  #send(): void {
    if (
      this.#inFlight ||
      this.#closing ||
      this.#gone !== null ||
      (this.#queue.length === 0 && this.#pending.size === 0)
    )
      return
    const sent = this.#queue.splice(0)
    const standStill = sent.some(({ command, operation }) => command.kind !== 'wait' && operation.awaited)
    this.#inFlight = true
    const cancel = this.#cancelled.splice(0)
    this.#port.post({
      kind: 'batch',
      batch: {
        batch: this.#nextBatch++,
        commands: sent.map(({ command }) => command),
        run: !standStill,
        ...(cancel.length > 0 && { cancel }),
      },
    })
  }

  #receive(message: ServerMessage): void {
    if (message.kind === 'answer') this.#answer(message.answer)
    else if (message.kind === 'closed') this.#end('the world is closed')
    else if (message.kind === 'gone') this.#end(message.reason, message.code)
  }

  #answer({ now, packets, results, paused }: Answer): void {
    this.#inFlight = false
    this.#isHeld = paused === true
    for (const operation of this.#pausing.splice(0)) operation.resolve()
    this.#now = now
    this.#packets = packets
    for (const result of results) {
      const entry = this.#pending.get(result.id)
      if (entry) this.#complete(entry, result)
    }
    if (this.#pending.size > 0 && !(this.#isHeld && this.#queue.length === 0)) this.#arm()
  }

  #complete(entry: Pending, result: Result): void {
    this.#pending.delete(entry.command.id)
    entry.finishStep(result, this.#now, this.#packets)
    try {
      if (result.error) throw new LabError(result.error)
      entry.operation.resolve(entry.convert(result.value))
    } catch (error) {
      this.#unseen.push({ operation: entry.operation, error: error as Error })
      entry.operation.reject(error)
    }
  }

  #fail(entry: Pending, reason: string): void {
    const expected = `${entry.command.op} on ${entry.label}`
    const code = this.#closing ? 'MISUSE' : this.#goneCode
    const error: LabErrorData = { code, expected, seen: reason, at: this.#now, packets: [] }
    this.#complete(entry, { id: entry.command.id, error })
  }

  #end(reason: string, code: LabErrorCode = 'PLATFORM'): void {
    this.#gone ??= reason
    this.#goneCode = code
    this.#inFlight = false
    for (const entry of [...this.#pending.values()]) this.#fail(entry, reason)
    for (const operation of this.#pausing.splice(0)) operation.resolve()
    this.#closing?.resolve()
    this.#port.close?.()
  }
}

const shownArgs = (args: readonly unknown[]) =>
  args
    .filter((arg) => arg !== undefined)
    .map((arg) => showValue(arg))
    .join(', ')
