import { z } from 'zod'
import { BackendName, Scalar } from '../exercise/index.ts'

/** Milliseconds since the world began. */
const Time = z.number()

export const ErrorCode = z.enum([
  'TIMEOUT',
  'UNEXPECTED',
  'END',
  'RESET',
  'REFUSED',
  'UNREACHABLE',
  'EXITED',
  'ASSERTION',
  'NOT_SUPPORTED',
  'LAG',
  'MISUSE',
  'PLATFORM',
])
export type ErrorCode = z.output<typeof ErrorCode>

const Source = z.strictObject({ file: z.string(), line: z.number().int(), column: z.number().int().optional() })

/** One operation of the test: its request, time and outcome. */
export const Step = z.strictObject({
  step: z.number().int(),
  from: Time,
  to: Time,
  on: z.string(),
  op: z.string(),
  args: z.string(),
  outcome: z.string(),
  packets: z.tuple([z.number().int(), z.number().int()]).nullable(),
  source: Source.optional(),
})

const ProcessSeen = z.strictObject({
  name: z.string(),
  host: z.string(),
  exit: z
    .strictObject({
      code: z.number().nullable(),
      signal: z.string().nullable(),
      error: z
        .strictObject({
          name: z.string(),
          code: z.string().optional(),
          message: z.string(),
          stack: z.array(Source).default([]),
        })
        .optional(),
    })
    .nullable(),
  /** The end of what it wrote. */
  stdout: z.string(),
  stderr: z.string(),
  /** Bytes that the program has written and its sockets have not sent yet. */
  queuedBytes: z.number(),
})

export const Evidence = z.strictObject({
  /** One sentence, the first thing shown. */
  sentence: z.string().min(1),
  /** The label of the assertion that failed: the name that its author, or the step, gives the value. */
  about: z.string().min(1).optional(),
  /** Observations from the packets: sentences that are true whatever the cause is. */
  observed: z.array(z.string().min(1)).default([]),
  /** The sentence has values or a filter in it, but no words of the test's author for them. */
  unnamed: z.literal(true).optional(),
  /** The line of the submission where an error or an endless loop stopped, and a sentence on why if that is certain. */
  place: Source.extend({ why: z.string().min(1).optional() }).optional(),
  code: ErrorCode,
  expected: z.string(),
  seen: z.string(),
  at: Time,
  /** Both texts if two values were compared; `firstDifference` is the index at which they differ. */
  values: z.strictObject({ expected: z.string(), actual: z.string(), firstDifference: z.number().int() }).optional(),
  /** The last 20. */
  steps: z.array(Step),
  packets: z
    .strictObject({
      /** SHA-256 of the recording as pcapng. */
      pcapng: z.string(),
      marked: z.array(z.number().int()),
      firstWrong: z.number().int().optional(),
      /** After this packet the expected one did not come. */
      expectedAfter: z.number().int().optional(),
      /** The row in `ladder`, from 0, of the first wrong packet or of the one after which something was expected. */
      firstWrongRow: z.number().int().optional(),
      ladder: z.array(z.string()),
    })
    .optional(),
  /** How the stream was cut, as a difference from "each piece as it was sent". */
  schedule: z
    .strictObject({
      kind: z.string(),
      minimised: z.boolean(),
      cut: z.array(z.number().int()),
      join: z.array(z.number().int()),
    })
    .optional(),
  /** The faults needed for the failure, each with the packet that it hit, if any. */
  faults: z.array(z.strictObject({ what: z.string(), packet: z.number().int().optional() })).default([]),
  /** Where the conversation first differs from the solution's under the same conditions. */
  reference: z
    .strictObject({
      sentence: z.string(),
      /** `client > server:9000 #2` */
      conversation: z.string(),
      about: z.enum(['conversation', 'syn-options', 'stream', 'flags', 'datagram']),
      packet: z.number().int().optional(),
      yours: z.string(),
      solution: z.string(),
    })
    .optional(),
  processes: z.array(ProcessSeen),
  leaks: z.array(z.strictObject({ kind: z.string(), process: z.string(), what: z.string(), since: Time })).default([]),
})
export type Evidence = z.output<typeof Evidence>

export const TestStatus = z.enum(['passed', 'failed', 'timed-out', 'not-run', 'ungradable', 'platform-error'])
export type TestStatus = z.output<typeof TestStatus>

export const TestResult = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    file: z.enum(['visible', 'practice', 'sealed']),
    /** `timed-out`: the learner's program was too slow or never answered; scores as failed. */
    status: TestStatus,
    /** Why not run, ungradable or platform error. */
    reason: z.string().optional(),
    backend: BackendName,
    /** The world's milliseconds. */
    took: z.number(),
    runs: z.number().int().default(1),
    /** The first packet of the test itself; earlier ones prepared its world, and replays leave them out. */
    begins: z.number().int().optional(),
    evidence: Evidence.optional(),
  })
  .superRefine((test, context) => {
    if (isFailure(test.status) && !test.evidence)
      context.addIssue({ code: 'custom', path: ['evidence'], message: 'evidence of a failure' })
    if (needsReason(test.status) && !test.reason)
      context.addIssue({ code: 'custom', path: ['reason'], message: `a reason for ${test.status}` })
  })
export type TestResult = z.output<typeof TestResult>

const needsReason = (status: TestStatus) => status === 'not-run' || isUndecided(status)
/** Costs the learner the test. */
export const isFailure = (status: TestStatus): boolean => status === 'failed' || status === 'timed-out'
/** Not the learner's fault: the whole submission has no grade. */
export const isUndecided = (status: TestStatus): boolean => status === 'ungradable' || status === 'platform-error'

export const HintShown = z.strictObject({
  id: z.string(),
  stage: z.number().int(),
  text: z.string(),
  /** The failed test that it explains: each has at most one. */
  test: z.string(),
  show: z.string(),
  /** The lesson to read again: its path below `content/`, and a section of it. */
  lesson: z.string().optional(),
  /** The other cause that the evidence allows; the text then names both. */
  alsoMatched: z.array(z.string()),
})

/** What becomes of a submission that could not be run at all: the sentence, and where. */
const Rejection = z.strictObject({ sentence: z.string().min(1), source: Source.optional() })

export const Score = z.strictObject({
  points: z.number(),
  of: z.number(),
  groups: z.array(z.strictObject({ id: z.string(), title: z.string(), points: z.number(), of: z.number() })),
  /** Points that the opened hints cost; already subtracted. */
  hintCost: z.number().default(0),
  /** The learner gave up and read the solution: no points. */
  solutionShown: z.literal(true).optional(),
})
export type Score = z.output<typeof Score>

/**
 * Report v1, for page, command line, database and exporters. Data only, in stable order, no wall time except in `run`: two
 * runs with the same inputs give the same report up to `run`.
 */
export const Report = z
  .strictObject({
    schema: z.literal('https://ackademy.test/report/1'),
    exercise: z.strictObject({ id: z.string(), title: z.string(), hash: z.string(), points: z.number() }),
    submission: z.strictObject({
      hash: z.string(),
      learner: z.string().optional(),
      attempt: z.number().int().default(1),
      files: z.array(z.string()),
    }),
    inputs: z.strictObject({
      variant: z.string(),
      params: z.record(z.string(), Scalar),
      seed: z.number().int(),
      platform: z.string(),
      node: z.string(),
    }),
    /** `practice` when graded in a browser or on the learner's own machine, `grade` only from the jail. */
    authority: z.enum(['practice', 'grade']),
    status: z.enum(['graded', 'ungradable', 'platform-error']),
    reason: z.string().optional(),
    /** Set when the submission was refused before any test ran: a file missing, a program that does not parse. Scores zero. */
    rejected: Rejection.optional(),
    score: Score.nullable(),
    tests: z.array(TestResult),
    /** For each failed test whose evidence shows why: the cause, or two that are both possible. */
    hints: z.array(HintShown),
    /** The command to type. Seed, variant and versions are in `inputs`. */
    replay: z.string(),
    run: z.strictObject({
      startedAt: z.iso.datetime(),
      tookMs: z.number(),
      host: z.string(),
      lagMs: z.number().default(0),
    }),
  })
  .superRefine((report, context) => {
    const issue = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if ((report.status === 'graded') !== (report.score !== null)) issue('score', 'a score exactly when graded')
    if (report.status !== 'graded' && !report.reason) issue('reason', 'a reason when not graded')
    if (report.status === 'graded' && report.tests.some((test) => isUndecided(test.status)))
      issue('tests', 'no test that could not be decided in a graded report')
  })
export type Report = z.output<typeof Report>

/** Whether the submission passed: it was graded, and every test that ran passed. */
export function hasPassed(report: Report): boolean {
  return (
    report.status === 'graded' &&
    !report.rejected &&
    report.tests.some((test) => test.status === 'passed') &&
    report.tests.every((test) => test.status === 'passed' || test.status === 'not-run')
  )
}
