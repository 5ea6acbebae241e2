/**
 * Commands that every host has besides Node: a small sh and a few utilities. They are the project's own and run in the kernel's thread, each as a
 * process whose turns end at once, so they need no realm and also work while their parent is blocked.
 */
import {
  EventType,
  type KernelEvent,
  Op,
  type ProcessStart,
  type SystemCalls,
  type TurnEnd,
} from '../syscalls/index.ts'
import { directCommand, sh } from './shell/index.ts'
import { type ShellCommand, type Steps, System } from './system.ts'
import { UTILITIES } from './utilities.ts'

export { directCommand }

const COMMANDS: Readonly<Record<string, ShellCommand>> = { ...UTILITIES, sh }

/** Names of the commands. */
export const COMMAND_NAMES: readonly string[] = Object.keys(COMMANDS)

/** A process that runs a command; the kernel's side of it is `ProcessPort`. */
export class CommandProcess {
  readonly isSynchronous = true
  readonly #calls: SystemCalls
  readonly #command: ShellCommand
  #steps: Steps<number> | null = null

  constructor(calls: SystemCalls, name: string) {
    this.#calls = calls
    this.#command = COMMANDS[name]!
  }

  turn(event: KernelEvent): TurnEnd {
    if (event.type === EventType.start) {
      const start: ProcessStart = JSON.parse(event.str)
      this.#steps = this.#command(new System(this.#calls, start), (start.commandLine ?? start.argv).slice(1))
    }
    const { done, value } = this.#steps!.next(event)
    if (done) this.#calls.call(0, Op.exit, value)
    return { deadline: done ? -1 : value, cost: 0 }
  }

  kill(): void {
    this.#steps = null
  }
}
