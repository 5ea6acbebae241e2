import type { NetworkDescription } from '#network'
import type { Schedule } from './schedule.ts'

/**
 * A world as data: its description and everything that was done to it. The same recipe gives the same packets, byte for
 * byte, on every machine. The format may change between versions of the platform; `version` names it.
 */
export interface WorldRecipe {
  version: 1
  /** Version of the platform, if known: another one may give other packets. */
  platform?: string
  description: NetworkDescription
  seed: number
  files: { submission: Files; programs: Files }
  schedule?: Schedule
  limits?: WorldLimits
  journal: JournalEntry[]
}

/** A moment of a run: after so many events, at that time (nanoseconds). */
export interface Moment {
  events: number
  at: number
}

/** A batch of commands without its looks, or a pause or resume. */
export type JournalEntry = JournalBatch | JournalPause

export interface JournalBatch extends Moment {
  kind: 'batch'
  batch: Batch
  /** Where the world was paused in the middle of this batch. */
  paused?: Moment
}

export interface JournalPause extends Moment {
  kind: 'pause' | 'resume'
}

/** Test → world. `id`s are chosen by the test's side, so a handle (`#7`, made by command 7) exists before its answer. */
export interface Batch {
  batch: number
  commands: Command[]
  /**
   * Whether the world may run. False while the test awaits the answer of an act or a look: it may act again at this same instant, so
   * the world stands still although earlier waits are pending. True when nothing but waits can make the test go on.
   */
  run: boolean
  /** Abandon these waits: their test has ended. */
  cancel?: number[]
}

export interface Command {
  id: number
  kind: CommandKind
  /** The target object: `lab`, `host:server`, `link:0`, `link:0>client` (what one end sends), `#7` (what command 7 made). */
  on: string
  op: string
  args: unknown[]
  /** A wait's limit in milliseconds, counted from its execution; without it the world's default (`WorldDescription.within`). */
  within?: number
}

export type CommandKind = 'act' | 'look' | 'wait'

/** Relative path → text. */
export type Files = Record<string, string>

/** Beyond a limit the world stops and every later operation fails with the reason. */
export interface WorldLimits {
  /** Default `within` of a wait, in milliseconds. */
  within?: number
  /** The test's total time limit, in milliseconds: on real time it ends operations without their own limit. */
  waits?: number
  /** Time limit of the world, in milliseconds of its own time. */
  time?: number
  /** Frames recorded. */
  packets?: number
  /** Limit on the bytes that one process writes to standard output, and the same for standard error. */
  output?: number
  /** Limit on the bytes that one process may write in total; beyond it the process is ended. */
  written?: number
  /** Whether programs may have raw and packet sockets (CAP_NET_RAW); default: yes. */
  rawSockets?: boolean
}
