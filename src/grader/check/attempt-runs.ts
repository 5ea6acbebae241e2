import type { Attempt, BackendName } from '../exercise/index.ts'
import { isFailure, type Report } from '../report/index.ts'
import { coveringVariants } from '../variants/index.ts'
import type { CheckOptions } from './check-options.ts'
import { falseHints } from './claim-findings.ts'
import { type Finding, problem } from './findings.ts'
import type { Gradings } from './grading.ts'
import { obstacleFindings, obstacleOf, type Run } from './obstacles.ts'

/** Counts of what hints said about failed tests. */
export interface HintCounts {
  true: number
  silent: number
  false: number
}

/** Measures hints and tests by programs that their author did not write them for. */
export interface Precision {
  attempts: number
  /** Over every failed test of every attempt, each counted once. */
  hints: HintCounts
  /** Over the first failed test of each attempt: what its learner reads first. */
  first: HintCounts
  passingWrong: string[]
  failingRight: string[]
}

/** Grades every attempt in every variant. Null without attempts. */
export async function runAttempts(
  { exercise }: CheckOptions,
  gradings: Gradings,
  backend: BackendName,
): Promise<{ precision: Precision; findings: Finding[] } | null> {
  const { attempts } = exercise
  if (attempts.length === 0) return null
  const variants = coveringVariants(exercise.exercise)
  const graded = await Promise.all(
    attempts.map(async (attempt) => {
      const about = `attempts/${attempt.name}`
      const runs = await Promise.all(
        variants.map(async (variant): Promise<Run> => {
          const job = { submission: attempt.files, backend, variant, seed: 1 }
          const { report } = await gradings.run(`${about}, ${backend}`, job)
          return { about, report, where: `${backend}, variant ${variant}, seed 1` }
        }),
      )
      return { attempt, about, runs: runs.filter(({ report }) => obstacleOf(report) === null), all: runs }
    }),
  )
  const passing = graded.filter(
    ({ runs }) => runs.length > 0 && runs.every(({ report }) => failedIn(report).length === 0),
  )
  const names = (list: typeof graded, verdict: Attempt['verdict']) =>
    list.flatMap(({ attempt }) => (attempt.verdict === verdict ? attempt.name : []))
  const failing = graded.filter((one) => !passing.includes(one))
  return {
    precision: {
      attempts: attempts.length,
      ...measure(graded),
      passingWrong: names(passing, 'wrong'),
      failingRight: names(failing, 'right'),
    },
    findings: [
      ...obstacleFindings(graded.flatMap(({ all }) => all)),
      ...names(passing, 'wrong').map((name) => problem(`attempts/${name}`, 'is wrong, and passes every test')),
      ...failing.flatMap(({ attempt, about, runs }) =>
        attempt.verdict === 'right' ? runs.flatMap((run) => failures(about, run)) : [],
      ),
      ...graded.flatMap(({ attempt, about, runs }) =>
        runs.flatMap(({ report, where }) => falseHints(about, attempt.causes, report, where)),
      ),
    ],
  }
}

const failedIn = ({ tests }: Report) => tests.filter(({ status }) => isFailure(status))

const failures = (about: string, { report, where }: Run): Finding[] =>
  failedIn(report).map(({ id, evidence }) =>
    problem(about, `is right, and fails ${id}: ${evidence?.sentence ?? ''}`, where),
  )

/** Each failed test counts once, in the first variant that it fails in. */
function measure(graded: readonly { attempt: Attempt; runs: readonly Run[] }[]): Pick<Precision, 'hints' | 'first'> {
  const hints = noCounts()
  const first = noCounts()
  for (const { attempt, runs } of graded) {
    const seen = new Set<string>()
    for (const { report } of runs)
      for (const { id } of failedIn(report)) {
        if (seen.has(id)) continue
        const said = judge(report, id, attempt.causes)
        hints[said]++
        if (seen.size === 0) first[said]++
        seen.add(id)
      }
  }
  return { hints, first }
}

const noCounts = (): HintCounts => ({ true: 0, silent: 0, false: 0 })

function judge({ hints }: Report, test: string, truths: readonly string[]): keyof HintCounts {
  const shown = hints.find((hint) => hint.test === test)
  if (!shown) return 'silent'
  return [shown.id, ...shown.alsoMatched].some((cause) => truths.includes(cause)) ? 'true' : 'false'
}
