import type { CheckResult } from './check-exercise.ts'
import type { KillMatrix } from './kill-matrix.ts'

/** The author's check for a terminal: the kill matrix, then what is wrong, then what is worth knowing. */
export function checkAsText(result: CheckResult): string {
  const tables = result.matrices.map(({ backend, matrix }) => `${result.exercise} on ${backend}\n\n${table(matrix)}`)
  const list = (kind: 'problem' | 'note', mark: string) =>
    result.findings
      .filter((finding) => finding.kind === kind)
      .map(({ about, sentence }) => `${mark} ${about}: ${sentence}`)
      .join('\n')
  const count = result.findings.filter((finding) => finding.kind === 'problem').length
  const verdict =
    result.passed && result.runs === 0
      ? `· ${result.exercise} was not run`
      : result.passed
        ? `✓ ${result.exercise} holds what it promises (${result.runs} gradings)`
        : `✕ ${result.exercise} has ${count} problem${count === 1 ? '' : 's'} (${result.runs} gradings)`
  return `${[...tables, list('problem', '✕'), list('note', '·'), verdict].filter(Boolean).join('\n\n')}\n`
}

/** Programs down, tests across; ✕ where a program fails a test. */
function table({ tests, rows }: KillMatrix): string {
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
