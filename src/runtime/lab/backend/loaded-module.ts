import type { EncodedValue } from '../load-driver/index.ts'
import type { CallOutcome, ModuleShape } from '../protocol.ts'
import { ByteQueue, encode } from './byte-queue.ts'
import type { Context } from './context.ts'
import { parseDriverMessage } from './driver-message.ts'
import { ProcessSubject } from './process-subject.ts'
import { describeExit, type StartedProcess } from './processes.ts'
import type { CallContext, Operation, Subject } from './subject.ts'
import { done, Failure, type Wait, waitFor } from './wait.ts'
import type { ProgramChannel } from './world.ts'

/** Longest line accepted from the driver: values that tests ask for are small. */
const MOST_LINE_BYTES = 8 << 20

/** A module of the submission in its own process, and calls into it. Its answers are the program's claims. */
export class LoadedModule implements Subject {
  readonly #context: Context
  readonly #started: StartedProcess
  readonly #channel: ProgramChannel
  readonly #incoming = new ByteQueue()
  /** Pending calls; null once the program has answered. */
  readonly #calls = new Map<number, CallOutcome | null>()
  readonly operations: Record<string, Operation>
  #shape: Omit<ModuleShape, 'pid'> | null = null
  #failure: string | null = null
  #nextCall = 1
  /** Bytes that the program copied, reported by its driver with each answer. */
  #copied = 0

  constructor(context: Context, started: StartedProcess, channel: ProgramChannel) {
    this.#context = context
    this.#started = started
    this.#channel = channel
    channel.onBytes = (bytes) => this.#receive(bytes)
    this.operations = {
      ...new ProcessSubject(context, started, () => this.#copied).operations,
      call: ([name, args]: [string, EncodedValue[]], call) => this.#call('call', { name, args }, call),
      construct: ([name, args]: [string, EncodedValue[]], call) => this.#call('construct', { name, args }, call),
      method: ([ref, name, args]: [number, string, EncodedValue[]], call) =>
        this.#call('method', { ref, name, args }, call),
    }
  }

  /** Waits until the module has been evaluated. */
  ready(call: CallContext): Wait {
    const { process, hostName } = this.#started
    const expected = `${process.name} on ${hostName} to load ${call.within}`
    return waitFor({
      deadline: call.deadline,
      expected,
      poll: () => {
        if (this.#failure !== null) throw new Failure('UNEXPECTED', expected, this.#failure)
        if (this.#shape) {
          this.#context.world.forgetLag()
          return done({ pid: process.pid, ...this.#shape } satisfies ModuleShape)
        }
        if (process.exit) throw new Failure('EXITED', expected, `its end: ${describeExit(process)}`)
        return null
      },
      seen: () => 'it still loading',
    })
  }

  #call(op: string, target: object, { latest }: CallContext): Wait {
    const id = this.#nextCall++
    const { process } = this.#started
    this.#calls.set(id, null)
    this.#channel.write(encode(`${JSON.stringify({ id, op, ...target })}\n`))
    const expected = `an answer of ${process.name} to ${op} ${JSON.stringify((target as { name: string }).name)}`
    return waitFor({
      // Without a limit of its own: the test decides how long a call may take.
      deadline: latest,
      expected,
      poll: () => {
        const outcome = this.#calls.get(id)
        if (outcome) {
          this.#calls.delete(id)
          return done(outcome)
        }
        if (this.#failure !== null) throw new Failure('UNEXPECTED', expected, this.#failure)
        if (process.exit) throw new Failure('EXITED', expected, `its end: ${describeExit(process)}`)
        return null
      },
      seen: () => (latest === Number.POSITIVE_INFINITY ? 'none, and no pending event that could bring one' : 'none'),
    })
  }

  #receive(bytes: Uint8Array): void {
    if (this.#failure !== null) return
    this.#incoming.append(bytes)
    for (let line = this.#incoming.takeLine(); line !== null; line = this.#incoming.takeLine()) this.#message(line)
    if (this.#incoming.length > MOST_LINE_BYTES) {
      this.#failure = `more than ${MOST_LINE_BYTES} bytes without a newline on the driver's channel`
      this.#incoming.takeAll()
    }
  }

  /** The program can write anything here: text that is not a message is reported as such. */
  #message(line: string): void {
    const message = parseDriverMessage(line)
    if (!message) this.#failure = `an invalid message on the driver's channel: ${line.slice(0, 80)}`
    else if ('ready' in message) this.#shape = message.ready
    else if ('failed' in message)
      this.#failure = message.failed.stack ?? `${message.failed.name}: ${message.failed.message}`
    else {
      this.#copied = message.copied
      if (this.#calls.has(message.id)) this.#calls.set(message.id, message)
    }
  }
}
