/** Results of a batch for people and other programs: a table, a CSV file, a report for each submission. */
import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { detailOf, failedTests, judgedAsText, onOneLine, pointsOf, type Verdict, verdictOf } from '#grader'
import type { Outcome } from './outcome.ts'

/** One line of a terminal for one outcome. */
export function outcomeLine(outcome: Outcome, width: number): string {
  const marks: Record<Verdict, string> = { passed: '✓', failed: '✕', refused: '✕', 'not graded': '?' }
  const verdict = verdictOf(outcome)
  const points = pointsOf(outcome) || verdict
  return `${marks[verdict]} ${onOneLine(outcome.name).padEnd(width)}  ${points.padStart(7)}  ${onOneLine(detailOf(outcome))}`.trimEnd()
}

/** Summary of a batch: counts, the mean, and the tests that cost most points. */
export function summaryText(outcomes: readonly Outcome[], out: string): string {
  const count = (verdict: Verdict) => outcomes.filter((outcome) => verdictOf(outcome) === verdict).length
  const scores = outcomes.flatMap(({ report }) => (report?.score ? [report.score] : []))
  const mean = scores.reduce((sum, { points }) => sum + points, 0) / Math.max(1, scores.length)
  const counts = (['passed', 'failed', 'refused', 'not graded'] as const)
    .map((verdict) => ({ verdict, number: count(verdict) }))
    .filter(({ number }) => number > 0)
    .map(({ verdict, number }) => `${number} ${verdict}`)
  const lines = [
    `${outcomes.length} submissions: ${counts.join(', ') || 'none'}`,
    ...(scores[0] ? [`mean ${mean.toFixed(1)} of ${scores[0].of} points`] : []),
    ...mostFailed(outcomes),
    `${out}: summary.csv, reports/`,
  ]
  return `${lines.join('\n')}\n`
}

function mostFailed(outcomes: readonly Outcome[]): string[] {
  const counts = new Map<string, number>()
  for (const { report } of outcomes)
    for (const id of report ? failedTests(report) : []) counts.set(id, (counts.get(id) ?? 0) + 1)
  const most = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 5)
  return most.length === 0 ? [] : [`failed most often: ${most.map(([id, count]) => `${id} (${count})`).join(', ')}`]
}

const COLUMNS = ['submission', 'verdict', 'points', 'of', 'failed tests', 'hint', 'detail', 'hash', 'report'] as const

/** All outcomes as CSV (RFC 4180), written to a temporary file and renamed, so that no reader sees half of it. */
export function writeCsv(out: string, outcomes: readonly Outcome[]): void {
  const rows = outcomes.map((outcome) => {
    const { report } = outcome
    return [
      outcome.name,
      verdictOf(outcome),
      report?.score?.points ?? '',
      report?.score?.of ?? '',
      report ? failedTests(report).join(' ') : '',
      report?.hints[0]?.id ?? '',
      detailOf(outcome),
      outcome.hash,
      `reports/${reportName(outcome.name)}.txt`,
    ]
  })
  const text = [COLUMNS, ...rows].map((row) => row.map(csvField).join(',')).join('\r\n')
  const path = join(out, 'summary.csv')
  writeFileSync(`${path}.part`, `${text}\r\n`)
  renameSync(`${path}.part`, path)
}

/**
 * A spreadsheet takes a field that begins like a formula for one, even after blanks: a leading quote keeps it text. The wide forms come from East
 * Asian keyboards.
 */
function csvField(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const shown = onOneLine(value)
  const text = /^[\s\p{Cf}\uFFFD\u2400-\u2421]*[=+\-@＝＋－＠]/u.test(shown) ? `'${shown}` : shown
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** The beginning of a text, in whole characters. */
function shortened(text: string): string {
  let [kept, bytes] = ['', 0]
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > LONGEST_NAME) break
    kept += character
  }
  return kept
}

/** Writes an outcome's report for people and, if there is one, for programs. */
export function writeReport(out: string, outcome: Outcome): void {
  const folder = join(out, 'reports')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, reportName(outcome.name))
  writeFileSync(`${path}.txt`, judgedAsText(outcome))
  if (outcome.report) writeFileSync(`${path}.json`, `${JSON.stringify(outcome.report, null, 2)}\n`)
}

/** Most bytes of a file's name: with a suffix it stays below file systems' limit of 255. */
const LONGEST_NAME = 200

/** Returns a file name for a submission: letters, digits and a few marks; a changed name gets part of its hash. */
export function reportName(name: string): string {
  const safe = shortened(name.replace(/[^\p{L}\p{N}._@ +-]/gu, '_'))
  return safe === name ? name : `${safe}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`
}
