import { computed, signal } from '@preact/signals'
import type { Nanoseconds } from '#network'
import { strings } from '#strings'
import type { LineMark } from '../editor/index.ts'
import type { Recording } from '../recording/index.ts'
import { type LabExercise, providedFiles } from './lab-exercise.ts'
import { LinkView } from './link-view.ts'
import { Attempts, Preferences, remember, SavedFiles, type TextStorage, type Texts } from './saved/index.ts'
import type { OpenedClients, Shown } from './shown.ts'
import { inVariant, keepKey, ownKey } from './variant/index.ts'

/** `host server` is the terminal of that host. */
export type DockTab = 'task' | 'tests' | 'packets' | 'container' | `host ${string}`
export type PacketTab = 'fields' | 'stream'
/** The pane shown on a narrow screen. */
export type View = 'code' | 'world' | 'packets' | 'tests' | 'task'

/** One at a time, over the panes. */
export interface Banner {
  kind: 'info' | 'warning' | 'error'
  title: string
  text: string
  actions: { label: string; isPrimary?: boolean; act: () => void }[]
}

/** A range of a packet's bytes, marked in the fields and in the hex view alike. */
export interface ByteRange {
  offset: number
  length: number
}

/** Shared state of the panes of one lab page. It has no world: runs and checks report to it. */
export class Workspace {
  /** The exercise as the site was built, with the variant that the build drew. */
  readonly #built: LabExercise
  /** Key of the learner's variant; null for that of the build. */
  readonly #variant = signal<string | null>(null)
  readonly #exercise = computed(() => inVariant(this.#built, this.#variant.value ?? this.#built.variant))
  readonly files: SavedFiles
  readonly attempts: Attempts
  readonly links: LinkView
  readonly openFile = signal('')
  readonly dock = signal<DockTab>('task')
  readonly view = signal<View>('task')
  readonly banner = signal<Banner | null>(null)
  readonly shown = signal<Shown | null>(null)
  readonly selected = signal<number | null>(null)
  readonly bytes = signal<ByteRange | null>(null)
  /** The selected packet's tree of fields is open. */
  readonly allFields = signal(false)
  readonly marks = signal<readonly LineMark[]>([])
  /** The current time; null for the latest moment: live, or the end. */
  readonly moment = signal<Nanoseconds | null>(null)
  readonly packetTab = signal<PacketTab>('fields')
  /** The display filter of the packet list. */
  readonly filter = signal('')
  /** Request to the editor to show a line; a new object each time. */
  readonly reveal = signal<{ file: string; line: number } | null>(null)
  /** Texts that replace the editor's (reset, undo); a new object each time. */
  readonly replaced = signal<Readonly<Record<string, string>> | null>(null)
  /** Stages of opened hints. */
  readonly openedHints = signal(0)
  /** All tests have passed here once: the solution may be shown. */
  readonly hasPassed = signal(false)
  /** The learner gave up here: the solution is shown, and the exercise gives no points any more. */
  readonly hasGivenUp = signal(false)
  readonly isSubmitting = signal(false)
  /** Nothing has run on this page yet: the task comes first. */
  readonly isNew = signal(true)
  /** Clients of the opened capture, to play them against the learner's server. */
  readonly clients = signal<OpenedClients | null>(null)
  /** Name of the open dialog. */
  readonly dialog = signal<string | null>(null)
  readonly preferences = new Preferences()
  /** Polite announcement to screen readers. */
  readonly announcement = signal('')
  readonly selectedPacket = computed(() => {
    const shown = this.shown.value
    shown?.recording.version.value
    return shown?.recording.packet(this.links.rowOf(this.selected.value, shown))
  })

  /** The moment that all panes show, in nanoseconds. */
  readonly now = computed(() => {
    const recording = this.shown.value?.recording
    recording?.version.value
    return Math.min(this.moment.value ?? Number.POSITIVE_INFINITY, recording?.now ?? 0)
  })
  /** State of the world at that moment; null before anything ran, and for moments dropped from the recording. */
  readonly snapshot = computed(() => {
    const history = this.shown.value?.recording.history
    const now = this.now.value
    return history && now >= history.begin && now <= history.now ? history.at(now) : (history?.at(history.now) ?? null)
  })

  #storage: TextStorage | null = null

  constructor(exercise: LabExercise) {
    this.#built = exercise
    this.files = new SavedFiles(exercise.id, exercise.starter)
    this.attempts = new Attempts(exercise.id)
    this.links = new LinkView(exercise)
    this.openFile.value = exercise.entry
  }

  /** The exercise in the learner's variant. */
  get exercise(): LabExercise {
    return this.#exercise.value
  }

  /** Switches everything to this variant, and stores it on this device if requested. */
  takeVariant(key: string, { keep }: { keep: boolean }): void {
    if (keep) keepKey(this.#storage, this.#built.id, key)
    this.#variant.value = key
    this.#filesReplaced()
  }

  /** Loads what was stored. */
  begin(storage: TextStorage | null): void {
    this.files.attach(storage)
    this.attempts.attach(storage)
    this.#storage = storage
    this.#variant.value = this.#built.variants && ownKey(storage, this.#built.id, location.search)
    this.openedHints.value = Math.min(this.exercise.hints.length, Number(storage?.getItem(this.#key('hints'))) || 0)
    this.hasPassed.value = storage?.getItem(this.#key('passed')) === 'yes'
    this.hasGivenUp.value = storage?.getItem(this.#key('gaveup')) === 'yes'
    this.preferences.attach(storage)
  }

  openHint(): void {
    this.openedHints.value = Math.min(this.exercise.hints.length, this.openedHints.value + 1)
    remember(this.#storage, this.#key('hints'), String(this.openedHints.value))
  }

  passed(): void {
    this.hasPassed.value = true
    remember(this.#storage, this.#key('passed'), 'yes')
  }

  giveUp(): void {
    this.hasGivenUp.value = true
    remember(this.#storage, this.#key('gaveup'), 'yes')
  }

  #key(kind: 'hints' | 'passed' | 'gaveup'): string {
    return `ackademy:${kind}:${this.exercise.id}`
  }

  /** The conversation of the selected packet. */
  followStream(): void {
    this.packetTab.value = 'stream'
    if (this.view.value !== 'packets') this.view.value = 'packets'
  }

  /** Files that programs can import: the learner's, and those provided and generated by the exercise. */
  allFiles(): Record<string, string> {
    return { ...this.files.texts.value, ...providedFiles(this.exercise) }
  }

  /** The same as programs find them: with all parameters, as in a graded run. */
  filesToRun(): Record<string, string> {
    return { ...this.allFiles(), ...this.exercise.whole }
  }

  /**
   * Files for a grader elsewhere: those that the exercise expects, and others only if it accepts them. Generated files
   * are left out: the grader makes its own.
   */
  ownFiles(): Record<string, string> {
    const { handsIn, starter } = this.exercise
    const provided = providedFiles(this.exercise)
    const own = Object.entries(this.files.texts.value).filter(([name]) => handsIn.others || name in starter)
    return Object.fromEntries(own.filter(([name]) => !(name in provided)))
  }

  /** Files for the tests in this page. */
  handedIn(): Record<string, string> {
    return { ...this.ownFiles(), ...this.exercise.whole }
  }

  keepAttempt(kind: 'run' | 'check' | 'before', result: { passed?: number; of?: number; ended?: boolean } = {}): void {
    this.attempts.keep({ at: Date.now(), kind, files: this.files.texts.value, ...result })
  }

  addFile(name: string): void {
    this.files.change(name, '')
    this.#filesReplaced()
    this.openFile.value = name
  }

  renameFile(name: string, next: string): void {
    this.files.rename(name, next)
    this.#filesReplaced()
    if (this.openFile.value === name) this.openFile.value = next
  }

  /** The replaced files are in the history. */
  removeFile(name: string): void {
    this.keepAttempt('before')
    this.files.remove(name)
    this.#filesReplaced()
    this.announcement.value = strings.files.removed(name)
  }

  /** Replaces the editor's files; the previous ones go to the history. */
  replaceFiles(files: Texts): void {
    this.keepAttempt('before')
    this.files.replaceAll(files)
    this.#filesReplaced()
  }

  /** Puts the focus on the transport's Step button, for stepping by keys. */
  focusTransport(): void {
    if (typeof document !== 'undefined') document.querySelector<HTMLElement>('.transport .step-on')?.focus()
  }

  show(shown: Shown | null): void {
    this.shown.value = shown
    this.moment.value = null
    this.selected.value = shown?.firstWrong ?? null
    this.bytes.value = null
  }

  isShown(recording: Recording | undefined): boolean {
    return recording !== undefined && this.shown.value?.recording === recording
  }

  select(packet: number | null): void {
    this.selected.value = packet
    this.bytes.value = null
  }

  reset(): void {
    this.keepAttempt('before')
    this.files.reset()
    this.#filesReplaced()
  }

  undoReset(): void {
    this.files.undoReset()
    this.#filesReplaced()
  }

  /** The stored files differ from the editor's. */
  storedFilesReplaced(): void {
    this.#filesReplaced()
  }

  #filesReplaced(): void {
    this.marks.value = []
    this.replaced.value = { ...this.files.texts.value, ...this.exercise.generated }
    if (!(this.openFile.value in this.allFiles())) this.openFile.value = this.exercise.entry
  }

  /** Marks one line as wrong and brings it into view, without leaving the pane that is open. */
  markLine(file: string, line: number, message: string): void {
    this.marks.value = [{ file, line, kind: 'error', message }]
    this.openFile.value = file
    this.reveal.value = { file, line }
  }

  goToLine(file: string, line: number): void {
    this.openFile.value = file
    this.view.value = 'code'
    this.reveal.value = { file, line }
  }
}
