// What the tests of programs that misbehave share: the lab page, one for many programs.
import type { Page } from 'playwright-core'
import { press, region, write } from './lab-page.ts'
import { programOf } from './site.ts'

export const banner = (page: Page) => page.locator('.banner')

/** Runs a program in the page as it is: nothing of the previous one may be left. */
export async function run(page: Page, program: string): Promise<void> {
  await write(page, program)
  await press(page, 'Run')
}

/** The page still responds: a tab can be opened, and a good program runs normally. */
export async function isUsable(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Task' }).click()
  await page.getByRole('heading', { name: 'A line server' }).last().waitFor()
  await run(page, programOf('solution'))
  await region(page, 'Terminal of server').getByText('connected to server:9000').waitFor()
  await press(page, 'Stop')
}
