import { signal } from '@preact/signals'
import { connectLab } from '../../runtime/lab/index.ts'
import type { Nanoseconds } from '../../runtime/network/index.ts'
import { strings } from '../../strings/index.ts'
import { Recording } from '../recording/index.ts'
import { type Sandbox, SandboxPool } from '../sandbox/index.ts'
import type { Figure, FigureSettings } from './figure-file.ts'
import { playFigure } from './play.ts'

interface FigureWorld {
  figure: Figure
  files: Readonly<Record<string, string>>
  topology: { file: string; text: string }
}

/** One pool for all figures of a page: its frame is made when the first of them is touched. */
const pool = new SandboxPool()

/** Runs a figure's world again whenever the reader changes it; only the latest wish counts. */
export class FigureRunner {
  readonly #world: FigureWorld
  readonly recording
  readonly settings
  readonly seed
  /** The moment shown; null is the end. */
  readonly moment = signal<Nanoseconds | null>(null)
  readonly isRunning = signal(false)
  /** What is said under the controls. */
  readonly note = signal<string>(strings.figure.recorded)
  #sandbox: Sandbox | null = null
  #wishes = 0

  constructor(world: FigureWorld, recorded: Recording) {
    this.#world = world
    this.recording = signal(recorded)
    this.settings = signal(world.figure.settings)
    this.seed = signal(world.figure.seed)
  }

  /** The same for every run of a figure, so that slopes can be compared; a long way is drawn smaller. */
  get pixelsPerMillisecond(): number {
    const delay = Number.parseFloat(this.settings.value.delay)
    return delay > 40 ? 1.2 : delay > 20 ? 2.2 : 3.5
  }

  /** Begins to make the frame: the reader has reached for a control. */
  prepare(): void {
    pool.prepare()
  }

  change(settings: Partial<FigureSettings>, seed = this.seed.value): void {
    this.settings.value = { ...this.settings.value, ...settings }
    this.seed.value = seed
    void this.#run()
  }

  dispose(): void {
    this.#wishes++
    this.#close()
  }

  async #run(): Promise<void> {
    const wish = ++this.#wishes
    this.#close()
    this.isRunning.value = true
    const began = performance.now()
    try {
      const recording = await this.#record(() => wish === this.#wishes)
      if (wish !== this.#wishes) return
      this.recording.value = recording
      this.moment.value = null
      this.note.value = strings.figure.ranHere(Math.round(performance.now() - began))
    } catch (error) {
      if (wish !== this.#wishes) return
      this.note.value = strings.figure.failed(error instanceof Error ? error.message : String(error))
    }
    this.isRunning.value = false
    this.#close()
    pool.prepare()
  }

  /** A new frame, a new world; its records gather until nothing more happens in it. */
  async #record(isWanted: () => boolean): Promise<Recording> {
    const recording = new Recording()
    const sandbox = await pool.take()
    if (!isWanted()) {
      sandbox.close()
      return recording
    }
    this.#sandbox = sandbox
    const ended = new Promise<never>((_resolve, reject) => {
      sandbox.watch({
        records: (_world, records) => recording.add(records),
        truncated: () => {},
        stuck: () => {},
        again: () => {},
        gone: () => reject(new Error(strings.trouble.memoryTitle)),
        failed: (message) => reject(new Error(message)),
      })
    })
    const { figure, files, topology } = this.#world
    const port = sandbox.openWorld('figure', { topology, seed: this.seed.value, files: { submission: { ...files } } })
    const play = connectLab(port).then((lab) => playFigure(lab, figure, this.settings.value))
    await Promise.race([play, ended])
    return recording
  }

  #close(): void {
    this.#sandbox?.close()
    this.#sandbox = null
  }
}
