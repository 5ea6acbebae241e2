import type { CaptureClients } from '#lab'
import type { Nanoseconds } from '#network'
import type { Recording } from '../recording/index.ts'

/** Where the shown world comes from: the learner's run, a test, or a capture file. */
export interface Shown {
  source: 'run' | 'test' | 'file'
  /** The test's id, or the file's name. */
  id: string
  recording: Recording
  /** Number of the first packet shown; earlier ones prepared the test's world. */
  begins?: number
  /** The first wrong packet. */
  firstWrong: number | null
  /** For a test that failed in several worlds: the one with the fewest cuts or faults. */
  isSmallest?: boolean
  /** The test passed in it. */
  isPassed?: boolean
  /** What the test did, for the timeline. */
  steps?: readonly TimelineStep[]
}

/** What a test did at a moment: `send "hel"`. */
export interface TimelineStep {
  at: Nanoseconds
  text: string
  isFailed: boolean
}

/** The clients of an opened capture, with its file's name. */
export interface OpenedClients extends CaptureClients {
  readonly name: string
}
