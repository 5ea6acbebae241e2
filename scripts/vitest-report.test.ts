import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { type FileResult, readReport, replaced, worthASecondRun } from './vitest-report.ts'

const result = (path: string, failures: string[] = []): FileResult => ({ path, passed: 1, skipped: 0, failures })

test('a report gives each file with its counts, and a line for each failure', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'report-')), 'report.json')
  const assertionResults = [
    { fullName: 'adds', status: 'passed', failureMessages: [] },
    { fullName: 'subtracts', status: 'failed', failureMessages: ['Error: 3 is not 2\n  at line 7'] },
    { fullName: 'divides', status: 'pending', failureMessages: [] },
  ]
  const testResults = [
    { name: resolve('tests/sum.test.ts'), status: 'failed', message: '', assertionResults },
    { name: resolve('tests/odd.test.ts'), status: 'failed', message: 'Error: no such module\n', assertionResults: [] },
  ]
  writeFileSync(file, JSON.stringify({ testResults }))
  expect(readReport(file)).toEqual([
    { path: 'tests/sum.test.ts', passed: 1, skipped: 1, failures: ['subtracts: Error: 3 is not 2'] },
    { path: 'tests/odd.test.ts', passed: 0, skipped: 0, failures: ['could not be loaded: Error: no such module'] },
  ])
})

test('a report that was never written is a failure', () => {
  expect(readReport('results/none.json')[0]?.failures[0]).toMatch(/^could not be read: .*ENOENT/)
})

test('only what waits on real time is worth a second run', () => {
  const failed = ['src/runtime/a.test.ts', 'tests/grader/exercises-1.test.ts', 'tests/browser/lab.test.ts']
  const results = [...failed.map((path) => result(path, ['it'])), result('tests/docker/pool.test.ts')]
  expect(worthASecondRun(results)).toEqual(['tests/browser/lab.test.ts'])
})

test('where many files failed, none is', () => {
  const results = Array.from({ length: 7 }, (_, i) => result(`tests/cli/${i}.test.ts`, ['it']))
  expect(worthASecondRun(results)).toEqual([])
})

test('the second result of a file takes the place of the first', () => {
  const [a, b, again] = [result('a', ['late']), result('b'), result('a')]
  expect(replaced([a, b], [again])).toEqual([again, b])
})
