import { computed, signal } from '@preact/signals'
import type { LineMark } from '../editor/index.ts'
import type { Recording } from '../recording/index.ts'
import type { LabExercise } from './lab-exercise.ts'
import { SavedFiles } from './saved-files.ts'

export type DockTab = 'task' | 'tests' | 'terminal' | 'packets'
/** What a narrow screen shows: one pane at a time. */
export type View = 'code' | 'world' | 'packets' | 'tests' | 'task'

/** Which world is looked at: the learner's run, or the one in which a test ran. */
export interface Shown {
  source: 'run' | 'test'
  /** Of the test. */
  id: string
  recording: Recording
  /** The packet at which it goes wrong. */
  firstWrong: number | null
}

/** One at a time, over the panes. */
export interface Banner {
  kind: 'info' | 'warning' | 'error'
  title: string
  text: string
  actions: { label: string; isPrimary?: boolean; act: () => void }[]
}

/** A stretch of a packet's bytes: what a field and the hex view point at together. */
export interface ByteRange {
  offset: number
  length: number
}

/** What the panes of one lab page share. It holds no world: runs and checks report to it. */
export class Workspace {
  readonly exercise: LabExercise
  readonly files: SavedFiles
  readonly openFile = signal('')
  readonly dock = signal<DockTab>('task')
  readonly view = signal<View>('code')
  readonly banner = signal<Banner | null>(null)
  readonly shown = signal<Shown | null>(null)
  readonly selected = signal<number | null>(null)
  readonly bytes = signal<ByteRange | null>(null)
  readonly marks = signal<readonly LineMark[]>([])
  /** Asks the editor to show a line; a new object each time. */
  readonly reveal = signal<{ file: string; line: number } | null>(null)
  /** Texts that replaced what the editor holds (reset, undo); a new object each time. */
  readonly replaced = signal<Readonly<Record<string, string>> | null>(null)
  /** Said to a screen reader, politely. */
  readonly announcement = signal('')
  readonly selectedPacket = computed(() => {
    const shown = this.shown.value
    shown?.recording.version.value
    return shown?.recording.packet(this.selected.value)
  })

  constructor(exercise: LabExercise) {
    this.exercise = exercise
    this.files = new SavedFiles(exercise.id, exercise.starter)
    this.openFile.value = exercise.entry
  }

  show(shown: Shown | null): void {
    this.shown.value = shown
    this.selected.value = shown?.firstWrong ?? null
    this.bytes.value = null
  }

  select(packet: number | null): void {
    this.selected.value = packet
    this.bytes.value = null
  }

  reset(): void {
    this.files.reset()
    this.marks.value = []
    this.replaced.value = { ...this.files.texts.value }
  }

  undoReset(): void {
    this.files.undoReset()
    this.replaced.value = { ...this.files.texts.value }
  }

  goToLine(file: string, line: number): void {
    this.openFile.value = file
    this.view.value = 'code'
    this.reveal.value = { file, line }
  }
}
