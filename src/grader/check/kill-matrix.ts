import { isFailure, type Report } from '../report/index.ts'
import { type Finding, note, problem } from './findings.ts'

/** Which program fails which test, of those that the backend ran at all. */
export interface KillMatrix {
  tests: string[]
  rows: { program: string; failed: string[]; hint: string | null }[]
}

export function killMatrix(
  tests: readonly string[],
  reports: readonly { program: string; report: Report }[],
): KillMatrix {
  const notRun = (id: string) =>
    reports.length > 0 &&
    reports.every(({ report }) => report.tests.find((test) => test.id === id)?.status === 'not-run')
  return {
    tests: tests.filter((id) => !notRun(id)),
    rows: reports.map(({ program, report }) => ({
      program,
      failed: report.tests.filter((test) => isFailure(test.status)).map((test) => test.id),
      hint: report.hints[0]?.id ?? null,
    })),
  }
}

/**
 * Finds programs that nothing catches, tests that catch nothing, and mistakes that no test tells apart. Skips tests while a row
 * is missing: its program may be the one that they catch.
 */
export function matrixFindings({ tests, rows }: KillMatrix, isComplete: boolean): Finding[] {
  const useless = !isComplete ? [] : tests.filter((id) => !rows.some((row) => row.failed.includes(id)))
  const onlyStarter = !isComplete
    ? []
    : tests.filter(
        (id) => !useless.includes(id) && !rows.some((row) => row.program !== 'starter' && row.failed.includes(id)),
      )
  return [
    ...rows.filter((row) => row.failed.length === 0).map((row) => problem(row.program, 'passes every test')),
    ...useless.map((id) => problem('tests', `no wrong program fails ${id}, so nothing shows that it can fail`)),
    ...(onlyStarter.length > 0
      ? [note('tests', `${onlyStarter.join(', ')}: only the starter fails it, no wrong solution`)]
      : []),
    ...sharedHints(rows),
  ]
}

function sharedHints(rows: KillMatrix['rows']): Finding[] {
  const hints = [...new Set(rows.flatMap((row) => row.hint ?? []))]
  return hints.flatMap((hint) => {
    const programs = rows.filter((row) => row.hint === hint).map((row) => row.program)
    return programs.length > 1 ? [note('hints', `${hint} is shown for ${programs.join(' and ')}`)] : []
  })
}
