import type { Judged } from './judged.ts'
import { shownAsJson } from './printable.ts'
import { isFailure, isUndecided, type Report, type TestResult } from './schema.ts'

/** A test in CTRF. */
interface CtrfTest {
  name: string
  status: 'passed' | 'failed' | 'skipped' | 'pending' | 'other'
  duration: number
  suite: string[]
  rawStatus: string
  message?: string
  trace?: string
  filePath?: string
  line?: number
  retries?: number
  stdout?: string[]
  stderr?: string[]
}

/** The version of the format. */
const SPEC_VERSION = '1.0.0'

/** Writes submissions as one document of the Common Test Report Format: all in one run, each test in the suite of its submission. */
export function reportsAsCtrf(judged: readonly Judged[]): string {
  const reports = judged.flatMap(({ report }) => report ?? [])
  const tests = judged.flatMap((one) => (one.report ? testsOf(one.name, one.report) : [withoutReport(one)]))
  const count = (status: CtrfTest['status']) => tests.filter((test) => test.status === status).length
  const starts = reports.map(({ run }) => Date.parse(run.startedAt))
  const stops = reports.map(({ run }, i) => starts[i]! + run.tookMs)
  const document = {
    reportFormat: 'CTRF',
    specVersion: SPEC_VERSION,
    generatedBy: 'ackademy',
    results: {
      tool: { name: 'ackademy', version: reports[0]?.inputs.platform ?? '0' },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        pending: 0,
        skipped: count('skipped'),
        other: count('other'),
        suites: judged.length,
        // If no report has a date, the time is unknown.
        start: reports.length === 0 ? 0 : Math.round(Math.min(...starts)),
        stop: reports.length === 0 ? 0 : Math.round(Math.max(...stops)),
      },
      tests,
    },
  }
  return shownAsJson(document)
}

/** The test for a submission without a report: unreadable ones have failed; ungradable ones have neither passed nor failed. */
function withoutReport({ name, refused, fault = '' }: Judged): CtrfTest {
  const isRefused = refused !== undefined
  return {
    name: 'submission',
    status: isRefused ? 'failed' : 'other',
    duration: 0,
    suite: [name],
    rawStatus: isRefused ? 'refused' : 'not graded',
    message: refused ?? fault,
  }
}

function testsOf(name: string, report: Report): CtrfTest[] {
  const suite = [report.exercise.id, name]
  const refused: CtrfTest[] = report.rejected
    ? [
        {
          name: 'submission',
          status: 'failed',
          duration: 0,
          suite,
          rawStatus: 'rejected',
          message: report.rejected.sentence,
        },
      ]
    : []
  return [...refused, ...report.tests.map((test) => testOf(test, suite))]
}

function testOf(test: TestResult, suite: string[]): CtrfTest {
  const { id, title, file, status, took, runs, reason, evidence } = test
  const message = evidence?.sentence ?? reason
  const place = evidence?.steps.findLast((step) => step.source)?.source
  const processes = evidence?.processes ?? []
  return {
    name: `${id} ${title}`,
    status: ctrfStatus(status),
    duration: Math.round(took),
    suite,
    rawStatus: status,
    filePath: `${file}.test.ts`,
    ...(place && { line: place.line }),
    ...(message && { message }),
    ...(evidence?.packets && { trace: evidence.packets.ladder.join('\n') }),
    ...(runs > 1 && { retries: runs - 1 }),
    ...(evidence && { stdout: lines(processes.map(({ stdout }) => stdout)) }),
    ...(evidence && { stderr: lines(processes.map(({ stderr }) => stderr)) }),
  }
}

const lines = (texts: string[]) => texts.flatMap((text) => (text === '' ? [] : text.trimEnd().split('\n')))

function ctrfStatus(status: TestResult['status']): CtrfTest['status'] {
  if (isFailure(status)) return 'failed'
  if (isUndecided(status)) return 'other'
  return status === 'passed' ? 'passed' : 'skipped'
}
