import { signal } from '@preact/signals'

export type Texts = Readonly<Record<string, string>>
/** Data stored for one exercise. */
interface Stored {
  version: 1
  files: Record<string, string>
  /** Files before the last reset, for undo. */
  beforeReset: Record<string, string> | null
}
/** `localStorage`, or anything with its interface. */
export type TextStorage = Pick<globalThis.Storage, 'getItem' | 'setItem'>

/** Valid names for a learner's own file. */
export const FILE_NAME = /^(?!\/)(?!.*\/\/)(?!.*\.\.)[\w./-]{1,60}\.(ts|js|mjs|cjs|json|md|txt)$/

const storageKey = (exercise: string): string => `ackademy:files:${exercise}`

/**
 * The learner's files of one exercise. Every change is stored at once, so nothing typed is lost by a reload, a crash or
 * a reset. If the browser forbids storage, the files last as long as the page, and `isStored` is false.
 */
export class SavedFiles {
  readonly #key: string
  readonly starter: Texts
  #storage: TextStorage | null = null
  readonly texts = signal<Texts>({})
  readonly isStored = signal(true)
  readonly beforeReset = signal<Texts | null>(null)

  constructor(exercise: string, starter: Texts) {
    this.#key = storageKey(exercise)
    this.starter = starter
    this.texts.value = { ...starter }
  }

  /** Loads what was stored; from then on stores every change. The page renders before it has a storage. */
  attach(storage: TextStorage | null): void {
    this.#storage = storage
    this.isStored.value = storage !== null
    const stored = this.#load()
    if (!stored) return
    // Files added to the exercise since then start with their initial text.
    this.texts.value = { ...this.starter, ...named(stored.files) }
    this.beforeReset.value = stored.beforeReset
  }

  /** True if something differs from the starter. */
  get isChanged(): boolean {
    const { value } = this.texts
    return Object.keys({ ...this.starter, ...value }).some((file) => value[file] !== this.starter[file])
  }

  change(file: string, text: string): void {
    if (this.texts.value[file] === text) return
    this.#replace({ ...this.texts.value, [file]: text })
  }

  /** Replaces all files, to restore an attempt; files of the exercise that it lacks get their initial text. */
  replaceAll(files: Texts): void {
    this.#replace({ ...this.starter, ...named(files) })
  }

  /** Deletes a file of the learner's own; those of the exercise stay. */
  remove(file: string): void {
    if (file in this.starter) return
    this.#replace(Object.fromEntries(Object.entries(this.texts.value).filter(([name]) => name !== file)))
  }

  rename(file: string, name: string): void {
    if (file in this.starter || this.texts.value[file] === undefined) return
    const entries = Object.entries(this.texts.value).map(([key, text]) => [key === file ? name : key, text])
    this.#replace(Object.fromEntries(entries))
  }

  /** Restores the initial files; keeps the current ones for `undoReset`. */
  reset(): void {
    this.beforeReset.value = this.texts.value
    this.#replace({ ...this.starter })
  }

  undoReset(): void {
    const before = this.beforeReset.value
    if (!before) return
    this.beforeReset.value = null
    this.#replace(before)
  }

  #replace(texts: Texts): void {
    this.texts.value = texts
    const stored: Stored = { version: 1, files: texts, beforeReset: this.beforeReset.value }
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

/** Keeps only valid files: storage can contain anything. */
function named(files: Texts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files ?? {}).filter(([name, text]) => FILE_NAME.test(name) && typeof text === 'string'),
  )
}
