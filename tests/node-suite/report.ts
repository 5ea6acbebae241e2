/** What a round showed: a table by family, the failures, and what is different from the round before. */
import type { Result, SuiteTest } from './suite.ts'

export interface Verdict {
  test: SuiteTest
  real: Result
  simulated: Result
}

export interface Row {
  family: string
  total: number
  /** Passed on real Node and did not skip themselves on either side. */
  counted: number
  passed: number
  /** Passed on real Node, but here a test says itself that something is missing. */
  skipped: number
}

const passes = (result: Result) => result.status === 'passed'

export function tableOf(verdicts: readonly Verdict[]): Row[] {
  const rows = new Map<string, Row>()
  for (const { test, real, simulated } of verdicts) {
    const row = rows.get(test.family) ?? { family: test.family, total: 0, counted: 0, passed: 0, skipped: 0 }
    rows.set(test.family, row)
    row.total++
    if (!passes(real)) continue
    if (simulated.status === 'skipped') row.skipped++
    else row.counted++
    if (passes(simulated)) row.passed++
  }
  return [...rows.values()]
}

export function showTable(rows: readonly Row[]): string {
  const line = (cells: (string | number)[]) =>
    `| ${cells.map((cell, i) => (i === 0 ? `${cell}`.padEnd(20) : `${cell}`.padStart(8))).join(' | ')} |`
  const percent = ({ counted, passed }: Row) => (counted === 0 ? '–' : `${((100 * passed) / counted).toFixed(1)} %`)
  return [
    line(['family', 'tests', 'real', 'skipped', 'here', 'share']),
    line(['---', '---:', '---:', '---:', '---:', '---:']),
    ...rows.map((row) =>
      line([row.family, row.total, row.counted + row.skipped, row.skipped, row.passed, percent(row)]),
    ),
  ].join('\n')
}

/** Tests that real Node passes and a process here does not, without those that are expected to fail. */
export function failuresOf(verdicts: readonly Verdict[]): Verdict[] {
  return verdicts.filter(({ real, simulated }) => passes(real) && ['failed', 'timeout'].includes(simulated.status))
}

/** How a test has ended, as it is kept in results/ to be compared with the next round and to write the page from. */
export interface Kept {
  family: string
  real: Result['status']
  here: Result['status']
  detail: string
}

export function summaryOf(verdicts: readonly Verdict[]): Record<string, Kept> {
  return Object.fromEntries(
    verdicts.map(({ test, real, simulated }) => [
      test.name,
      { family: test.family, real: real.status, here: simulated.status, detail: simulated.detail },
    ]),
  )
}

export function verdictsOf(kept: Readonly<Record<string, Kept>>): Verdict[] {
  return Object.entries(kept).map(([name, { family, real, here, detail }]) => ({
    test: { name, family, flags: [], env: {} },
    real: { status: real, detail: '', output: '' },
    simulated: { status: here, detail, output: '' },
  }))
}

/** Tests that have changed for the better or the worse since `before`. */
export function changesSince(
  before: Readonly<Record<string, Kept>>,
  verdicts: readonly Verdict[],
): { better: string[]; worse: string[] } {
  const better: string[] = []
  const worse: string[] = []
  for (const { test, simulated } of verdicts) {
    const was = before[test.name]?.here
    if (was === undefined || was === simulated.status) continue
    if (passes(simulated)) better.push(test.name)
    else if (was === 'passed') worse.push(test.name)
  }
  return { better, worse }
}
