/** `npm run prove` names its proofs, and docs/proof.md has them as they are. */
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { PROOFS } from '../../scripts/prove/proofs.ts'
import { proofTable } from '../../scripts/prove/table.ts'

const DOCUMENT = new URL('../../docs/proof.md', import.meta.url)

test('the table in docs/proof.md is current (npm run prove -- --table prints it)', () => {
  const [, table] = /<!-- proofs -->\n([\s\S]*)<!-- \/proofs -->/.exec(readFileSync(DOCUMENT, 'utf8'))!
  expect(table).toBe(proofTable(PROOFS))
})

test('every proof is of tests that there are', () => {
  const paths = PROOFS.flatMap(({ steps }) => steps.flatMap(({ files }) => files))
  expect(paths.filter((path) => globSync(`${path}*`).length === 0)).toEqual([])
})

test('a proof that does not exist is told, with those that do', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/prove.ts', 'nothing'], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([2, `There is no proof nothing: ${PROOFS.map(({ name }) => name).join(', ')}\n`])
})
