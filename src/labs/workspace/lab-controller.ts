import type { Report } from '#grader'
import { PLAYER_NAME } from '#lab'
import { strings } from '#strings'
import { isolatePage } from '../offline/index.ts'
import { recordExercise } from '../progress/index.ts'
import type { Recording } from '../recording/index.ts'
import { SandboxPool } from '../sandbox/index.ts'
import { Banners } from './banners.ts'
import { CheckState } from './check-state.ts'
import { Checks } from './checks.ts'
import type { LabCommands } from './commands.ts'
import { ContainerChecks, ContainerState } from './container/index.ts'
import { manualClientActions, packetActions, promptActions } from './lab-actions.ts'
import type { LabExercise } from './lab-exercise.ts'
import { makeLayout, rememberLayout, settleLayout } from './layout.ts'
import { openCapture } from './open-capture.ts'
import { CauseChain, PacketFilter, saveCapture } from './packets/index.ts'
import { RunState, Runs } from './runs/index.ts'
import { Sharing } from './share/index.ts'
import { Submitter } from './submitting/index.ts'
import type { ManualClientActions, PromptActions } from './terminal/index.ts'
import { TimeControl } from './time/index.ts'
import { nextVariant } from './variant/index.ts'
import { Watcher } from './watcher.ts'
import { whenWanted } from './when-wanted.ts'
import { shareStorage, WorkKeeper } from './work/index.ts'
import { Workspace } from './workspace.ts'
import type { PacketEditActions } from './world/index.ts'

/** Controller of one exercise's lab page: turns the learner's actions into runs, checks and moments. */
export class LabController {
  readonly workspace: Workspace
  readonly run = new RunState()
  readonly check = new CheckState()
  readonly container: ContainerState
  readonly layout = makeLayout()
  readonly filter = new PacketFilter()
  readonly causes: CauseChain
  readonly banners: Banners
  readonly runs: Runs
  readonly time: TimeControl
  readonly commands: LabCommands
  readonly manualClient: ManualClientActions
  readonly prompt: PromptActions
  readonly packetEdits: PacketEditActions
  readonly sharing: Sharing
  readonly work: WorkKeeper
  readonly #submitter: Submitter
  readonly #checks: Checks
  readonly #containerChecks: ContainerChecks
  readonly #pool = new SandboxPool()
  readonly #watcher: Watcher

  constructor(exercise: LabExercise, { hasContainer, help }: { hasContainer: boolean; help: () => void }) {
    this.workspace = new Workspace(exercise)
    this.banners = new Banners(this.workspace.banner)
    this.container = new ContainerState(hasContainer)
    this.runs = new Runs(this.workspace, this.run, this.#pool, this.banners)
    this.#checks = new Checks(this.workspace, this.check, this.#pool, this.banners, (report) => this.#checked(report))
    this.time = new TimeControl(this.workspace, this.run, () => this.runs.session)
    this.sharing = new Sharing(this.workspace, this.runs, this.banners)
    this.work = new WorkKeeper(this.workspace, this.banners)
    this.#submitter = new Submitter(this.workspace, this.check, this.banners, (report) => this.#checked(report))
    this.#containerChecks = new ContainerChecks({
      workspace: this.workspace,
      check: this.check,
      banners: this.banners,
      state: this.container,
      done: (report) => this.#checked(report),
      checkHere: () => this.#checkHere(),
    })
    this.#watcher = new Watcher(this.workspace, this.check, () => this.commands.checkAgain())
    const submit = () => {
      if (this.isBusy) return
      this.runs.stop()
      void this.#submitter.submit()
    }
    this.commands = {
      // Where nothing runs here, the Run and Check keys submit.
      run: () => (exercise.runsHere ? this.#start() : submit()),
      check: () => (exercise.runsHere ? this.#check() : submit()),
      checkAgain: (tests = this.check.failedBefore.value) => this.#checkAgain(tests),
      watch: (isOn) => this.#watcher.turn(isOn),
      stop: () => this.#stop(),
      reset: () => this.#reset(),
      newVariant: () => this.#newVariant(),
      submit,
      save: () => this.#save(),
      openCapture: (file) =>
        void openCapture(file, this.workspace, this.banners, (read) => this.#showCapture(file.name, read)),
      help,
    }
    this.packetEdits = packetActions(this.runs)
    this.causes = new CauseChain(this.workspace)
    this.manualClient = manualClientActions(this.runs)
    this.prompt = promptActions(this.workspace, this.run, this.runs, () => this.#start())
  }

  /** In the browser: loads what was stored and prepares the first run. Returns the cleanup. */
  begin(): () => void {
    const storage = browserStorage()
    this.workspace.begin(storage)
    this.work.begin(storage)
    void this.sharing.open(location.hash)
    if (this.container.isOn) void isolatePage()
    const forgetLayout = rememberLayout(this.layout, storage)
    const leaveStorage = shareStorage(this.workspace, this.banners)
    const callOff = whenWanted(() => this.#pool.prepare())
    return () => {
      callOff()
      forgetLayout()
      leaveStorage()
      this.#watcher.turn(false)
      this.runs.stop()
      this.#checks.stop()
    }
  }

  /** Ctrl S: says that it is saved, and checks where changes are watched. */
  readonly saveNow = (): void => {
    const { files, announcement } = this.workspace
    announcement.value = files.isStored.value ? strings.lab.saved : strings.lab.notSaved
    if (this.check.isWatching.value) this.commands.checkAgain()
  }

  readonly showRun = (): void => {
    const recording = this.run.recording.value
    this.workspace.show(recording && { source: 'run', id: '', recording, firstWrong: null })
  }

  /** Replays a failed test, paused while its first wrong packet is on the wire. */
  readonly showTest = (test: string, packet: number | null): void => {
    this.time.hold()
    this.#checks.show(test, packet)
    const wrong = this.workspace.shown.value?.recording.packet(packet)
    if (wrong) this.time.goToPacket(wrong)
    // A test of functions alone has no packets, and its results stay in view.
    if (!this.workspace.shown.value?.recording.packets.length) return
    // When only one pane is visible, show the one that has changed.
    this.workspace.view.value = this.workspace.dock.value === 'packets' ? 'packets' : 'world'
    this.workspace.focusTransport()
  }

  /** Goes to the moment when a packet is on the wire. */
  readonly goToPacket = (number: number): void => {
    const packet = this.workspace.shown.value?.recording.packet(number)
    if (packet) this.time.goToPacket(packet)
  }

  readonly goToFirstWrong = (): void => {
    const { shown } = this.workspace
    const wrong = shown.value?.recording.packet(shown.value.firstWrong)
    if (wrong) this.time.goToPacket(wrong)
  }

  /** Goes to the next or the previous packet that matches the display filter. */
  readonly match = (direction: 1 | -1): void => {
    const { shown, filter, links } = this.workspace
    const { packets, error } = this.filter.apply(links.listed(shown.value), filter.value)
    if (error === null) void this.time.match(packets, filter.value, direction)
  }

  /** A check or a submission is running. A run does not count: the next action ends it. */
  get isBusy(): boolean {
    return this.check.phase.value === 'running' || this.workspace.isSubmitting.value
  }

  get canStop(): boolean {
    return this.isBusy || this.run.isUnderWay.value
  }

  /** Stops a check: it may be one that a change has started by itself. */
  #start(): void {
    if (this.workspace.isSubmitting.value) return
    this.#stopChecks()
    this.#clear()
    const { workspace } = this
    const { host, programs } = workspace.exercise
    workspace.keepAttempt('run')
    this.runs.start(workspace.filesToRun())
    if (programs.length === 0) {
      const check = { label: strings.lab.check, act: this.commands.check }
      this.banners.say('info', strings.lab.noAutostart, strings.lab.noAutostartWhy(host), [check])
    }
    workspace.dock.value = `host ${host}`
    workspace.view.value = 'tests'
  }

  #check(): void {
    if (this.container.isOn) this.#checkInContainer()
    else this.#checkHere()
  }

  /** Some tests once more; all where nothing failed. */
  #checkAgain(tests: readonly string[]): void {
    if (this.isBusy || !this.workspace.exercise.runsHere) return
    if (this.check.report.value === null || tests.length === 0) this.#checkHere()
    else {
      this.#clear()
      this.#checks.start(this.workspace.handedIn(), tests)
    }
  }

  #checkInContainer(): void {
    if (this.isBusy) return
    this.#clear()
    const { workspace } = this
    workspace.dock.value = 'container'
    workspace.view.value = 'tests'
    void this.#containerChecks.start(workspace.ownFiles())
  }

  #checkHere(): void {
    if (this.isBusy) return
    this.#clear()
    const { workspace } = this
    workspace.dock.value = 'tests'
    workspace.view.value = 'tests'
    this.#checks.start(workspace.handedIn())
  }

  #checked(report: Report): void {
    const passed = report.tests.filter(({ status }) => status === 'passed').length
    const of = report.tests.length
    if (report.score) recordExercise(this.workspace.exercise.id, { passed, of, points: report.score.points })
    this.workspace.keepAttempt('check', { passed, of, ended: hasEnded(report) })
    if (report.status === 'graded' && passed === of) this.workspace.passed()
  }

  #stop(): void {
    this.#stopChecks()
    this.runs.stop()
  }

  #stopChecks(): void {
    this.#checks.stop()
    this.#containerChecks.stop()
  }

  #reset(): void {
    this.workspace.reset()
    const undo = () => {
      this.workspace.undoReset()
      this.banners.clear()
    }
    this.banners.say('info', strings.lab.resetDone, '', [{ label: strings.lab.undoReset, act: undo }])
  }

  /** Worlds and results of the variant before are gone; the program stays. */
  #newVariant(): void {
    if (this.isBusy) return
    const { workspace, check } = this
    workspace.takeVariant(nextVariant(workspace.exercise, workspace.exercise.variant), { keep: true })
    this.#clear()
    this.run.recording.value = null
    check.forget()
    workspace.show(null)
    workspace.announcement.value = strings.variant.isNew
  }

  #save(): void {
    const { shown, exercise } = this.workspace
    if (!shown.value || shown.value.recording.packets.length === 0) return
    const { source, id, recording } = shown.value
    const name = source === 'run' ? 'run' : id.replaceAll(/[/.]/g, '-')
    saveCapture(recording, exercise.topology, `${exercise.id}-${name}.pcapng`)
  }

  #showCapture(id: string, recording: Recording): void {
    this.workspace.isNew.value = false
    settleLayout(this.layout)
    this.time.hold()
    this.workspace.show({ source: 'file', id, recording, firstWrong: null })
  }

  /** Plays a capture's clients as a program on a host of the run, or of a new one. */
  readonly playClients = (host: string, text: string): void => {
    const { workspace, run, runs } = this
    workspace.dialog.value = null
    if (!run.isUnderWay.value) this.#start()
    this.showRun()
    const files = { ...workspace.filesToRun(), [PLAYER_NAME]: text }
    void runs.session?.launch({ host, program: PLAYER_NAME, args: [] }, files).catch(() => {})
    workspace.dock.value = `host ${host}`
  }

  /** Clears everything that belongs to the previous action. */
  #clear(): void {
    this.workspace.isNew.value = false
    settleLayout(this.layout)
    this.runs.stop()
    this.banners.clear()
    this.workspace.marks.value = []
  }
}

/** The check was decided test by test: neither refused, nor cut short by an endless loop. */
const hasEnded = ({ status, rejected, tests }: Report) =>
  status === 'graded' &&
  !rejected &&
  tests.every(({ status, runs }) => status === 'passed' || status === 'not-run' || runs > 0)

/** Null where the browser forbids storage. */
function browserStorage(): globalThis.Storage | null {
  try {
    return globalThis.localStorage
  } catch {
    return null
  }
}
