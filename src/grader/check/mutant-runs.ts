import type { BackendName } from '../exercise/index.ts'
import { type Mutant, mutantsOf } from '../mutants/index.ts'
import { isFailure } from '../report/index.ts'
import { coveringVariants } from '../variants/index.ts'
import type { CheckOptions } from './check-options.ts'
import type { Gradings } from './grading.ts'

export type Survivor = Omit<Mutant, 'files'>

export interface MutantResults {
  total: number
  /** How many of them failed a test. */
  caught: number
  /** By test: how many it was the first to catch. */
  caughtBy: Record<string, number>
  /** Mutants that pass every test in every variant: a case may lack a test, or the program may be equivalent. */
  survivors: Survivor[]
  /** Mutants that were told a cause, with the first test that told it: only their author can say whether it is true. */
  told: (Survivor & { cause: string; test: string })[]
}

/**
 * Runs every mutant of the solution until a test fails it: in one variant, and if it passes, in the others too. Each has a
 * process of its own, since many a small change makes an endless loop.
 */
export async function runMutants(
  { exercise }: CheckOptions,
  gradings: Gradings,
  backend: BackendName,
): Promise<MutantResults> {
  const { solution, starter } = exercise
  // Learners don't write what the solution shares with the starter.
  const own = Object.keys(solution ?? {}).filter((name) => solution![name] !== starter[name])
  const mutants = solution ? mutantsOf(solution, own) : []
  const variants = coveringVariants(exercise.exercise)
  const killers = await Promise.all(
    mutants.map(async ({ files, name }) => {
      for (const [i, variant] of variants.entries()) {
        const job = { submission: files, backend, variant, seed: i + 1, stopAtFirstFailure: true }
        const { report } = await gradings.run(`mutant ${name}`, job, { apart: true })
        const killer = killerIn(report)
        if (killer) return { killer, hint: report.hints[0] }
      }
      return null
    }),
  )
  const caught = killers.flatMap((one) => one?.killer ?? [])
  const told = mutants.flatMap(({ files: _, ...mutant }, i) => {
    const hint = killers[i]?.hint
    return hint ? [{ ...mutant, cause: [hint.id, ...hint.alsoMatched].join(' or '), test: hint.test }] : []
  })
  const count = (test: string) => caught.filter((killer) => killer === test).length
  return {
    total: mutants.length,
    caught: caught.length,
    caughtBy: Object.fromEntries([...new Set(caught)].map((test) => [test, count(test)])),
    survivors: mutants.filter((_, i) => killers[i] === null).map(({ files: _, ...survivor }) => survivor),
    told,
  }
}

type ReportOf = Awaited<ReturnType<Gradings['run']>>['report']

/** The test that failed first; a program that can't run at all is caught as well. */
function killerIn(report: ReportOf): string | null {
  if (report.rejected) return 'submission'
  return report.tests.find(({ status }) => isFailure(status))?.id ?? (report.status === 'graded' ? null : 'grader')
}
