/**
 * Checks an exercise in a real WebContainer, where there is a network and Chromium: the solution passes, and mistakes fail. Exit status: 0 if so,
 * 1 if not, 2 if it could not be tried, with the reason. Without a network the same page is tested against a stand-in (tests/browser).
 */
import { press } from '../tests/browser/lab-page.ts'
import { LAB, openSite, programOf, wrongNames } from '../tests/browser/site.ts'
import { chromiumPath } from '../tests/support/requirements.ts'
import { script } from './build/script.ts'

const PATIENCE = 300_000

function end(status: number, text: string): never {
  console.log(text)
  process.exit(status)
}

const reach = await fetch('https://stackblitz.com/headless').catch((error: Error) => error)
if (reach instanceof Error) end(2, `stackblitz.com cannot be reached from here: ${reach.message}`)
if (chromiumPath() === undefined) end(2, 'Chromium is not installed (Debian: apt-get install chromium-headless-shell)')
await script(['scripts/build.ts', '--quiet'])

const site = await openSite()
const outcomes: string[] = []
for (const folder of ['solution', `wrong/${wrongNames[0]}`]) {
  const { page, close } = await site.visit(`${LAB}webcontainer/`, { program: programOf(folder) })
  await press(page, 'Check')
  const [done, banner] = [page.getByText(/tests passed/).first(), page.locator('.banner')]
  await done.or(banner).first().waitFor({ timeout: PATIENCE })
  const said = (await banner.textContent()) ?? ''
  console.log(`${folder}: ${said.replaceAll('\n', ' ')}`)
  outcomes.push(said)
  await close()
}
await site.close()
const [solution = '', wrong = ''] = outcomes
const isRight =
  /(\d+) of \1 tests passed/.test(solution) && /tests passed/.test(wrong) && !/(\d+) of \1 tests/.test(wrong)
end(
  isRight ? 0 : 1,
  isRight ? 'A WebContainer grades as the page does.' : 'A WebContainer does not grade as the page does.',
)
