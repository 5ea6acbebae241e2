import type { Report } from '../report/index.ts'
import { type Finding, problem } from './findings.ts'

/** One graded program. */
export interface Run {
  /** `solution`, `starter`, `wrong/chunk`. */
  about: string
  /** `simulated, variant check/4, seed 1` */
  where: string
  report: Report
}

/** Why a report says nothing about its program; null when it does. */
export function obstacleOf({ status, reason, rejected, tests }: Report): string | null {
  if (status !== 'graded') return `could not be graded: ${reason}`
  if (rejected) return `was not run: ${rejected.sentence}`
  if (tests.some((test) => test.status !== 'not-run')) return null
  return `no test was run: ${tests[0]?.reason ?? 'there are none'}`
}

/**
 * Lists what kept programs from being judged, each reason once: the author must fix it first. Findings that would
 * follow from it (no hint, a test that fails for no program) are left out.
 */
export function obstacleFindings(runs: readonly Run[]): Finding[] {
  const met = runs.flatMap(({ about, report }) => {
    const obstacle = obstacleOf(report)
    return obstacle === null ? [] : [{ about, obstacle }]
  })
  return [...new Set(met.map(({ obstacle }) => obstacle))].map((obstacle) => {
    const programs = [...new Set(met.filter((one) => one.obstacle === obstacle).map(({ about }) => about))]
    return problem(programs.join(', '), obstacle)
  })
}
