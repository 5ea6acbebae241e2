import { clockText, durationText, strings } from '#strings'
import type { Recording } from '../../recording/index.ts'
import type { Banners } from '../banners.ts'
import { crashPlace } from '../crash-place.ts'
import type { Workspace } from '../workspace.ts'
import type { RunEvents } from './run-session.ts'
import type { RunState, StopReason } from './run-state.ts'

const trouble = strings.trouble
/** Real seconds after which a program that does not return is stopped, unless the learner chooses to wait. */
const STOP_AFTER = 10

interface EndingActions {
  stop: () => void
  close: () => void
  finish: () => void
}

/** Tells the learner how a run ends: exit, crash, endless loop, out of memory, too much output. */
export class Endings {
  readonly #workspace: Workspace
  readonly #state: RunState
  readonly #banners: Banners
  readonly #actions: EndingActions
  #stopAfter = STOP_AFTER
  /** Lines at the first sign that the program does not return. */
  #printedBefore = 0

  constructor(workspace: Workspace, state: RunState, banners: Banners, actions: EndingActions) {
    this.#workspace = workspace
    this.#state = state
    this.#banners = banners
    this.#actions = actions
  }

  /** Callbacks for a new run. */
  events(): RunEvents {
    this.#stopAfter = STOP_AFTER
    return {
      processEnded: (recording) => this.#processEnded(recording),
      stuck: (seconds) => this.#stuck(seconds),
      again: () => {
        this.#state.stuckFor.value = 0
        this.#banners.withdraw()
      },
      truncated: () => this.#banners.say('warning', trouble.floodTitle, trouble.floodText(4, 64)),
      gone: () => this.#end('memory', trouble.memoryTitle, trouble.memoryText),
      failed: (error) => {
        this.#actions.close()
        if (this.#state.isUnderWay.value) this.#state.stop('fault')
        this.#banners.fault(error)
      },
    }
  }

  /** Ends the run for a reason other than the learner's wish. */
  #end(reason: StopReason, title: string, text: string): void {
    this.#actions.close()
    this.#state.stop(reason)
    this.#state.stuckFor.value = 0
    this.#banners.say('error', title, text)
  }

  #stuck(seconds: number): void {
    const { recording, stuckFor } = this.#state
    if (stuckFor.value === 0) this.#printedBefore = printedLines(recording.value)
    stuckFor.value = seconds
    const { entry } = this.#workspace.exercise
    const printed = printedLines(recording.value)
    // Printing is slow; only what prints while it does not return is called so.
    const isPrinting = printed > this.#printedBefore
    const title = isPrinting ? trouble.printingTitle : trouble.stuckTitle
    if (seconds >= this.#stopAfter) {
      const text = isPrinting ? trouble.printingEnded(entry, seconds, printed) : trouble.stuckEnded(entry, seconds)
      this.#end('loop', title, text)
      return
    }
    const text = isPrinting
      ? trouble.printingText(entry, seconds, printed)
      : trouble.stuckText(entry, seconds, clockText(recording.value?.now ?? 0))
    this.#banners.ask('warning', title, text, [
      {
        label: trouble.waitMore,
        act: () => {
          this.#stopAfter = this.#state.stuckFor.value + STOP_AFTER
        },
      },
      { label: trouble.stopProgram(entry), isPrimary: true, act: this.#actions.stop },
    ])
  }

  /** A program ended by itself. While others run, the world continues. */
  #processEnded(recording: Recording): void {
    const processes = [...recording.processes.values()]
    const process = processes
      .filter(({ exit }) => exit)
      .sort((a, b) => a.exit!.at - b.exit!.at)
      .at(-1)
    if (!process?.exit || !this.#state.isUnderWay.value) return
    if (processes.every(({ exit }) => exit)) {
      this.#state.phase.value = 'ended'
      this.#actions.finish()
    }
    const { name, host } = process
    const at = durationText(process.exit.at)
    if (process.exit.reason !== undefined) {
      this.#banners.say('error', trouble.endedByUsTitle(name), trouble.endedByUs(process.exit.reason, at))
      return
    }
    // A command with another status than 0, say a grep without a match, hasn't crashed. The terminal shows the status.
    if (process.isLine) return
    // A sent signal is not a mistake of the program.
    if (process.exit.signal !== null) {
      if (!this.#state.isUnderWay.value)
        this.#banners.say('info', trouble.endedTitle(name), trouble.endedBySignal(process.exit.signal, at))
      return
    }
    const code = process.exit.code ?? 1
    if (code === 0) {
      const { byHand, host: main } = this.#workspace.exercise
      // A server that ended before the client could connect.
      const isAtOnce = byHand !== null && this.#state.manualPhase.value === 'waiting' && host === main
      // Otherwise the terminal says it; a banner would only move the panes.
      if (isAtOnce) this.#banners.say('info', trouble.endedTitle(name), trouble.endedAtOnce(code, at))
      return
    }
    const files = this.#workspace.allFiles()
    const place = crashPlace(process.output.lines, files)
    this.#workspace.dock.value = `host ${host}`
    if (place) this.#workspace.marks.value = [{ ...place, kind: 'error' }]
    const go = (where: { file: string; line: number }) => ({
      label: where.file === name ? trouble.goToLine(where.line) : trouble.goToLineOf(where.line, where.file),
      act: () => this.#workspace.goToLine(where.file, where.line),
    })
    const actions = place ? [go(place)] : []
    this.#banners.say('error', trouble.crashTitle(name), trouble.crashText(at), actions)
  }
}

/** Recorded lines of all programs. */
function printedLines(recording: Recording | null): number {
  const outputs = [...(recording?.processes.values() ?? [])].map(({ output }) => output.dropped + output.lines.length)
  return outputs.reduce((sum, lines) => sum + lines, 0)
}
