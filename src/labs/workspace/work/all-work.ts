import { attemptsKey } from '../saved/index.ts'

/** All of a learner's work on this device, as one file. */
interface AllWork {
  kind: 'ackademy-work'
  version: 1
  /** The storage's contents, by key. */
  entries: Record<string, string>
}

type WholeStorage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'key' | 'length'>

/** Keys of work; those for the page's appearance stay on the device. */
const KEY = /^ackademy:(files|attempts|hints|passed|gaveup|variant|seed|progress|quiz|answers)(:[\w./-]{1,120})?$/
const MOST_BYTES = 32 * 2 ** 20
const MOST_TEXT = 4 * 2 ** 20

export function exportWork(storage: WholeStorage): string {
  const entries: Record<string, string> = {}
  for (let index = 0; index < storage.length; index++) {
    const key = storage.key(index)
    if (key !== null && KEY.test(key)) entries[key] = storage.getItem(key) ?? ''
  }
  const work: AllWork = { kind: 'ackademy-work', version: 1, entries }
  return JSON.stringify(work, null, 1)
}

/**
 * Imports such a file. Replaced files go to their exercise's history. Returns the number of exercises with files, or an
 * error message.
 */
export function importWork(storage: WholeStorage, text: string, now: number): number | string {
  const entries = readEntries(text)
  if (typeof entries === 'string') return entries
  let exercises = 0
  try {
    for (const [key, value] of entries) {
      const [, exercise] = /^ackademy:files:(.+)$/.exec(key) ?? []
      const before = storage.getItem(key)
      storage.setItem(key, value)
      if (exercise === undefined) continue
      exercises++
      if (before !== null && before !== value) keepBefore(storage, exercise, before, now)
    }
  } catch {
    return 'this browser’s storage is full.'
  }
  return exercises
}

function readEntries(text: string): [string, string][] | string {
  if (text.length > MOST_BYTES) return 'it is too large.'
  let work: Partial<AllWork> | null
  try {
    work = JSON.parse(text) as Partial<AllWork> | null
  } catch {
    return 'it is not JSON.'
  }
  if (work?.kind !== 'ackademy-work' || typeof work.entries !== 'object' || work.entries === null)
    return 'it was not exported from Ackademy.'
  if (work.version !== 1) return `it has version ${String(work.version)}; this page reads version 1.`
  const entries = Object.entries(work.entries)
  const isRight = ([key, value]: [string, unknown]) =>
    KEY.test(key) && typeof value === 'string' && value.length <= MOST_TEXT
  // Histories come first: files replaced by the import are added to them afterwards.
  return entries.every(isRight)
    ? entries.sort(([a], [b]) => (a < b ? -1 : 1))
    : 'it has entries that are not a learner’s work.'
}

function keepBefore(storage: WholeStorage, exercise: string, stored: string, now: number): void {
  try {
    const { files } = JSON.parse(stored) as { files: Record<string, string> }
    const history = JSON.parse(storage.getItem(attemptsKey(exercise)) ?? '[]') as unknown
    const attempts = Array.isArray(history) ? history : []
    storage.setItem(attemptsKey(exercise), JSON.stringify([{ at: now, kind: 'before', files }, ...attempts]))
  } catch {
    // Damaged data is not worth keeping.
  }
}
