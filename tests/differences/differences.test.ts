/**
 * Every known difference from Node, shown by a program that differs; `docs/node-differences.md` is made of what they print. To bring the page up to date:
 * `npx vitest run tests/differences -u`.
 */
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { PROGRAMS } from '../parity/programs.ts'
import { runReal } from '../parity/real.ts'
import { runSimulated } from '../parity/simulated.ts'
import { DIFFERENCES, shown } from './difference.ts'
import { differencesPage, type SeenDifference } from './page.ts'

const PAGE = fileURLToPath(new URL('../../docs/node-differences.md', import.meta.url))

const seen: SeenDifference[] = []
const inPage = [...PROGRAMS].flatMap(([name, { differences = {} }]) =>
  differences.Chromium ? [{ name, reason: differences.Chromium }] : [],
)

for (const difference of DIFFERENCES)
  it(`${difference.name}: ${difference.difference}`, async () => {
    const [real, simulated] = await Promise.all([runReal(difference.program), runSimulated(difference.program)])
    const outputs = { real: shown(real, difference), simulated: shown(simulated, difference) }
    expect(outputs.simulated, 'there is no difference any more: move the program to tests/parity').not.toBe(
      outputs.real,
    )
    seen.push({ ...difference, ...outputs })
  })

it('docs/node-differences.md says what they print', async () => {
  // Some of the programs alone (`-t`) must not shorten the page.
  expect(seen.map(({ name }) => name)).toEqual(DIFFERENCES.map(({ name }) => name))
  await expect(differencesPage(seen, inPage)).toMatchFileSnapshot(PAGE)
})
