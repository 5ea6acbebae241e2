import type { Precision } from './attempt-runs.ts'
import type { CheckResult } from './check-exercise.ts'
import { type Finding, withPlaces } from './findings.ts'
import type { KillMatrix } from './kill-matrix.ts'
import type { MutantResults } from './mutant-runs.ts'
import type { PairResults } from './pair-runs.ts'
import type { QuestionCheck } from './questions/index.ts'

/** The author's check for a terminal: the kill matrix, times, problems, notes, and the verdict. */
export function checkAsText(result: CheckResult): string {
  const tables = result.matrices.map(
    ({ backend, matrix }) => `${result.exercise} on ${backend}\n\n${matrixTable(matrix)}`,
  )
  const parts = [
    ...tables,
    timesTable(result.times),
    result.precision && precisionText(result.precision),
    result.pairs && pairsText(result.pairs),
    result.mutants && mutantsText(result.mutants),
    findingsText(result.findings),
    verdict(result),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

/** A quiz or a drill for a terminal. */
export function questionsAsText({ id, about, passed, findings }: QuestionCheck): string {
  const line = passed ? `✓ ${id}: no problems (${about})` : `✕ ${id} has ${problems(findings)} (${about})`
  return `${[findingsText(findings), line].filter(Boolean).join('\n\n')}\n`
}

function findingsText(findings: readonly Finding[]): string {
  const list = (kind: Finding['kind'], mark: string) =>
    findings
      .filter((finding) => finding.kind === kind)
      .map((finding) => `${mark} ${finding.about}: ${withPlaces(finding)}`)
  return [list('problem', '✕').join('\n'), list('note', '·').join('\n')].filter(Boolean).join('\n\n')
}

function problems(findings: readonly Finding[]): string {
  const count = findings.filter(({ kind }) => kind === 'problem').length
  return `${count} problem${count === 1 ? '' : 's'}`
}

function verdict({ exercise, passed, runs, findings }: CheckResult): string {
  if (passed && runs === 0) return `· ${exercise} was not run`
  if (passed) return `✓ ${exercise}: no problems (${runs} gradings)`
  return `✕ ${exercise} has ${problems(findings)} (${runs} gradings)`
}

/** Programs down, tests across; ✕ where a program fails a test. */
function matrixTable({ tests, rows }: KillMatrix): string {
  const nameWidth = Math.max('program'.length, ...rows.map((row) => row.program.length))
  const line = (name: string, cells: string[], last: string) =>
    `  ${[name.padEnd(nameWidth), ...cells].join('  ')}  ${last}`.trimEnd()
  const header = line('program', tests, 'hint')
  const body = rows.map((row) =>
    line(
      row.program,
      tests.map((test) => (row.failed.includes(test) ? '✕' : '·').padEnd(test.length)),
      row.hint ?? '',
    ),
  )
  return [header, ...body].join('\n')
}

/** How long each test of the solution took, in the world and on this machine. */
function timesTable(times: CheckResult['times']): string {
  if (times.length === 0) return ''
  const width = Math.max(...times.map(({ test }) => test.length))
  const rows = times.map(
    ({ test, backend, virtualMs, realMs }) =>
      `  ${test.padEnd(width)}  ${ms(virtualMs).padStart(10)}  ${ms(realMs).padStart(9)}  ${backend}`,
  )
  return [`  ${'test'.padEnd(width)}  ${'world'.padStart(10)}  ${'here'.padStart(9)}`, ...rows].join('\n')
}

const ms = (time: number) => `${Math.round(time)} ms`

/** What the hints said about programs that they were not written for. */
function precisionText({ attempts, hints, first, passingWrong, failingRight }: Precision): string {
  const share = (counts: Precision['hints']) => `${counts.true} true, ${counts.silent} silent, ${counts.false} false`
  const names = (list: readonly string[]) => (list.length === 0 ? 'none' : list.join(', '))
  return [
    `Hints over ${attempts} attempts: ${share(hints)} (of each attempt's first failure: ${share(first)})`,
    `Wrong attempts that pass: ${names(passingWrong)}`,
    `Right attempts that fail: ${names(failingRight)}`,
  ].join('\n')
}

const pairsText = ({ total, told, silent }: PairResults) =>
  `Pairs: ${total} programs with two mistakes; of their failed tests ${told} were told a cause, ${silent} none.`

/** Only the author can say whether a cause is true of a mutant. */
function toldText(told: MutantResults['told']): string {
  if (told.length === 0) return ''
  const list = told.map(
    ({ file, line, before, after, cause, test }) =>
      `  ${file}:${line} ${test}: ${cause}\n    - ${before}\n    + ${after}`,
  )
  return `\n\nThese mutants were told a cause. Is each true of its change?\n\n${list.join('\n')}`
}

function mutantsText({ total, caught, survivors, told }: MutantResults): string {
  const head = `Mutants: ${caught} of ${total} caught.`
  if (survivors.length === 0) return head + toldText(told)
  const list = survivors.map(
    ({ file, line, idea, before, after }) => `  ${file}:${line} ${idea}\n    - ${before}\n    + ${after}`,
  )
  return `${head} These pass every test: either no test covers the case, or the program is equivalent.\n\n${list.join('\n')}${toldText(told)}`
}
