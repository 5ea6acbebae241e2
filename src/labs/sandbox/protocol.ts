import type { Files, LoadedExercise, Report, TestResult } from '../../grader/index.ts'
import type { Moment, OpenBackendOptions, WorldRecipe, WorldRecord } from '../../runtime/lab/index.ts'
import type { Nanoseconds } from '../../runtime/network/index.ts'
import type { AddOnName } from '../../runtime/node/library/index.ts'
import type { CallPlace } from '../recording/index.ts'

/** Page → frame. Ports that travel with `worker` go on to the worker. */
export type FrameMessage =
  | { kind: 'ping'; number: number }
  | { kind: 'worker'; name: string; source: string; start: unknown }
/** Frame → page. */
export type FrameReport =
  | { kind: 'ready' }
  | { kind: 'pong'; number: number }
  | { kind: 'worker-error'; worker: string; message: string }

/** The first message of the world's worker; the port to the page travels with it. */
export interface WorldStart {
  kind: 'start'
  /** `generated/node-library-page.json`, as text. */
  library: string
  /** `generated/node-realm.js`: what a Node process is made of, compiled anew for each. */
  runtime: string
  /** What serves `load()` in a program's process, by absolute path, its entry first. */
  loadDriver: Files
}

/** What a world is opened with; the topology is the file's text, as everywhere. */
export interface WorldRequest extends Omit<OpenBackendOptions, 'observe'> {
  topology: { file: string; text: string }
  /** A recipe to replay, to its end or to a moment in it; the rest of the request is then ignored. */
  replay?: { recipe: WorldRecipe; until?: Partial<Moment> }
}

/**
 * Page, or tests' worker → world's worker. `open` brings the port on which the new world serves its Lab; worlds whose programs may ask for an
 * add-on open once these have come, since a program's `require` cannot wait.
 */
export type WorldMessage =
  | { kind: 'ping'; number: number }
  /** Asks for a `mark` behind all that has been reported so far. */
  | { kind: 'mark' }
  | { kind: 'add-ons'; addOns: AddOnTexts }
  | { kind: 'open'; world: string; request: WorldRequest }

/** `generated/add-on-….json`, as text; null where it could not be fetched. */
export type AddOnTexts = Record<AddOnName, string | null>

/** World's worker → page. */
export type WorldReport =
  | { kind: 'ready' }
  | { kind: 'pong'; number: number }
  | { kind: 'mark' }
  /** A program of an earlier world has frozen objects of the language: this world needs another worker. Its port comes back with it. */
  | { kind: 'refused'; world: string; request: WorldRequest }
  /** `places`: the lines of the programs that the packets among them came from. */
  | { kind: 'records'; world: string; records: WorldRecord[]; places: CallPlace[] }
  /** The recording is full: what comes later is not kept. */
  | { kind: 'truncated'; world: string; at: Nanoseconds }
  | { kind: 'failed'; world: string; message: string }

/** The first message of the tests' worker; the port to the page travels with it. */
export interface TestStart {
  kind: 'start'
  exercise: LoadedExercise
  submission: Files
  /** Stages of hints that the learner opened: some cost points. */
  hintsOpened: number
  seed: number
  variant: string
  platform: string
  node: string
}
/** Page → tests' worker: a world died before it could say so itself. */
export interface TestMessage {
  kind: 'gone'
  world: string
  reason: string
}
/** Tests' worker → page. `open` brings the port on which the new world shall serve its Lab. */
export type TestReport =
  | { kind: 'open'; world: string; request: WorldRequest }
  /** This world, up to its packet of that number, is what the test's result stands on. */
  | { kind: 'recorded'; test: string; world: string; packets: number }
  | { kind: 'result'; result: TestResult }
  | { kind: 'report'; report: Report }
  | { kind: 'failed'; message: string }
