import { type BackendName, hashFiles, lessonOf, messagesIn, type Params } from '../exercise/index.ts'
import { type ChosenCause, chooseCauses } from '../hints/index.ts'
import type { PlannedTest } from '../plan/index.ts'
import { isFailure, isUndecided, Report, score, type TestResult } from '../report/index.ts'
import type { Rejection } from './admit.ts'
import type { GradeRequest } from './grade-request.ts'
import type { TestRun } from './test-run.ts'

interface Parts {
  request: GradeRequest
  params: Params
  runs: ReadonlyMap<PlannedTest, TestRun>
  rejection: Rejection | null
}

/** Builds the report of a submission and checks it against its own schema, so that every written report can be read. */
export function buildReport({ request, params, runs, rejection }: Parts): Report {
  const { exercise, submission, seed, variant } = request
  const tests = [...runs].map(([test, run]) => resultOf(test, run, request.backend))
  const undecided = tests.find((test) => isUndecided(test.status))
  const status =
    undecided === undefined ? 'graded' : undecided.status === 'ungradable' ? 'ungradable' : 'platform-error'
  return Report.parse({
    schema: 'https://ackademy.test/report/1',
    exercise: {
      id: exercise.exercise.id,
      title: exercise.exercise.title,
      hash: exercise.hash,
      points: exercise.exercise.points,
    },
    submission: {
      hash: hashFiles(submission),
      ...(request.learner !== undefined && { learner: request.learner }),
      attempt: request.attempt ?? 1,
      files: Object.keys(submission).sort(),
    },
    inputs: { variant, params, seed, platform: request.platform, node: request.node },
    authority: request.authority,
    status,
    ...(undecided && { reason: `${undecided.id}: ${undecided.reason}` }),
    ...(rejection && { rejected: rejection }),
    score: undecided ? null : score(exercise.exercise, tests, exercise.hints.stages, request),
    tests,
    hints: undecided ? [] : hintsFor({ request, params, runs }),
    replay: replayCommand(request, tests),
    run: {
      startedAt: request.startedAt.toISOString(),
      tookMs: Math.round(request.elapsedMs()),
      host: request.host,
      lagMs: Math.max(0, ...[...runs.values()].map((run) => run.lagMs ?? 0)),
    },
  } satisfies Report)
}

/** Chooses hints for each failed test by its own evidence; nothing is taken from another test. */
function hintsFor({ request: { exercise }, params, runs }: Omit<Parts, 'rejection'>): Report['hints'] {
  const { hints } = exercise
  const tests = new Map([...runs].map(([test, run]) => [test.id, outcomeOf(run)]))
  const messages = messagesIn(hints, params)
  return [...runs].flatMap(([test, { facts }]) => {
    if (!facts) return []
    const chosen = chooseCauses(hints.causes, { facts, tests, messages })
    return hintOf(exercise, test.id, chosen)
  })
}

const outcomeOf = ({ status }: TestRun): 'passed' | 'failed' | 'other' =>
  status === 'passed' ? 'passed' : isFailure(status) ? 'failed' : 'other'

function hintOf(exercise: GradeRequest['exercise'], test: string, [first, second]: ChosenCause[]): Report['hints'] {
  if (!first) return []
  const { cause } = first
  const lesson = lessonOf(exercise, cause)
  const text = second ? `One of two things. Either: ${first.text} Or: ${second.text}` : first.text
  const alsoMatched = second ? [second.cause.id] : []
  // A cause that the evidence shows goes straight to the second stage: what happened, and the packet or line that shows it.
  return [{ id: cause.id, stage: 2, text, test, show: cause.show, ...(lesson && { lesson }), alsoMatched }]
}

function replayCommand(request: GradeRequest, tests: readonly TestResult[]): string {
  const { exercise, backend, variant, seed, submissionName = 'DIR' } = request
  const failed = tests.find((test) => isFailure(test.status))
  const words = [
    'ackademy grade',
    exercise.exercise.id,
    shellWord(submissionName),
    '--backend',
    backend,
    '--variant',
    variant,
    '--seed',
    seed,
  ]
  return [...words, ...(failed ? ['--test', failed.id] : [])].join(' ')
}

/** Quotes text as one word of a shell. */
const shellWord = (text: string) => (/^[\w./~:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

/** The row of the report for one test. */
export function resultOf(test: PlannedTest, run: TestRun, backend: BackendName): TestResult {
  const { status, reason, took, evidence, runs, begins } = run
  return {
    id: test.id,
    title: test.title,
    file: test.file.split('.')[0] as TestResult['file'],
    status,
    ...(reason !== undefined && { reason }),
    backend,
    took,
    runs,
    ...(begins !== undefined && { begins }),
    ...(evidence && { evidence }),
  }
}
