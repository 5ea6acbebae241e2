import { ProcessFailure, type ProcessPort } from '../../kernel/index.ts'
import {
  type CallFrame,
  FrameError,
  FrameReader,
  FrameWriter,
  type KernelEvent,
  MAX_CALL_FRAME,
  Op,
  ProcessEnded,
  parseCall,
  type SystemCalls,
  type TurnEnd,
} from '../../syscalls/index.ts'
import type { Child } from './child.ts'
import { type TurnAllowance, theWatchdog, Verdict } from './watchdog.ts'

const NOTHING_MORE: TurnEnd = { deadline: -1, cost: 0 }

/**
 * The kernel's end of the pipe: passes one event down and performs the calls that come up until the answer to this event comes.
 * The child is not trusted: anything but a well-formed call in its place ends the process with a reason.
 */
export class PipedPort implements ProcessPort {
  readonly isSynchronous = true
  readonly #child: Child
  readonly #calls: SystemCalls
  readonly #allowance: TurnAllowance
  readonly #time: TimeLeft | undefined
  /** Allowance of the current turn: less than usual if less time is left. */
  #granted: TurnAllowance
  readonly #watchdog = theWatchdog()
  readonly #reader = new FrameReader(MAX_CALL_FRAME)
  readonly #writer = new FrameWriter()
  #events = 0
  #ended = false

  constructor(child: Child, calls: SystemCalls, allowance: TurnAllowance, time?: TimeLeft) {
    this.#child = child
    this.#calls = calls
    this.#allowance = this.#granted = allowance
    this.#time = time
  }

  turn(event: KernelEvent): TurnEnd {
    this.#grant()
    this.#watchdog.begin(this.#child.pid, this.#granted)
    try {
      this.#events++
      this.#writer.event(event)
      this.#flush()
      return this.#serve()
    } catch (error) {
      throw this.#explain(error)
    }
  }

  kill(): void {
    this.#ended = true
    this.#child.end()
  }

  /** Throws when there is no time for a turn. */
  #grant(): void {
    if (!this.#time) return
    const { leftMs, reason } = this.#time
    if (leftMs <= 0) throw new ProcessFailure(reason)
    const { ms } = this.#allowance
    this.#granted = leftMs < ms ? { ...this.#allowance, ms: Math.ceil(leftMs) } : this.#allowance
  }

  #serve(): TurnEnd {
    while (!this.#ended) {
      const call = this.#nextCall()
      if (call.op === Op.wait) return this.#answer(call)
      const { cost, op, a, b, c, str, bytes } = call
      if (call.posted) {
        this.#calls.post(cost, op, a, b, c, str, bytes)
      } else {
        const result = this.#calls.call(cost, op, a, b, c, str, bytes)
        if (this.#ended) break
        // Other children may have had turns in between.
        if (op === Op.standStill) this.#watchdog.begin(this.#child.pid, this.#granted)
        this.#writer.reply(result, this.#calls.out)
        this.#flush()
      }
    }
    return NOTHING_MORE
  }

  #answer({ a: deadline, b: number, cost }: CallFrame): TurnEnd {
    if (number !== this.#events) throw new FrameError(`an answer to event ${number} while ${this.#events} was asked`)
    if (this.#reader.holdsMore) throw new FrameError('more after the end of its turn')
    return { deadline, cost }
  }

  #nextCall(): CallFrame {
    for (;;) {
      const frame = this.#reader.next()
      if (frame !== null) return parseCall(frame)
      const room = this.#reader.room()
      const count = this.#watchdog.during(() => this.#child.read(room))
      if (count === 0) throw new ClosedPipe()
      this.#reader.filled(count)
    }
  }

  #flush(): void {
    this.#watchdog.during(() => this.#child.write(this.#writer.pending))
    this.#writer.clear()
  }

  #explain(error: unknown): unknown {
    if (error instanceof ProcessEnded) return error
    const { verdict } = this.#watchdog
    if (verdict === Verdict.tooSlow)
      return new ProcessFailure(
        this.#time && this.#granted !== this.#allowance
          ? this.#time.reason
          : `gave no answer within ${this.#allowance.ms / 1000} s`,
      )
    if (verdict === Verdict.tooMuchMemory) return outOfMemory(this.#allowance)
    if (error instanceof FrameError) return new ProcessFailure(`sent no system call but ${error.message}`)
    if (error instanceof ClosedPipe || (error as NodeJS.ErrnoException).code === 'EPIPE') return this.#explainEnd()
    return error
  }

  #explainEnd(): ProcessFailure {
    const words = this.#child.lastWords()
    if (/heap out of memory|invalid array length|Array buffer allocation failed/i.test(words)) {
      return outOfMemory(this.#allowance)
    }
    const lines = words.split('\n').filter((line) => line.trim() !== '')
    // Node puts the place before the error.
    const said = lines.find((line) => /^\w*Error\b/.test(line)) ?? lines[0]
    return new ProcessFailure(`closed its pipe${said === undefined ? '' : `: ${said.trim()}`}`)
  }
}

class ClosedPipe extends Error {}

/** Makes the failure, with the signal by which Node itself ends when its heap is full. */
function outOfMemory({ programMiB }: TurnAllowance): ProcessFailure {
  return new ProcessFailure(`used up its ${programMiB} MiB of memory`, 'SIGABRT')
}

/** Real time left for everything that a caller does with these programs. */
export interface TimeLeft {
  /** Milliseconds; 0 or less when it is over. */
  readonly leftMs: number
  /** Completes "the process …" for a process ended because the time was over. */
  readonly reason: string
}
