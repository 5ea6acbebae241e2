import type { Time } from './values.ts'

/** Error codes, grouped by cause: the cause decides what a report says. */
export type LabErrorCode =
  // The program under test: the test failed.
  | 'TIMEOUT'
  | 'UNEXPECTED'
  | 'END'
  | 'RESET'
  | 'REFUSED'
  | 'UNREACHABLE'
  /** A program ended that the test did not end. Takes precedence over all of the above, because it is the cause. */
  | 'EXITED'
  /** This backend cannot do it: the test was not run. */
  | 'NOT_SUPPORTED'
  /** The harness was too slow: run again, then ungradable. */
  | 'LAG'
  // The author's fault, or ours: a platform error.
  | 'MISUSE'
  | 'PLATFORM'

/** A position in one of the program's files; lines and columns count from 1. */
export interface SourcePlace {
  file: string
  line: number
  column?: number
}

/** A process that ended while the test waited for something else. */
export interface EndedProcess {
  name: string
  exit: {
    code: number | null
    signal: string | null
    at: Time
    /** Why the platform ended it. */
    reason?: string
    error?: { name: string; message: string; code?: string; at?: SourcePlace }
  }
  /** The end of what it wrote to standard error. */
  stderr: string
}

/** A `LabError` as data: what crosses the port and what a report keeps. */
export interface LabErrorData {
  code: LabErrorCode
  expected: string
  seen: string
  at: Time
  packets: number[]
  process?: EndedProcess
  wanted?: Wanted
}

/** The expectation in plain words, where `expected` contains a filter and so is no sentence for a learner. */
export interface Wanted {
  words: string
  /** True if the test's author wrote the words; otherwise they are the platform's, which say little. */
  isNamed: boolean
}

/** Error thrown by every operation of a Lab. The message is a sentence; reports and hints use the parts. */
export class LabError extends Error {
  override readonly name = 'LabError'
  readonly code: LabErrorCode
  /** `a line from server:9000 within 1 s`. */
  readonly expected: string
  /** `the end of the stream after 0 bytes (packet 12, FIN)`. */
  readonly seen: string
  readonly at: Time
  /** Numbers of the packets concerned. */
  readonly packets: number[]
  readonly process?: EndedProcess
  readonly wanted?: Wanted

  constructor(data: LabErrorData) {
    super(sentence(data))
    this.code = data.code
    this.expected = data.expected
    this.seen = data.seen
    this.at = data.at
    this.packets = data.packets
    if (data.process) this.process = data.process
    if (data.wanted) this.wanted = data.wanted
  }

  /** The same as plain data, for a message or a report. */
  toData(): LabErrorData {
    const { code, expected, seen, at, packets, process, wanted } = this
    return { code, expected, seen, at, packets, ...(process && { process }), ...(wanted && { wanted }) }
  }
}

/** Returns whether this is a LabError, including one made by another copy of this module (another bundle or worker). */
export function isLabError(error: unknown): error is LabError {
  return error instanceof Error && error.name === 'LabError' && 'code' in error && 'expected' in error
}

function sentence({ code, expected, seen, process }: LabErrorData): string {
  const ended = process ? `\n${process.name} said:\n${process.stderr.trimEnd()}` : ''
  if (!expected) return `${code}: ${seen}`
  return `${code}: expected ${expected}, but saw ${seen}${process?.stderr ? ended : ''}`
}
