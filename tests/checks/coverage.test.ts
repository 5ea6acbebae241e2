import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { coverageText } from '../../scripts/write-coverage.ts'

test('what the page of coverage calls there is there', () => {
  const links = [...readFileSync('docs/coverage.md', 'utf8').matchAll(/\]\(\.\.\/(.+?)\)/g)].map(([, path]) => path!)
  expect(links.filter((path) => !existsSync(path))).toEqual([])
})

test('a topic of which something is missing names it', () => {
  expect(coverageText()).toMatch(
    /^\| TCP server \| \[3\.1\]\(.+conn-registry-limits\).+tcp-interview\/registry\]\(.+\) \| – \|$/m,
  )
  expect(coverageText()).toMatch(/^\| NAT traversal \| .*hole-punch.* \|$/m)
})
