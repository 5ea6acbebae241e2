import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import type { Step } from './proofs.ts'

export interface Counts {
  readonly cases: number
  readonly passed: number
  readonly skipped: number
  /** Names of the failed tests. */
  readonly failed: readonly string[]
}

/** Runs a step's tests, streams their output, and counts results. `folder`: where Vitest may leave its report. */
export async function runStep(step: Step, env: Record<string, string>, folder: string): Promise<Counts> {
  const file = `${folder}/vitest.json`
  rmSync(file, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...step.files], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env, ...step.env },
  })
  await new Promise((resolve) => child.on('close', resolve))
  return readCounts(file)
}

interface VitestReport {
  readonly testResults: {
    readonly name: string
    readonly status: string
    readonly assertionResults: { readonly fullName: string; readonly status: string }[]
  }[]
}

/** A test file that could not be loaded, or no report at all, is a failure too. */
function readCounts(file: string): Counts {
  let report: VitestReport
  try {
    report = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return { cases: 1, passed: 0, skipped: 0, failed: ['the tests did not come to their end'] }
  }
  const tests = report.testResults.flatMap(({ name, status, assertionResults }) =>
    assertionResults.length === 0 && status === 'failed' ? [{ fullName: name, status }] : assertionResults,
  )
  const isPassed = ({ status }: { status: string }) => status === 'passed'
  const isFailed = ({ status }: { status: string }) => status === 'failed'
  return {
    cases: tests.length,
    passed: tests.filter(isPassed).length,
    skipped: tests.filter((one) => !isPassed(one) && !isFailed(one)).length,
    failed: tests.filter(isFailed).map(({ fullName }) => fullName),
  }
}
