import { signal } from '@preact/signals'

type Texts = Readonly<Record<string, string>>
/** What is stored for one exercise. */
interface Stored {
  version: 1
  files: Record<string, string>
  /** What was there before the last reset, so that it can be undone. */
  beforeReset: Record<string, string> | null
}
/** `localStorage`, or anything that acts like it. */
export type TextStorage = Pick<globalThis.Storage, 'getItem' | 'setItem'>

/**
 * The learner's files of one exercise. Every change is stored at once; nothing typed is lost by a reload, a crash or a reset. Where
 * the browser forbids storage, the files live as long as the page and `isStored` says so.
 */
export class SavedFiles {
  readonly #key: string
  readonly #starter: Texts
  #storage: TextStorage | null = null
  readonly texts = signal<Texts>({})
  readonly isStored = signal(true)
  readonly beforeReset = signal<Texts | null>(null)

  constructor(exercise: string, starter: Texts) {
    this.#key = `ackademy:files:${exercise}`
    this.#starter = starter
    this.texts.value = { ...starter }
  }

  /** Brings back what was stored; from now on every change is stored too. The page is drawn before it has a storage. */
  attach(storage: TextStorage | null): void {
    this.#storage = storage
    this.isStored.value = storage !== null
    const stored = this.#load()
    if (!stored) return
    // Files that the exercise gained since then appear as they start; files that it lost are kept in storage but not shown.
    this.texts.value = Object.fromEntries(
      Object.entries(this.#starter).map(([file, text]) => [file, stored.files[file] ?? text]),
    )
    this.beforeReset.value = stored.beforeReset
  }

  /** True when something differs from the starter. */
  get isChanged(): boolean {
    return Object.entries(this.texts.value).some(([file, text]) => text !== this.#starter[file])
  }

  change(file: string, text: string): void {
    if (this.texts.value[file] === text) return
    this.texts.value = { ...this.texts.value, [file]: text }
    this.#store()
  }

  /** Puts everything back to the start; what was there is kept for `undoReset`. */
  reset(): void {
    this.beforeReset.value = this.texts.value
    this.texts.value = { ...this.#starter }
    this.#store()
  }

  undoReset(): void {
    if (!this.beforeReset.value) return
    this.texts.value = this.beforeReset.value
    this.beforeReset.value = null
    this.#store()
  }

  #store(): void {
    const stored: Stored = { version: 1, files: this.texts.value, beforeReset: this.beforeReset.value }
    try {
      this.#storage?.setItem(this.#key, JSON.stringify(stored))
      this.isStored.value = this.#storage !== null
    } catch {
      this.isStored.value = false
    }
  }

  #load(): Stored | null {
    try {
      const text = this.#storage?.getItem(this.#key)
      const stored = text ? (JSON.parse(text) as Stored) : null
      return stored?.version === 1 ? stored : null
    } catch {
      return null
    }
  }
}
