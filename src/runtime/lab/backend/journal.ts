import type { Clock } from '#network'
import type { Batch, Command, JournalBatch, JournalEntry, Moment } from '../api/index.ts'
import { toMilliseconds } from '../duration.ts'

/** Limit on stored bytes of commands: no manual session reaches it, and a longer recipe could not be passed on. */
const MOST_BYTES = 64 * 2 ** 20
/** Bytes of a command beside the data that it carries. */
const COMMAND_OVERHEAD = 200

/**
 * Log of everything done to a world from outside, with its moment: batches of commands in order. Executed in the same order
 * on a new world, they reproduce the run. Looks change nothing and are left out. Time that passed in small steps, one per
 * frame of a page, is stored as one step.
 */
export class Journal {
  readonly #clock: Clock
  #entries: JournalEntry[] = []
  #bytes = 0
  #isFull = false
  /** Latest batch that only let time pass. */
  #passage: JournalBatch | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Null if there was more than the journal can hold. */
  get entries(): readonly JournalEntry[] | null {
    return this.#isFull ? null : this.#entries
  }

  get now(): Moment {
    return { events: this.#clock.happened, at: this.#clock.now }
  }

  /**
   * Logs a batch before its execution. Call the returned function afterwards; `alone`: no other wait was pending in
   * between.
   */
  begin(batch: Batch): (outcome: { paused: boolean; alone: boolean }) => void {
    const commands = batch.commands.filter(({ kind }) => kind !== 'look')
    if (commands.length === 0 && batch.cancel === undefined && !batch.run) return () => {}
    const entry: JournalBatch = { kind: 'batch', ...this.now, batch: structuredClone({ ...batch, commands }) }
    this.#keep(
      entry,
      commands.reduce((sum, command) => sum + weight(command), 0),
    )
    return ({ paused, alone }) => {
      if (paused) entry.paused = this.now
      else if (alone && onlyLetsTimePass(batch)) this.#joinWithFormer(entry)
    }
  }

  note(kind: 'pause' | 'resume'): void {
    this.#keep({ kind, ...this.now }, 0)
  }

  #keep(entry: JournalEntry, bytes: number): void {
    this.#bytes += bytes + COMMAND_OVERHEAD
    if (this.#bytes > MOST_BYTES) this.#isFull = true
    if (this.#isFull) this.#entries = []
    else this.#entries.push(entry)
  }

  /** Merges two batches that did nothing but let time pass. */
  #joinWithFormer(entry: JournalBatch): void {
    const [former, latest] = this.#entries.slice(-2)
    if (latest !== entry || former === undefined || former !== this.#passage) {
      this.#passage = entry
      return
    }
    const [command] = entry.batch.commands
    const until: Command = { ...command!, op: 'until', args: [toMilliseconds(this.#clock.now)] }
    this.#passage = { ...this.#passage, batch: { ...entry.batch, commands: [until] } }
    this.#entries.splice(-2, 2, this.#passage)
    this.#bytes -= 2 * COMMAND_OVERHEAD
  }
}

function onlyLetsTimePass({ commands, cancel }: Batch): boolean {
  const [command] = commands
  if (cancel !== undefined || command === undefined || commands.length > 1 || command.on !== 'clock') return false
  return command.op === 'advance' || command.op === 'until'
}

function weight({ args }: Command): number {
  return COMMAND_OVERHEAD + args.reduce<number>((sum, arg) => sum + weightOf(arg), 0)
}

function weightOf(value: unknown): number {
  if (typeof value === 'string') return 2 * value.length
  if (value instanceof Uint8Array) return value.length
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + weightOf(one), 0)
  return typeof value === 'object' && value !== null ? weightOf(Object.values(value)) : 8
}
