/** docs/tcp-rfcs.md says where each RFC about TCP is shown. Made here (`--update`), and held to be current and true about files. */
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { TCP_RFCS } from './tcp-rfcs.ts'

const HEADER = `# The other RFCs of TCP

Where each is shown; RFC 9293 has a page of its own (rfc9293.md). Curves of throughput against loss are in tests/network/curves.test.ts. Made by
tests/network/tcp-rfcs.test.ts; do not edit.

| RFC | Section | What it says | Shown by |
| --- | --- | --- | --- |
`

test('every file that is named as proof exists', () => {
  const named = TCP_RFCS.flatMap(({ proof }) => proof.split(', '))
  expect(named.filter((path) => !existsSync(path))).toEqual([])
})

test('the table in docs is current', async () => {
  const rows = TCP_RFCS.map(({ rfc, section, says, proof }) => `| ${rfc} | ${section} | ${says} | ${proof} |`)
  await expect(`${HEADER}${rows.join('\n')}\n`).toMatchFileSnapshot('../../docs/tcp-rfcs.md')
})
