import type { Report } from '../../grader/index.ts'
import { clockText, durationText, strings } from '../../strings/index.ts'
import type { Recording } from '../recording/index.ts'
import { LoadError, SandboxPool } from '../sandbox/index.ts'
import { CheckSession } from './check-session.ts'
import { CheckState } from './check-state.ts'
import type { LabCommands } from './commands.ts'
import { crashPlace } from './crash-place.ts'
import type { HandPeerActions } from './hand-peer.tsx'
import type { LabExercise } from './lab-exercise.ts'
import { makeLayout, rememberLayout } from './layout.ts'
import { PacketFilter } from './packet-filter.ts'
import { RunSession } from './run-session.ts'
import { RunState } from './run-state.ts'
import { saveCapture } from './save-capture.ts'
import { type Banner, Workspace } from './workspace.ts'

const trouble = strings.trouble
/** Real seconds after which a program that does not return is stopped, unless the learner wants to wait. */
const STOP_AFTER = 10
const PREPARE_AFTER_MS = 1500

/** Everything behind the lab page of one exercise. */
export function makeLab(exercise: LabExercise, help: () => void): LabController {
  return new LabController(exercise, help)
}

/** Turns what the learner asks for into runs and checks, and what becomes of those into panes, banners and marks. */
export class LabController {
  readonly workspace: Workspace
  readonly run = new RunState()
  readonly check = new CheckState()
  readonly layout = makeLayout()
  readonly filter = new PacketFilter()
  readonly commands: LabCommands
  readonly hand: HandPeerActions
  readonly #pool = new SandboxPool()
  #running: RunSession | null = null
  #checking: CheckSession | null = null
  #stopAfter = STOP_AFTER

  constructor(exercise: LabExercise, help: () => void) {
    this.workspace = new Workspace(exercise)
    this.commands = {
      run: () => this.#start(),
      check: () => this.#check(),
      stop: () => this.#stop(),
      reset: () => this.#reset(),
      save: () => this.#save(),
      help,
    }
    this.hand = {
      say: (text) => this.#running?.hand.wish({ kind: 'say', text }),
      end: () => this.#running?.hand.wish({ kind: 'end' }),
      reset: () => this.#running?.hand.wish({ kind: 'reset' }),
      connect: () => this.#running?.hand.wish({ kind: 'connect' }),
    }
  }

  /** In the browser: takes up what was stored, and makes ready for the first run. Returns what ends it. */
  begin(): () => void {
    const storage = browserStorage()
    this.workspace.files.attach(storage)
    const forgetLayout = rememberLayout(this.layout, storage)
    const idle = setTimeout(() => this.#pool.prepare(), 400)
    return () => {
      clearTimeout(idle)
      forgetLayout()
      this.#running?.stop()
      this.#checking?.stop()
    }
  }

  readonly showRun = (): void => {
    const recording = this.run.recording.value
    if (recording) this.workspace.show({ source: 'run', id: '', recording, firstWrong: null })
  }

  readonly showTest = (test: string, packet: number | null): void => {
    const recording = this.check.recordings.value.get(test)
    if (!recording) return
    this.workspace.show({ source: 'test', id: test, recording, firstWrong: packet })
    if (this.workspace.dock.value === 'packets') this.workspace.view.value = 'packets'
  }

  readonly goToFirstWrong = (): void => {
    const shown = this.workspace.shown.value
    if (shown?.firstWrong) this.workspace.select(shown.firstWrong)
  }

  get #isBusy(): boolean {
    return this.run.isUnderWay.value || this.check.phase.value === 'running'
  }

  #files(): Record<string, string> {
    return { ...this.workspace.files.texts.value, ...this.workspace.exercise.generated }
  }

  #start(): void {
    if (this.#isBusy) return
    performance.mark('ackademy:run')
    this.#clear()
    this.#running?.stop()
    const session = new RunSession(this.workspace.exercise, this.run, {
      processEnded: (recording) => this.#programEnded(recording),
      stuck: (seconds) => this.#stuck(seconds),
      again: () => this.#again(),
      truncated: () =>
        this.#say({ kind: 'warning', title: trouble.floodTitle, text: trouble.floodText(64), actions: [] }),
      gone: () => this.#end('error', trouble.memoryTitle, trouble.memoryText),
      failed: (error) => this.#failed(error),
    })
    this.#running = session
    this.run.recording.value = session.recording
    this.run.handLines.value = []
    this.run.hand.value = 'waiting'
    this.run.stuckFor.value = 0
    this.run.isPaused.value = false
    this.run.phase.value = 'starting'
    this.#stopAfter = STOP_AFTER
    this.showRun()
    this.workspace.dock.value = 'terminal'
    this.workspace.view.value = 'tests'
    void session.start(this.#pool, this.#files())
    // The next frame is made when this run has had the machine to itself for a moment.
    setTimeout(() => this.#pool.prepare(), PREPARE_AFTER_MS)
  }

  #check(): void {
    if (this.#isBusy) return
    this.#clear()
    this.workspace.dock.value = 'tests'
    this.workspace.view.value = 'tests'
    this.#checking = new CheckSession(this.workspace.exercise, this.check, this.#pool, {
      done: (report) => this.#checked(report),
      failed: (error) => this.#failed(error),
    })
    this.#checking.start(this.#files()).catch((error) => {
      this.#checking?.stop()
      this.#failed(error)
    })
  }

  #stop(): void {
    if (this.check.phase.value === 'running') this.#checking?.stop()
    if (!this.run.isUnderWay.value) return
    this.#running?.stop()
    this.run.phase.value = 'stopped'
    this.run.stuckFor.value = 0
    this.workspace.banner.value = null
  }

  #reset(): void {
    this.workspace.reset()
    this.#say({
      kind: 'info',
      title: strings.lab.resetDone,
      text: '',
      actions: [
        {
          label: strings.lab.undoReset,
          act: () => {
            this.workspace.undoReset()
            this.workspace.banner.value = null
          },
        },
      ],
    })
  }

  #save(): void {
    const shown = this.workspace.shown.value
    if (!shown || shown.recording.packets.length === 0) return
    const name = shown.source === 'test' ? shown.id.replaceAll('/', '-') : 'run'
    saveCapture(shown.recording, this.workspace.exercise.topology, `${this.workspace.exercise.id}-${name}.pcapng`)
  }

  #clear(): void {
    this.workspace.banner.value = null
    this.workspace.marks.value = []
  }

  #say(banner: Omit<Banner, 'actions'> & { actions: Banner['actions'] }): void {
    const dismiss = {
      label: strings.lab.dismiss,
      act: () => {
        this.workspace.banner.value = null
      },
    }
    this.workspace.banner.value = { ...banner, actions: [...banner.actions, dismiss] }
  }

  /** The run is over for a reason that is not the learner's wish. */
  #end(kind: Banner['kind'], title: string, text: string): void {
    this.#running?.stop()
    this.run.phase.value = 'stopped'
    this.run.stuckFor.value = 0
    this.#say({ kind, title, text, actions: [] })
  }

  #stuck(seconds: number): void {
    this.run.stuckFor.value = seconds
    const { entry } = this.workspace.exercise
    if (seconds >= this.#stopAfter) {
      this.#end('error', trouble.stuckTitle, trouble.stuckEnded(entry, seconds))
      return
    }
    const now = this.run.recording.value?.now ?? 0
    this.workspace.banner.value = {
      kind: 'warning',
      title: trouble.stuckTitle,
      text: trouble.stuckText(entry, seconds, clockText(now)),
      actions: [
        {
          label: trouble.waitMore,
          act: () => {
            this.#stopAfter = this.run.stuckFor.value + STOP_AFTER
          },
        },
        { label: trouble.stopProgram(entry), isPrimary: true, act: this.commands.stop },
      ],
    }
  }

  #again(): void {
    this.run.stuckFor.value = 0
    this.workspace.banner.value = null
  }

  /** The learner's program ended by itself: with an error, or because nothing kept it alive. */
  #programEnded(recording: Recording): void {
    const { host, entry } = this.workspace.exercise
    const process = recording.processesOn(host).at(-1)
    if (!process?.exit) return
    this.run.phase.value = 'ended'
    this.#running?.finish()
    const at = durationText(process.exit.at)
    const code = process.exit.code ?? 1
    const place = code === 0 ? null : crashPlace(process.output.lines, this.#files())
    if (code === 0) {
      const text = this.run.hand.value === 'waiting' ? trouble.endedAtOnce(code, at) : trouble.endedText(code, at)
      this.#say({ kind: 'info', title: trouble.endedTitle(entry), text, actions: [] })
      return
    }
    if (place) this.workspace.marks.value = [{ ...place, kind: 'error' }]
    this.#say({
      kind: 'error',
      title: trouble.crashTitle(entry),
      text: trouble.crashText(at),
      actions: place
        ? [{ label: trouble.goToLine(place.line), act: () => this.workspace.goToLine(place.file, place.line) }]
        : [],
    })
  }

  #checked(report: Report): void {
    const failed = report.tests.filter((test) => test.status === 'failed' || test.status === 'timed-out')
    const passed = report.tests.filter((test) => test.status === 'passed').length
    const words = strings.tests
    const first = failed.find((test) => test.id === report.hints[0]?.test) ?? failed[0]
    const sentence = first?.evidence?.sentence ?? ''
    this.workspace.announcement.value = first
      ? `${words.passedSome(passed, report.tests.length)} ${words.test(first.id)}: ${sentence}`
      : words.passedAll(passed)
    if (first) this.showTest(first.id, first.evidence?.packets?.firstWrong ?? null)
  }

  #failed(error: unknown): void {
    this.#running?.stop()
    if (this.run.isUnderWay.value) this.run.phase.value = 'stopped'
    if (error instanceof LoadError) {
      this.#say({ kind: 'error', title: trouble.loadTitle, text: trouble.loadText, actions: [] })
      return
    }
    const why = error instanceof Error ? error.message : String(error)
    this.#say({ kind: 'error', title: trouble.platformTitle, text: trouble.platformText(why), actions: [] })
  }
}

/** Null where the browser forbids it. */
function browserStorage(): globalThis.Storage | null {
  try {
    return globalThis.localStorage
  } catch {
    return null
  }
}
