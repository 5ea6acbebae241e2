import { signal } from '@preact/signals'
import { setAside, type TextStorage } from '../../progress/index.ts'

export type Texts = Readonly<Record<string, string>>
/** Data stored for one exercise. */
interface Stored {
  version: 1
  files: Record<string, string>
  /** Files before the last reset, for undo. */
  beforeReset: Record<string, string> | null
}

/** Valid names for a learner's own file. */
export const FILE_NAME = /^(?!\/)(?!.*\/\/)(?!.*\.\.)[\w./-]{1,60}\.(ts|js|mjs|cjs|json|md|txt)$/

export const filesKey = (exercise: string): string => `ackademy:files:${exercise}`

/**
 * The learner's files of one exercise. Every change is stored at once, so nothing typed is lost by a reload, a crash or
 * a reset. If the browser forbids storage, the files last as long as the page, and `isStored` is false. Other tabs may
 * store the same exercise: what they stored is read before it is written over.
 */
export class SavedFiles {
  readonly #key: string
  readonly starter: Texts
  #storage: TextStorage | null = null
  /** What this page last read or wrote: anything else was stored by another one. */
  #seen: string | null = null
  readonly texts = signal<Texts>({})
  readonly isStored = signal(true)
  readonly beforeReset = signal<Texts | null>(null)
  /** A stored text that this version cannot read; a copy of it is kept. */
  readonly unreadable = signal<string | null>(null)
  /** Hears of another page's files when a change here takes their place. */
  onReplacing: (theirs: Texts) => void = () => {}

  constructor(exercise: string, starter: Texts) {
    this.#key = filesKey(exercise)
    this.starter = starter
    this.texts.value = { ...starter }
  }

  /** Loads what was stored; from then on stores every change. The page renders before it has a storage. */
  attach(storage: TextStorage | null): void {
    this.#storage = storage
    this.isStored.value = storage !== null
    this.#seen = storage?.getItem(this.#key) ?? null
    this.#take(this.#seen)
  }

  /** Takes over what another page has stored since. Returns whether the texts differ from those before. */
  refresh(): boolean {
    const text = this.#storage?.getItem(this.#key) ?? null
    if (text === null || text === this.#seen) return false
    const before = this.texts.value
    this.#seen = text
    this.#take(text)
    return !sameTexts(before, this.texts.value)
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
    const theirs = this.#storage?.getItem(this.#key) ?? null
    const isForeign = theirs !== null && theirs !== this.#seen
    this.texts.value = texts
    const stored: Stored = { version: 1, files: texts, beforeReset: this.beforeReset.value }
    this.#write(JSON.stringify(stored))
    const files = isForeign ? readStored(theirs)?.files : undefined
    if (files && !sameTexts(files, texts)) this.onReplacing({ ...this.starter, ...named(files) })
  }

  #write(text: string): void {
    try {
      this.#storage?.setItem(this.#key, text)
      this.isStored.value = this.#storage !== null
      this.#seen = text
    } catch {
      this.isStored.value = false
    }
  }

  #take(text: string | null): void {
    if (text === null) return
    const stored = readStored(text)
    if (stored === null) {
      this.unreadable.value = text
      // Without room for a copy, nothing may be written over it.
      if (this.#storage !== null && !setAside(this.#storage, this.#key, text)) {
        this.#storage = null
        this.isStored.value = false
      }
      return
    }
    // Files added to the exercise since then start with their initial text.
    this.texts.value = { ...this.starter, ...named(stored.files) }
    this.beforeReset.value = stored.beforeReset
  }
}

/** Null for what is damaged, or stored by another version. */
function readStored(text: string): Stored | null {
  try {
    const stored = JSON.parse(text) as Partial<Stored> | null
    const { version, files, beforeReset } = stored ?? {}
    if (version !== 1 || typeof files !== 'object' || files === null) return null
    return { version, files, beforeReset: typeof beforeReset === 'object' ? beforeReset : null }
  } catch {
    return null
  }
}

export function sameTexts(a: Texts, b: Texts): boolean {
  return Object.keys({ ...a, ...b }).every((name) => a[name] === b[name])
}

/** Keeps only valid files: storage can contain anything. */
function named(files: Texts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files ?? {}).filter(([name, text]) => FILE_NAME.test(name) && typeof text === 'string'),
  )
}
