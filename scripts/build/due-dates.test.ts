import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { hasOpenedSince } from './due-dates.ts'

const folder = mkdtempSync(join(tmpdir(), 'ackademy-due-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a site is out of date when a due date has passed since it was built, and then not again', () => {
  const [page, dues] = ['index.html', 'due.json'].map((name) => join(folder, name)) as [string, string]
  writeFileSync(page, '')
  writeFileSync(dues, JSON.stringify([2_000_000]))
  const builtAt = (seconds: number) => utimesSync(page, seconds, seconds)
  builtAt(1_000)
  expect(hasOpenedSince(page, dues, 1_999_999)).toBe(false)
  expect(hasOpenedSince(page, dues, 2_000_000)).toBe(true)
  builtAt(2_001)
  expect(hasOpenedSince(page, dues, 3_000_000)).toBe(false)
})
