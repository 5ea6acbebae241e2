import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const json = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as { version: string }

test("the changelog's latest release is the version of package.json and its lock file", () => {
  const headings = [...readFileSync('CHANGELOG.md', 'utf8').matchAll(/^## (.+)$/gm)].map(([, heading]) => heading!)
  const { version } = json('package.json')
  expect(headings[0]).toBe('Unreleased')
  expect(headings[1]).toMatch(/^\d+\.\d+\.\d+ \(\d{4}-\d{2}-\d{2}\)$/)
  expect(headings[1]!.split(' ')[0]).toBe(version)
  expect(json('package-lock.json').version).toBe(version)
})
