/** Results of each test file from Vitest's JSON report, and how a second run of some files changes them. */
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

export interface FileResult {
  readonly path: string
  readonly passed: number
  readonly skipped: number
  /** One line each: the test, and the beginning of its message. */
  readonly failures: readonly string[]
}

/** The fields of Vitest's report that are read here. */
interface VitestReport {
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[]
  }[]
}

/** Returns the results of each file; a file that can't be loaded, or a report that can't be read, counts as one failure. */
export function readReport(report: string): FileResult[] {
  try {
    const json: VitestReport = JSON.parse(readFileSync(report, 'utf8'))
    return json.testResults.map(fileResult)
  } catch (error) {
    return [{ path: report, passed: 0, skipped: 0, failures: [`could not be read: ${headOf(String(error))}`] }]
  }
}

function fileResult({
  name,
  status,
  message,
  assertionResults: tests,
}: VitestReport['testResults'][number]): FileResult {
  const path = relative('.', name)
  if (status === 'failed' && tests.every((test) => test.status !== 'failed'))
    return { path, passed: 0, skipped: 0, failures: [`could not be loaded: ${headOf(message)}`] }
  const failed = tests.filter((test) => test.status === 'failed')
  const passed = tests.filter((test) => test.status === 'passed').length
  return {
    path,
    passed,
    skipped: tests.length - failed.length - passed,
    failures: failed.map((test) => `${test.fullName}: ${headOf(test.failureMessages[0])}`),
  }
}

/** If more files than this failed, a busy machine is not the reason. */
const MOST_FILES_AGAIN = 6

/**
 * Lists the files that may be run once more: those under `tests/`, which wait for processes, kernels, containers and browsers on real time, unless so
 * many failed that a busy machine is no explanation. Tests that only compute (`src`, `scripts`, exercises on virtual time) would give the same result again.
 */
export function worthASecondRun(results: readonly FileResult[]): string[] {
  const failed = results.filter(({ failures }) => failures.length > 0).map(({ path }) => path)
  const onRealTime = failed.filter((path) => path.startsWith('tests/') && !path.startsWith('tests/grader/exercises'))
  return onRealTime.length <= MOST_FILES_AGAIN ? onRealTime : []
}

/** Replaces results by those of a second run; a file that is missing there keeps its first result. */
export function replaced(first: readonly FileResult[], second: readonly FileResult[]): FileResult[] {
  const again = new Map(second.map((result) => [result.path, result]))
  return first.map((result) => again.get(result.path) ?? result)
}

function headOf(message = ''): string {
  return message.trim().split('\n', 1)[0]!.slice(0, 600)
}
