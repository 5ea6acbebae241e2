/**
 * The requirements of RFC 9293, appendix B: its 69 MUSTs, 31 SHLDs and 18 MAYs. Each is a test here, or names the test that shows it, or says why
 * it does not hold. The table of them is docs/rfc9293.md, made by this test (`npx vitest run … --update`), which fails when it is not current.
 */
import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { MUSTS_OF_IP } from './acknowledgments-and-ip.case.ts'
import { MAYS } from './mays.case.ts'
import { MUSTS_OF_CONNECTIONS } from './opening-and-closing.case.ts'
import type { Requirement } from './requirement.fixture.ts'
import { MUSTS_OF_TIMERS } from './retransmission-and-keep-alive.case.ts'
import { MUSTS_SCRIPTED } from './scripted.fixture.ts'
import { MUSTS_OF_SEGMENTS } from './segments.case.ts'
import { MUSTS_OF_WINDOWS } from './sending-and-windows.case.ts'
import { SHOULDS } from './shoulds.case.ts'

const MUSTS = [
  ...MUSTS_OF_WINDOWS,
  ...MUSTS_OF_SEGMENTS,
  ...MUSTS_OF_CONNECTIONS,
  ...MUSTS_OF_TIMERS,
  ...MUSTS_OF_IP,
  ...MUSTS_SCRIPTED,
]
const LEVELS = [
  ['MUST', 69, MUSTS],
  ['SHLD', 31, SHOULDS],
  ['MAY', 18, MAYS],
] as const
const ALL: readonly Requirement[] = [...MUSTS, ...SHOULDS, ...MAYS]
const HEADER = `# RFC 9293, requirement by requirement

What appendix B of the RFC asks of a TCP, and how this one shows that it does it, or why it does not. Made by
tests/network/rfc9293/rfc9293.test.ts; do not edit. The scripts of tests/packetdrill hold on the real Linux kernel too
(tests/linux/packetdrill.test.ts).
`

describe.each(LEVELS)('RFC 9293, %s', (level, count, requirements) => {
  for (const { id, says, proof } of requirements) {
    if (typeof proof === 'function') test(`${id}: ${says}`, proof)
  }

  test('every one is here once', () => {
    const ids = requirements.map(({ id }) => id).sort()
    expect(ids).toEqual(Array.from({ length: count }, (_, index) => `${level}-${index + 1}`).sort())
  })
})

test('what is named as proof exists', () => {
  const named = ALL.flatMap(({ proof }) =>
    typeof proof === 'string' ? (proof.match(/(?:tests|src)\/[\w/.-]*\w/g) ?? []) : [],
  )
  expect(named.filter((path) => !existsSync(path))).toEqual([])
})

test('the table in docs is current', async () => {
  const number = (id: string) => Number(id.split('-')[1])
  const sections = LEVELS.map(([level, , requirements]) => {
    const rows = [...requirements]
      .sort((a, b) => number(a.id) - number(b.id))
      .map(({ id, says, proof }) => `| ${id} | ${says} | ${typeof proof === 'function' ? 'its own test' : proof} |`)
    return [
      '',
      `## ${level}`,
      '',
      '| Requirement | What it says | How it is shown |',
      '| --- | --- | --- |',
      ...rows,
    ].join('\n')
  })
  await expect(`${HEADER}${sections.join('\n')}\n`).toMatchFileSnapshot('../../../docs/rfc9293.md')
})
