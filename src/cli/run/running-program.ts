import { type Exit, type Handles, isLabError, type Lab, type Process } from '#lab'
import type { Input } from './input.ts'
import type { Interrupts } from './interrupts.ts'
import type { Slices } from './pace.ts'

/** How a run ended. */
export type Outcome =
  | { kind: 'exit'; exit: Pick<Exit, 'code' | 'reason'> & { signal: NodeJS.Signals | null } }
  /** Nothing will happen any more, and the program holds this. */
  | { kind: 'idle'; handles: Handles }
  /** The world was stopped, at one of its limits or because it failed itself. */
  | { kind: 'stopped'; reason: string }

/** A world without events for this long is idle: longer than any timer of TCP. */
const FOR_EVER = '1h'
/** Time after the program's end in which packets in flight arrive. */
const LAST_PACKETS = { quiet: '1s', within: '10s' } as const

export interface RunningProgramOptions {
  lab: Lab
  process: Process
  input: Input
  interrupts: Interrupts
  slices: Slices
  /** An idle world keeps waiting, since real clients may connect at any time. */
  isPublic: boolean
}

/** Runs a program on a host, and the world's clock until the program ends. */
export class RunningProgram {
  readonly #lab: Lab
  readonly #process: Process
  readonly #input: Input
  readonly #interrupts: Interrupts
  readonly #slices: Slices
  readonly #isPublic: boolean
  #inputEnded = false

  constructor({ lab, process, input, interrupts, slices, isPublic }: RunningProgramOptions) {
    this.#lab = lab
    this.#process = process
    this.#input = input
    this.#interrupts = interrupts
    this.#slices = slices
    this.#isPublic = isPublic
    interrupts.onFirst = (signal) => void this.#process.kill(signal)
    if (interrupts.first !== null) interrupts.onFirst(interrupts.first)
  }

  async finish(): Promise<Outcome> {
    const outcome = await this.#untilEnd().catch(stoppedBy)
    if (outcome.kind === 'exit') await this.#lab.settle(LAST_PACKETS).catch(() => {})
    return outcome
  }

  async #untilEnd(): Promise<Outcome> {
    for (;;) {
      await this.#passInput()
      const outcome = await this.#slice(await this.#slices.next())
      if (outcome?.kind !== 'idle') {
        if (outcome !== null) return outcome
      } else if (!(await this.#hasMoreInput(outcome.handles))) return outcome
    }
  }

  /** Advances the world's clock; returns null if the program is still running. */
  async #slice(within: number): Promise<Outcome | null> {
    const ended = this.#process.exited({ within }).then((exit): Outcome => ({ kind: 'exit', exit }))
    const waits = this.#isPublic ? [ended] : [ended, this.#lab.settle({ quiet: FOR_EVER, within }).then(() => null)]
    try {
      const outcome = await Promise.race(waits)
      return outcome ?? { kind: 'idle', handles: await this.#process.handles() }
    } catch (error) {
      return isLabError(error) && error.code === 'TIMEOUT' ? null : stoppedBy(error)
    }
  }

  async #passInput(): Promise<void> {
    for (const chunk of this.#input.take()) await this.#process.write(chunk)
    if (this.#input.isOpen || this.#inputEnded) return
    this.#inputEnded = true
    await this.#process.endInput()
  }

  /** Waits for input, with the world stopped, if the program waits for it too. */
  async #hasMoreInput(handles: Handles): Promise<boolean> {
    if (!handles.readsInput || this.#inputEnded || this.#interrupts.first !== null) return false
    const interrupted = new Promise<void>((resolve) => {
      const pass = this.#interrupts.onFirst
      this.#interrupts.onFirst = (signal) => {
        pass?.(signal)
        resolve()
      }
    })
    await Promise.race([this.#input.more(), interrupted])
    return true
  }
}

/** Returns the outcome of a world that was stopped or whose thread ended; rethrows other errors. */
function stoppedBy(error: unknown): Outcome {
  if (!isLabError(error)) throw error
  return { kind: 'stopped', reason: error.seen }
}
