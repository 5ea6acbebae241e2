import { type Exit, type Handles, isLabError, type Lab, type Process } from '#lab'
import type { Input } from './input.ts'
import type { Interrupts } from './interrupts.ts'
import type { Slices } from './pace.ts'

/** What a run came to. */
export type Outcome =
  | { kind: 'exit'; exit: Pick<Exit, 'code' | 'reason'> & { signal: NodeJS.Signals | null } }
  /** Nothing will happen any more, and the program holds this. */
  | { kind: 'idle'; handles: Handles }
  /** The world was stopped, at one of its limits or because it failed itself. */
  | { kind: 'stopped'; reason: string }

/** A world in which nothing happens for so long is one in which nothing happens: longer than any timer of TCP. */
const FOR_EVER = '1h'
/** After the program's end, what is on its way still arrives. */
const LAST_PACKETS = { quiet: '1s', within: '10s' } as const

export interface RunningProgramOptions {
  lab: Lab
  process: Process
  input: Input
  interrupts: Interrupts
  slices: Slices
  /** Real clients may come at any time: a world in which nothing happens waits for them. */
  isPublic: boolean
}

/** A program on a host of a world, and the world's time passing until it ends. */
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

  /** Lets some of the world's time pass; null when the program runs on. */
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

  /** The program waits for what somebody types: so does the world. */
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

/** The world was stopped, or its thread ended, whatever was asked of it just then. */
function stoppedBy(error: unknown): Outcome {
  if (!isLabError(error)) throw error
  return { kind: 'stopped', reason: error.seen }
}
