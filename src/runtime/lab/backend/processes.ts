import type { KernelProcess, ProcessLimits, Program } from '#node'
import type { EndedProcess, Signal } from '../api/index.ts'
import { toMilliseconds } from '../duration.ts'
import type { ProcessEvidence } from '../protocol.ts'
import { uncaughtError } from './uncaught-error.ts'
import type { BackendWorld } from './world.ts'

/** Characters from the end of a process's output that go into evidence. */
const EVIDENCE_BYTES = 16_384

/** A program, and what the test did with it. */
export interface StartedProcess {
  /** Replaced when the program is started again. */
  process: KernelProcess
  readonly hostName: string
  readonly program: Program
  readonly limits: Partial<ProcessLimits>
  /** The test ended it or has waited for its end: then its end explains no other failure. */
  endIsKnown: boolean
  /** The test saw it listen: if it ends, all waits on it are in vain, whatever its exit code. */
  listened: boolean
  /** Channel of a loaded module's driver to its test: the platform's socket, not the program's. */
  channelAddress?: string
}

/** Programs started by a test, in order. */
export class Processes {
  readonly #world: BackendWorld
  readonly #started: StartedProcess[] = []
  /** Called when a program was started, before it runs. */
  onStart: ((started: StartedProcess) => void) | null = null

  constructor(world: BackendWorld) {
    this.#world = world
  }

  get all(): readonly StartedProcess[] {
    return this.#started
  }

  async start(hostName: string, program: Program, limits: Partial<ProcessLimits>): Promise<StartedProcess> {
    const process = await this.#world.start(hostName, program, limits)
    const started: StartedProcess = { process, hostName, program, limits, endIsKnown: false, listened: false }
    this.#started.push(started)
    this.onStart?.(started)
    return started
  }

  runningOn(hostName: string): StartedProcess[] {
    return this.#started.filter((started) => started.hostName === hostName && !started.process.exit)
  }

  /** The program's first start. Holders of it get the new process. */
  async startAgain(started: StartedProcess): Promise<void> {
    started.process = await this.#world.start(started.hostName, started.program, started.limits)
    started.endIsKnown = false
    this.onStart?.(started)
  }

  kill(started: StartedProcess, signal: Signal): void {
    if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') started.endIsKnown = true
    started.process.kill(signal)
  }

  /**
   * The program whose end explains another failure: the latest to end without the test knowing, either badly or while
   * the test relied on it to listen.
   */
  culprit(): StartedProcess | null {
    const ended = this.#started.filter(({ process, endIsKnown }) => process.exit && !endIsKnown)
    return ended.findLast(({ process, listened }) => listened || process.exit!.code !== 0) ?? null
  }

  evidence(): ProcessEvidence[] {
    return this.#started.map(({ process, hostName }) => ({
      name: process.name,
      host: hostName,
      pid: process.pid,
      exit: process.exit && exitData(process),
      stdout: process.stdout.slice(-EVIDENCE_BYTES),
      stderr: process.stderr.slice(-EVIDENCE_BYTES),
      queuedBytes: process.queuedBytes,
    }))
  }
}

/** How a process ended, for a test. */
export function exitData(process: KernelProcess): EndedProcess['exit'] {
  const { code, signal, at, reason } = process.exit!
  const error = code === 0 ? null : uncaughtError(process.stderr)
  return { code, signal, at: toMilliseconds(at), ...(error && { error }), ...(reason !== undefined && { reason }) }
}

/** `exit code 1 at 60.2 ms (Error: read ECONNRESET)` */
export function describeExit(process: KernelProcess): string {
  const { code, signal, at, reason } = process.exit!
  const how = signal === null ? `exit code ${code}` : `signal ${signal}`
  const error = code === 0 ? null : uncaughtError(process.stderr)
  const why = reason ?? (error && `${error.name}: ${error.message}`)
  return `${how} at ${toMilliseconds(at)} ms${why ? ` (${why})` : ''}`
}

/** Data of an ended process, for an error. */
export function endedProcess(process: KernelProcess): EndedProcess {
  return { name: process.name, exit: exitData(process), stderr: process.stderr.slice(-4096) }
}
