import type { KernelProcess } from '#node'
import type { Counters, Data, Handles, Listening, Signal, SocketRow } from '../api/index.ts'
import { formatDuration, toNanoseconds } from '../duration.ts'
import { showText } from '../text.ts'
import { encode } from './byte-queue.ts'
import type { Context } from './context.ts'
import { describeListening, isListening } from './listening.ts'
import { describeExit, exitData, type StartedProcess } from './processes.ts'
import type { CallContext, Operation, Subject } from './subject.ts'
import { done, Failure, type Wait, waitFor, waitThrough } from './wait.ts'

/** A program under test, as its test drives it. */
export class ProcessSubject implements Subject {
  readonly #context: Context
  readonly #started: StartedProcess
  readonly #name: string
  readonly #lines = { stdout: new LineReader(), stderr: new LineReader() }
  readonly #bytesCopied: (() => number) | undefined
  #countersFrom: Counters | null = null

  /** `bytesCopied`: if counted. */
  constructor(context: Context, started: StartedProcess, bytesCopied?: () => number) {
    this.#bytesCopied = bytesCopied
    this.#context = context
    this.#started = started
    this.#name = `${started.process.name} on ${started.hostName}`
  }

  get #process(): KernelProcess {
    return this.#started.process
  }

  readonly operations: Record<string, Operation> = {
    listening: ([on]: [Listening], call) => this.listening(on, call),
    line: ([stream]: ['stdout' | 'stderr'], call) => this.#line(stream, call),
    output: () => ({ stdout: this.#process.stdout, stderr: this.#process.stderr }),
    write: ([data]: [Data]) => this.#process.write(encode(data)),
    endInput: () => this.#process.endInput(),
    kill: ([signal]: [Signal]) => this.#context.processes.kill(this.#started, signal),
    exited: (_, call) => this.#exited(call),
    expectAlive: ([ms]: [number]) => this.#expectAlive(ms),
    counters: ([reset]: [boolean]) => this.#counters(reset),
    handles: () => this.#handles(),
  }

  /** Waits until it listens there; fails at once if the program ends first. */
  listening(on: Listening, call: CallContext, value?: unknown): Wait {
    const isThere = () => isListening(this.#context, this.#started.hostName, on)
    return this.#up(`listen on ${describeListening(on)}`, isThere, call, value)
  }

  /** Waits until it has opened these interfaces with `openLink()`; fails at once if the program ends first. */
  taking(interfaces: readonly string[], call: CallContext, value: unknown): Wait {
    const host = this.#context.host(this.#started.hostName)
    const isThere = () => {
      const taken = host.sockets().flatMap(({ proto, local }) => (proto === 'packet' ? [local.address] : []))
      return interfaces.every((name) => taken.includes(name))
    }
    return this.#up(`open ${interfaces.join(', ')} with openLink()`, isThere, call, value)
  }

  #up(what: string, isThere: () => boolean, call: CallContext, value: unknown): Wait {
    const expected = `${this.#name} to ${what} ${call.within}`
    return waitFor({
      deadline: call.deadline,
      expected,
      poll: () => {
        if (isThere()) {
          this.#started.listened = true
          this.#context.world.forgetLag()
          return done(value)
        }
        if (this.#process.exit) throw new Failure('EXITED', expected, `its end: ${describeExit(this.#process)}`)
        return null
      },
      seen: () => `no sign of it${this.#said()}`,
    })
  }

  #line(stream: 'stdout' | 'stderr', call: CallContext): Wait {
    const what = stream === 'stdout' ? 'standard output' : 'standard error'
    const expected = `a line on ${what} of ${this.#name} ${call.within}`
    const reader = this.#lines[stream]
    return waitFor({
      deadline: call.deadline,
      expected,
      poll: () => {
        const line = reader.next(this.#process[stream])
        if (line !== null) return done(line)
        if (!this.#process.exit) return null
        const rest = reader.rest(this.#process[stream])
        throw new Failure(
          'END',
          expected,
          `its end: ${describeExit(this.#process)}${rest && `, after ${showText(rest)}`}`,
        )
      },
      seen: () => {
        const rest = reader.rest(this.#process[stream])
        return rest ? `${showText(rest)} without a newline` : `nothing${this.#said()}`
      },
    })
  }

  #exited(call: CallContext): Wait {
    return waitFor({
      deadline: call.deadline,
      expected: `${this.#name} to end ${call.within}`,
      poll: () => {
        if (!this.#process.exit) return null
        this.#started.endIsKnown = true
        return done(exitData(this.#process))
      },
      seen: () => 'it still running',
    })
  }

  #expectAlive(ms: number): Wait {
    const expected = `${this.#name} to keep running${ms === 0 ? '' : ` for ${formatDuration(ms)}`}`
    return waitThrough(this.#context.world.network.clock.now + toNanoseconds(ms), () => {
      if (this.#process.exit) throw new Failure('EXITED', expected, `its end: ${describeExit(this.#process)}`)
    })
  }

  #counters(reset: boolean): Counters {
    const total: Counters = {
      ...structuredClone(this.#process.counters),
      queuedBytes: this.#process.queuedBytes,
      ...(this.#bytesCopied && { bytesCopied: this.#bytesCopied() }),
    }
    const since = this.#countersFrom
    if (reset) this.#countersFrom = total
    if (!since) return total
    return {
      ...total,
      syscalls: difference(total.syscalls, since.syscalls),
      ...(total.turns !== undefined && { turns: total.turns - (since.turns ?? 0) }),
      ...(total.bytesCopied !== undefined && { bytesCopied: total.bytesCopied - (since.bytesCopied ?? 0) }),
    }
  }

  #handles(): Handles {
    const { sockets, listeners, ...rest } = this.#process.handles()
    return { sockets: sockets.map(withPid), listeners: listeners.map(withPid), ...rest }

    function withPid(socket: object): SocketRow {
      const { fd: _, ...row } = socket as { fd?: number }
      return row as SocketRow
    }
  }

  /** The program's last words, if they may explain something. */
  #said(): string {
    const { stderr } = this.#process
    return stderr ? `; its standard error ends with ${showText(stderr.trimEnd().split('\n').at(-1)!)}` : ''
  }
}

/** A cursor over growing text. */
class LineReader {
  #at = 0

  next(text: string): string | null {
    const end = text.indexOf('\n', this.#at)
    if (end < 0) return null
    const line = text.slice(this.#at, end)
    this.#at = end + 1
    return line
  }

  rest(text: string): string {
    return text.slice(this.#at)
  }
}

function difference(now: Record<string, number>, before: Record<string, number>): Record<string, number> {
  const entries = Object.entries(now).map(([name, n]): [string, number] => [name, n - (before[name] ?? 0)])
  return Object.fromEntries(entries.filter(([, n]) => n !== 0))
}
