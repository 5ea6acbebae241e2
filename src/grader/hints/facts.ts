import type { Params } from '../exercise/index.ts'
import type { Evidence } from '../report/index.ts'
import type { CaptureAnswer } from './capture-questions.ts'

/** How often a host sent each of these flags. */
export type FlagCounts = Record<'SYN' | 'FIN' | 'RST' | 'data', number>

/** The TCP connection of the value that an assertion examined, or waited for in vain. */
export interface ConnectionFacts {
  /** The host of the program at its other end. */
  program: string
  /** Everything that the test sent, and everything that the program sent. */
  said: Uint8Array
  heard: Uint8Array
  /** The first wrong byte of `heard`: its offset, the packet that carried it, and how much of `said` had arrived by then. */
  wrong?: { offset: number; packet: number; arrived: number }
  /** What the program sent on it. */
  sent: FlagCounts
}

/** A byte before which the stream had to be cut for the test to fail. */
export interface Cut {
  offset: number
  stream: Uint8Array
}

/** Results of the submission's tests, by id. */
export type TestOutcomes = ReadonlyMap<string, 'passed' | 'failed' | 'other'>

/** Everything that predicates examine: the evidence of one failed assertion. */
export interface Facts {
  test: string
  /** The label of the assertion; null where its author gave none and the step has no words either. */
  about: string | null
  evidence: Evidence
  /** The two values that were compared; no `expected` if the right value is unknown. */
  compared?: { actual: unknown; expected?: unknown }
  connection?: ConnectionFacts
  /** What tests sent on other connections of the same world. */
  others: Uint8Array[]
  cuts: Cut[]
  /** By host, over all connections of the world. */
  sent: Readonly<Record<string, FlagCounts>>
  captures: ReadonlyMap<string, CaptureAnswer>
  params: Params
}
