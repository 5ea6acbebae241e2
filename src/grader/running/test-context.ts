import type { Schedule } from '#lab'
import { hash32 } from '#network'
import { durationMs, matchesPattern, type Params } from '../exercise/index.ts'
import { captureQuestions } from '../hints/index.ts'
import { type PlannedTest, TestFileError } from '../plan/index.ts'
import { paramsFile, topologyParams } from '../variants/index.ts'
import type { GradeRequest } from './grade-request.ts'
import type { RunContext } from './test-run.ts'
import { TimeBudget } from './time-budget.ts'

/** Throws `TestFileError` if no test is selected. */
export function choose(plan: PlannedTest[], patterns: string[] | undefined): PlannedTest[] {
  if (!patterns) return plan
  const chosen = plan.filter((test) => patterns.some((pattern) => matchesPattern(pattern, test.id)))
  if (chosen.length > 0) return chosen
  throw new TestFileError(
    `found no test ${patterns.join(', ')}, expected one of ${plan.map((test) => test.id).join(', ')}`,
  )
}

type ContextNeeds = Pick<GradeRequest, 'exercise' | 'submission' | 'seed' | 'openWorld'> &
  Partial<Pick<GradeRequest, 'like' | 'onRecording' | 'onReplay' | 'waitedMs' | 'submissionMs'>>

/** Everything that the worlds of one test share. */
export function contextFor(
  test: PlannedTest,
  params: Params,
  request: ContextNeeds,
  budget = budgetFor(request),
): RunContext {
  const { exercise, submission, seed } = request
  const files = { ...submission, 'params.ts': paramsFile(exercise.exercise, params) }
  return {
    exercise: exercise.exercise,
    params,
    world: {
      topology: exercise.topology,
      params: topologyParams(exercise.exercise, params),
      seed,
      files: { submission: files, programs: exercise.programs },
    },
    openWorld: request.openWorld,
    questions: captureQuestions(exercise.hints.causes, test.id),
    skipLeaks: request.like === 'linux',
    recordAll: request.onRecording !== undefined,
    keepRecipes: request.onReplay !== undefined,
    waitedMs: request.waitedMs ?? (() => 0),
    budget,
  }
}

/** The time budget of the whole submission, starting now. */
export const budgetFor = ({ exercise, waitedMs, submissionMs }: ContextNeeds): TimeBudget =>
  new TimeBudget(submissionMs ?? durationMs(exercise.exercise.limits.submission), waitedMs)

/** Derives each test's random cuts from the seed of the worlds. */
export function scheduleOf({ id, schedule }: PlannedTest, seed: number): Schedule {
  return schedule.kind === 'random' ? { kind: 'random', seed: hash32(seed, `schedule:${id}`, 0) } : schedule
}
