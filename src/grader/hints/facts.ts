import type { Params } from '../exercise/index.ts'
import type { Evidence } from '../report/index.ts'
import type { CaptureAnswer } from './capture-questions.ts'

/** How often a host sent each of these. */
export type FlagCounts = Record<'SYN' | 'FIN' | 'RST' | 'data', number>

/** The TCP connection over which came, or did not come, what an assertion looked at. */
export interface ConnectionFacts {
  /** The host of the program at its other end. */
  program: string
  /** All that the test sent, and all that the program sent. */
  said: Uint8Array
  heard: Uint8Array
  /** Where in `heard` the first byte is that should be another one, the packet that carried it, and how much of `said` had come by then. */
  wrong?: { offset: number; packet: number; arrived: number }
  /** What the program sent on it. */
  sent: FlagCounts
}

/** A byte before which the stream had to be cut for the test to fail. */
export interface Cut {
  offset: number
  stream: Uint8Array
}

/** How the tests of a submission ended, by their ids. */
export type TestOutcomes = ReadonlyMap<string, 'passed' | 'failed' | 'other'>

/** All that predicates look at: the evidence of one failed assertion. */
export interface Facts {
  test: string
  /** The label of the assertion; null where its author gave none and the step has no words either. */
  about: string | null
  evidence: Evidence
  /** The two values that were compared; without `expected` where it is not known what should have come. */
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
