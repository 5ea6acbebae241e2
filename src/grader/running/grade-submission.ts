import { readTopology } from '#lab'
import { messagesIn, type Params } from '../exercise/index.ts'
import type { PlannedTest } from '../plan/index.ts'
import { isFailure, type Report } from '../report/index.ts'
import { drawParams, topologyParams } from '../variants/index.ts'
import { admit } from './admit.ts'
import { buildReport, resultOf } from './build-report.ts'
import { withFacts } from './facts.ts'
import { withLoop } from './find-loop.ts'
import type { GradeRequest } from './grade-request.ts'
import { loadTests } from './load-tests.ts'
import { asItFailed, differenceIn, minimiseFailure } from './minimise-failure.ts'
import { Patience } from './patience.ts'
import { withReference } from './reference.ts'
import { runConfirmed, waitsMs } from './run-test.ts'
import { isSilent } from './silence.ts'
import { Strays } from './strays.ts'
import { budgetFor, choose, contextFor, scheduleOf } from './test-context.ts'
import type { RunContext, TestRun } from './test-run.ts'
import { notRun } from './verdict.ts'
import { decideInWorlds } from './worlds/index.ts'

/** Longest test, in the world's time, that Linux runs. */
const LONGEST_REAL_WAIT_MS = 3_000

/** Runs an exercise's tests on a submission and returns the report. Throws only for the exercise author's mistakes: `TestFileError`, `FileProblems`. */
export async function gradeSubmission(request: GradeRequest): Promise<Report> {
  const { exercise, submission, backend, variant, like = backend } = request
  const params = drawParams(exercise.exercise, variant, like)
  // Reports a wrong topology once, with file and line, instead of in every test.
  readTopology(exercise.topology.file, exercise.topology.text, topologyParams(exercise.exercise, params))
  const plan = await loadTests(exercise, params, request.compileFunction)
  const chosen = choose(plan, request.tests)
  const rejection = admit(exercise.exercise, submission)
  // Also between two tests: what the last one left may be rejected when its world closes, and is nobody's then.
  const strays = new Strays()
  try {
    const runs = rejection
      ? new Map(chosen.map((test) => [test, notRun(rejection.sentence)]))
      : await runAll(chosen, params, request)
    return buildReport({ request, params, runs, rejection })
  } finally {
    strays.stop()
  }
}

async function runAll(
  chosen: PlannedTest[],
  params: Params,
  request: GradeRequest,
): Promise<Map<PlannedTest, TestRun>> {
  const runs = new Map<PlannedTest, TestRun>()
  const patience = new Patience(budgetFor(request), request.loops?.stopAfter)
  let failed: string | null = null
  for (const test of chosen) {
    const context = contextFor(test, params, request, patience.budget)
    const outcome =
      failed === null
        ? (patience.end ?? (await decide(test, context, runs, request)))
        : notRun(`${failed} failed before it`)
    patience.note(outcome, test.id)
    const isKnown = [...runs.values()].some(isSilent)
    const decided = request.loops && !isKnown ? await withLoop(test, outcome, context) : outcome
    if (request.stopAtFirstFailure && isFailure(decided.status)) failed = test.id
    const known = withFacts(test, decided, params, messagesIn(request.exercise.hints, params))
    const run = mayCompare(known, runs, request)
      ? await withReference(test, known, context, solutionOf(request))
      : known
    const { recording, recipe, trace: _, ...kept } = run
    if (recording) request.onRecording?.(test.id, recording)
    if (recipe) request.onReplay?.(test.id, { ...recipe, platform: request.platform })
    runs.set(test, kept)
    request.onTest?.(resultOf(test, run, request.backend))
  }
  return runs
}

/** Number of failed tests whose conversation is compared with the solution's: later ones mostly show the same. */
const MOST_REFERENCES = 3

function mayCompare(
  { status, conditions, evidence }: TestRun,
  runs: ReadonlyMap<PlannedTest, TestRun>,
  request: GradeRequest,
): boolean {
  if (!request.reference || request.exercise.solution === null || !isFailure(status) || !conditions) return false
  // A line of the program says more than the packets that it did not send.
  if (evidence?.place) return false
  return [...runs.values()].filter((run) => isFailure(run.status)).length < MOST_REFERENCES
}

const solutionOf = ({ exercise }: GradeRequest) => exercise.solution ?? {}

/** Runs a test, again if the grader itself was too slow, and makes the schedule of a failure as small as possible. */
async function decide(
  test: PlannedTest,
  context: RunContext,
  earlier: ReadonlyMap<PlannedTest, TestRun>,
  request: GradeRequest,
): Promise<TestRun> {
  const { backend, like = backend, seed, retryAfterMs = [300, 1_000], stopAtFirstFailure, smallest = true } = request
  const waits = waitsMs(test)
  if (like === 'linux' && waits > LONGEST_REAL_WAIT_MS)
    return notRun(`the test lets ${waits / 1000} s pass, and this backend at most ${LONGEST_REAL_WAIT_MS / 1000} s`)
  const schedule = scheduleOf(test, seed)
  if (test.faults) return decideInWorlds(test, context, request)
  const run = await runConfirmed(test, { schedule, faults: [] }, context, retryAfterMs)
  if (!isFailure(run.status) || schedule.kind === 'whole' || stopAtFirstFailure || isSilent(run)) return run
  const siblings = [...earlier].filter(([other]) => family(other) === family(test))
  // A failure without any cuts is not caused by the schedule.
  if (siblings.some(([other, { status }]) => other.schedule.kind === 'whole' && isFailure(status))) return run
  if (!smallest) return asItFailed(test, run)
  const known = siblings.map(([, sibling]) => differenceIn(sibling)).filter((difference) => difference !== null)
  return minimiseFailure(test, run, context, known)
}

const family = ({ id }: PlannedTest) => id.split('/')[0]
