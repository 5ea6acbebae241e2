import type { Files, LoadedExercise, Report, TestResult } from '#grader'
import type { Moment, OpenBackendOptions, WorldRecipe } from '#lab'
import type { Nanoseconds } from '#network'
import type { AddOnName } from '#node/library/index.ts'
import type { CallPlace } from '../recording/index.ts'
import type { PackedRecords } from './packed-records.ts'

/** Page → frame. Ports that travel with `worker` are passed on to the worker. */
export type FrameMessage =
  | { kind: 'ping'; number: number }
  | { kind: 'worker'; name: string; source: string; start: unknown }
/** Frame → page. */
export type FrameReport =
  | { kind: 'ready' }
  | { kind: 'pong'; number: number }
  | { kind: 'worker-error'; worker: string; message: string }

/** First message to the world's worker; the port to the page travels with it. */
export interface WorldStart {
  kind: 'start'
  /** `generated/node-library-page.json`, as text. */
  library: string
  /** `generated/node-realm.js`: the code of a Node process, compiled for each one. */
  runtime: string
  /** Serves `load()` in a program's process: files by absolute path, the entry first. */
  loadDriver: Files
}

/** Describes a world to open; the topology is the file's text, as everywhere. */
export interface WorldRequest extends Omit<OpenBackendOptions, 'observe'> {
  topology: { file: string; text: string }
  /** A recipe to replay, to its end or to a moment in it; the rest of the request is then ignored. */
  replay?: { recipe: WorldRecipe; until?: Partial<Moment> }
}

/**
 * Page, or tests' worker → world's worker. `open` brings the port on which the new world serves its Lab. Worlds whose
 * programs may load an add-on open only after the add-ons have arrived, since a program's `require` cannot wait; so it brings
 * the npm packages that they name, each as its JSON in `generated/packages`.
 */
export type WorldMessage =
  | { kind: 'ping'; number: number }
  /** Asks for a `mark` behind everything reported so far. */
  | { kind: 'mark' }
  | { kind: 'add-ons'; addOns: AddOnTexts }
  | { kind: 'open'; world: string; request: WorldRequest; packages: string[] }

/** `generated/add-on-….json`, as text; null if it could not be fetched. */
export type AddOnTexts = Record<AddOnName, string | null>

/** World's worker → page. */
export type WorldReport =
  | { kind: 'ready' }
  | { kind: 'pong'; number: number }
  | { kind: 'mark' }
  /**
   * A program of an earlier world has frozen built-in objects: this world needs another worker. Its port comes back
   * with it.
   */
  | { kind: 'refused'; world: string; request: WorldRequest }
  /** `places`: source lines of the packets among the records. */
  | { kind: 'records'; world: string; records: PackedRecords; places: CallPlace[] }
  /** The recording is full: later data is dropped. */
  | { kind: 'truncated'; world: string; at: Nanoseconds }
  | { kind: 'failed'; world: string; message: string }

/** First message to the tests' worker; the port to the page travels with it. */
export interface TestStart {
  kind: 'start'
  exercise: LoadedExercise
  submission: Files
  /** Stages of hints that the learner opened: some cost points. */
  hintsOpened: number
  /** The learner gave up and read the solution. */
  solutionShown: boolean
  seed: number
  variant: string
  platform: string
  node: string
  /** Only these tests; without it all. */
  tests?: string[]
}
/** Page → tests' worker: a world died before it could report that itself. */
export interface TestMessage {
  kind: 'gone'
  world: string
  reason: string
}
/** Tests' worker → page. `open` brings the port on which the new world should serve its Lab. */
export type TestReport =
  | { kind: 'open'; world: string; request: WorldRequest }
  /** The test's result is based on this world, up to its packet of that number. */
  | { kind: 'recorded'; test: string; world: string; packets: number }
  | { kind: 'result'; result: TestResult }
  | { kind: 'report'; report: Report }
  | { kind: 'failed'; message: string }
