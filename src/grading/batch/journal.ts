import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { UserError } from '../errors/index.ts'
import { Outcome } from './outcome.ts'

/** Conditions shared by all grades of a journal; others would not be comparable. */
export const Conditions = z.strictObject({
  journal: z.literal(1),
  exercise: z.string(),
  exerciseHash: z.string(),
  platform: z.string(),
  backend: z.string(),
  seed: z.number(),
  variant: z.string(),
  tests: z.array(z.string()).nullable(),
})
export type Conditions = z.output<typeof Conditions>

/**
 * Stores a batch's outcomes in a file, one line of JSON each. A line is on the disk before the outcome is reported, so
 * no reported outcome is lost; a line cut short by a crash is removed, and its submission graded again. One process at a
 * time writes it.
 */
export class Journal {
  /** The last outcome of each submission, by name. */
  readonly outcomes = new Map<string, Outcome>()
  readonly #file: number
  readonly #lock: string
  readonly #path: string

  /** Opens or creates it in `folder`. Throws a `UserError` if it belongs to another batch or is in use. */
  constructor(folder: string, conditions: Conditions, { fresh }: { fresh: boolean }) {
    mkdirSync(folder, { recursive: true })
    this.#lock = lock(join(folder, 'lock'))
    try {
      const path = join(folder, 'journal.ndjson')
      this.#path = path
      if (fresh) for (const name of ['journal.ndjson', 'reports', 'summary.csv']) clear(join(folder, name))
      const [head, ...lines] = existsSync(path) ? wholeLines(path) : []
      this.#file = openSync(path, 'a')
      if (head === undefined) this.#write(conditions)
      else checkConditions(folder, JSON.parse(head), conditions)
      for (const line of lines) {
        const outcome = Outcome.parse(JSON.parse(line))
        this.outcomes.set(outcome.name, outcome)
      }
    } catch (error) {
      rmSync(this.#lock)
      throw error
    }
  }

  add(outcome: Outcome): void {
    this.#write(outcome)
    this.outcomes.set(outcome.name, outcome)
  }

  close(): void {
    closeSync(this.#file)
    rmSync(this.#lock, { force: true })
  }

  #write(value: unknown): void {
    const bytes = Buffer.from(`${JSON.stringify(value)}\n`)
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at)
      fsyncSync(this.#file)
    } catch (error) {
      throw new UserError(
        `${this.#path} cannot be written (${(error as Error).message}), so no grade can be kept: make room, and give the same command again`,
      )
    }
  }
}

const clear = (path: string) => rmSync(path, { recursive: true, force: true })

/** Returns the file's lines, after removing an incomplete last one. */
function wholeLines(path: string): string[] {
  const bytes = readFileSync(path)
  const end = bytes.lastIndexOf(0x0a) + 1
  if (end < bytes.length) {
    const file = openSync(path, 'r+')
    ftruncateSync(file, end)
    closeSync(file)
  }
  return bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1)
}

function checkConditions(folder: string, found: unknown, expected: Conditions): void {
  const known = Conditions.safeParse(found)
  if (!known.success) throw new UserError(`${folder} has a journal that this version cannot read: --fresh begins anew`)
  const differing = (Object.keys(expected) as (keyof Conditions)[]).filter(
    (name) => !isDeepStrictEqual(known.data[name], expected[name]),
  )
  if (differing.length === 0) return
  const what = differing.map((name) => `${name} ${String(known.data[name])}, now ${String(expected[name])}`)
  throw new UserError(
    `${folder} has grades made under other conditions (${what.join('; ')}): --out names another folder, --fresh grades all anew`,
  )
}

/** Takes the lock; a lock whose process is gone is ignored. */
function lock(path: string): string {
  for (;;)
    try {
      const file = openSync(path, 'wx')
      writeSync(file, String(process.pid))
      closeSync(file)
      return path
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const owner = Number(readFileSync(path, 'utf8'))
      if (isAlive(owner))
        throw new UserError(
          `${path}: another batch (process ${owner}) is at work there; wait for it, or name another --out`,
        )
      rmSync(path, { force: true })
    }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
