import type { SystemCalls } from '../../syscalls/index.ts'
import type { ProcessStarter } from '../index.ts'
import { Child } from './child.ts'
import { type ChildCommand, DEFAULT_MEMORY_MIB } from './child-command.ts'
import { PipedPort, type TimeLeft } from './piped-port.ts'
import { theWatchdog } from './watchdog.ts'

export interface PipedOptions {
  command: ChildCommand
  /** How many children are kept started and booted, waiting for a program. A child runs one program and then ends. */
  warm?: number
  /** How many are started at once, if more: for callers with time before the first program but none between programs. */
  ahead?: number
  /** Maximum real time of a turn, in ms; a child that computes on a busy machine gets more. */
  wallMs?: number
  /** Called with the pid of the operating system's process in which a program is about to run. */
  onStart?: (pid: number) => void
}

const DEFAULT_WALL_MS = 10_000
/** Memory of Node and its library before a program keeps anything, plus a garbage collection's temporary need. */
const NODE_ITSELF_MIB = 256

/** Starts programs in child processes. `close` ends those that wait for a program. */
export class PipedProcesses {
  readonly #options: PipedOptions
  readonly #waiting: Child[] = []
  #closed = false

  constructor(options: PipedOptions) {
    this.#options = options
    theWatchdog()
    this.#refill(options.ahead)
  }

  readonly start: ProcessStarter = (...program) => this.#start(undefined, ...program)

  /** The same, for programs that share a limit of `time`. */
  startWithin(time: TimeLeft): ProcessStarter {
    return (...program) => this.#start(time, ...program)
  }

  #start(time: TimeLeft | undefined, ...[kernel, host, program, limits]: Parameters<ProcessStarter>) {
    const { wallMs = DEFAULT_WALL_MS, command, onStart } = this.#options
    const programMiB = command.memoryMiB ?? DEFAULT_MEMORY_MIB
    const allowance = { ms: wallMs, mib: programMiB + NODE_ITSELF_MIB, programMiB }
    // Called again for each process that the program itself starts.
    const connect = (calls: SystemCalls) => {
      const child = this.#take()
      onStart?.(child.pid)
      return new PipedPort(child, calls, allowance, time)
    }
    return kernel.spawn(host, connect, program, limits)
  }

  close(): void {
    this.#closed = true
    for (const child of this.#waiting.splice(0)) child.end()
  }

  #take(): Child {
    // Start a successor at once: it boots while the program runs.
    setImmediate(() => this.#refill())
    for (let child = this.#waiting.shift(); child !== undefined; child = this.#waiting.shift()) {
      if (!child.isGone) return child
      child.end()
    }
    return new Child(this.#options.command)
  }

  #refill(ahead = 0): void {
    const { warm = 0, command } = this.#options
    const most = Math.max(warm, ahead)
    while (!this.#closed && this.#waiting.length < most) this.#waiting.push(new Child(command))
  }
}
