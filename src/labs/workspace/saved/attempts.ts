import { signal } from '@preact/signals'
import { setAside, type TextStorage } from '../../progress/index.ts'
import { sameTexts, type Texts } from './saved-files.ts'

/** The learner's files at the time of a run, a check or a replacement. */
export interface Attempt {
  /** Milliseconds since 1970, by the learner's clock. */
  at: number
  kind: 'run' | 'check' | 'before'
  files: Texts
  /** Result of a check. */
  passed?: number
  of?: number
  /** The check ran to its end: it was neither stopped nor refused, and no endless loop cut it short. */
  ended?: boolean
}

const MOST_ATTEMPTS = 40
/** Characters of all attempts of an exercise: storage is small and shared. */
const MOST_CHARACTERS = 200_000

export const attemptsKey = (exercise: string): string => `ackademy:attempts:${exercise}`

/**
 * History of an exercise's runs and checks, the latest first. An attempt without changes since the last is not stored
 * again.
 */
export class Attempts {
  readonly #key: string
  #storage: TextStorage | null = null
  /** False once the storage took nothing more: then the list in memory is the longer one. */
  #isStored = true
  readonly list = signal<readonly Attempt[]>([])

  constructor(exercise: string) {
    this.#key = attemptsKey(exercise)
  }

  attach(storage: TextStorage | null): void {
    this.#storage = storage
    this.refresh()
  }

  /** Reads what is stored: another tab may have added to it. */
  refresh(): void {
    if (this.#storage === null) return
    const text = this.#storage.getItem(this.#key) ?? '[]'
    const stored = readList(text)
    // A damaged history must not keep the exercise from opening.
    if (stored === null) setAside(this.#storage, this.#key, text)
    this.list.value = (stored ?? []).filter(isAttempt)
  }

  keep(attempt: Attempt): void {
    if (this.#isStored) this.refresh()
    const [last, ...others] = this.list.value
    const isSame = last !== undefined && sameTexts(last.files, attempt.files)
    // A check says more about the same files than a run does.
    if (isSame && (attempt.kind !== 'check' || attempt.of === undefined)) return
    const ended = attempt.ended || (isSame && last.ended) ? { ended: true } : {}
    this.#store([{ ...attempt, ...ended }, ...(isSame ? others : this.list.value)])
  }

  #store(attempts: readonly Attempt[]): void {
    let characters = 0
    this.list.value = attempts.slice(0, MOST_ATTEMPTS).filter(({ files }, index) => {
      characters += Object.values(files).reduce((sum, text) => sum + text.length, 0)
      return index === 0 || characters <= MOST_CHARACTERS
    })
    try {
      this.#storage?.setItem(this.#key, JSON.stringify(this.list.value))
      this.#isStored = true
    } catch {
      this.#isStored = false
      // Then the history lasts as long as the page; the files are stored separately.
    }
  }
}

function readList(text: string): unknown[] | null {
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list : null
  } catch {
    return null
  }
}

function isAttempt(value: unknown): value is Attempt {
  const { at, kind, files } = (value ?? {}) as Partial<Attempt>
  return (
    typeof at === 'number' &&
    (kind === 'run' || kind === 'check' || kind === 'before') &&
    typeof files === 'object' &&
    files !== null &&
    Object.values(files).every((text) => typeof text === 'string')
  )
}
