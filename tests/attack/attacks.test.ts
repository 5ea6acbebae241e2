/** List of known attacks: each has its test, and docs/attacks.md matches the list. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ATTACKS, attackTables } from './attacks.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')

test.each(Object.values(ATTACKS).flat())('there is a submission that tries: $tries', ({ tests }) => {
  expect(tests.length).toBeGreaterThan(0)
  for (const [file, name] of tests) expect(read(file)).toContain(name)
})

test('the tables in docs/attacks.md are current', () => {
  const [, tables] = /<!-- attacks -->\n([\s\S]*)<!-- \/attacks -->/.exec(read('docs/attacks.md')) ?? []
  expect(tables).toBe(attackTables())
})
