import { type BackendName, type Files, makeEdit, type WrongSolution } from '../exercise/index.ts'
import { coveringVariants } from '../variants/index.ts'
import type { CheckOptions } from './check-options.ts'
import { falseHints } from './claim-findings.ts'
import type { Finding } from './findings.ts'
import type { Gradings } from './grading.ts'
import { obstacleOf } from './obstacles.ts'

export interface PairResults {
  total: number
  /** Failed tests that were told a cause, and those that were told none. */
  told: number
  silent: number
}

/** Runs programs with two mistakes at once: no hint may say what is true of neither. */
export async function runPairs(
  { exercise }: CheckOptions,
  gradings: Gradings,
  backend: BackendName,
): Promise<{ pairs: PairResults; findings: Finding[] }> {
  const [variant] = coveringVariants(exercise.exercise)
  const pairs = pairsOf(exercise.wrong, exercise.solution ?? {})
  const runs = await Promise.all(
    pairs.map(async ({ about, truths, files }) => {
      const job = { submission: files, backend, variant: variant!, seed: 1 }
      const { report } = await gradings.run(about, job, { apart: true })
      const isDecided = obstacleOf(report) === null
      const where = `${backend}, variant ${variant}, seed 1`
      return { report, findings: isDecided ? falseHints(about, truths, report, where) : [] }
    }),
  )
  const failed = runs.flatMap(({ report }) => report.tests.filter(({ evidence }) => evidence !== undefined))
  const told = runs.reduce((sum, { report }) => sum + report.hints.length, 0)
  return {
    pairs: { total: pairs.length, told, silent: failed.length - told },
    findings: runs.flatMap(({ findings }) => findings),
  }
}

interface Pair {
  about: string
  truths: string[]
  files: Files
}

/** Every two mistakes whose edits do not touch the same lines. */
function pairsOf(wrong: readonly WrongSolution[], solution: Files): Pair[] {
  return wrong.flatMap((first, i) =>
    wrong.slice(i + 1).flatMap((second) => {
      const files = both(first, second, solution)
      if (!files) return []
      const truths = [first, second].flatMap(({ claim: { hint, also } }) => [...(hint ? [hint] : []), ...also])
      return [{ about: `wrong/${first.name} with ${second.name}`, truths, files }]
    }),
  )
}

/** The solution with the edits of both; null if the second no longer finds its text, or a file is kept whole. */
function both(
  { claim: { edits, files } }: WrongSolution,
  { claim: other }: WrongSolution,
  solution: Files,
): Files | null {
  if (files.length > 0 || other.files.length > 0) return null
  const made: Files = { ...solution }
  for (const list of [edits, other.edits])
    for (const [file, changes] of Object.entries(list))
      for (const change of changes) {
        const result = makeEdit(made[file] ?? '', change)
        if (!('text' in result)) return null
        made[file] = result.text
      }
  return made
}
