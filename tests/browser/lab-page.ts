// What the tests of the lab page share: how it is worked.
import type { Locator, Page } from 'playwright-core'

export const region = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })
/** What comes to life at once has done so: before that nobody hears what is pressed. By a locator: the page's policy refuses a text to be evaluated. */
export const isAlive = (page: Page): Promise<void> =>
  page.locator('astro-island[client="load"][ssr]').first().waitFor({ state: 'detached' })
/** Presses one of the buttons at the top. */
export async function press(page: Page, name: string): Promise<void> {
  await isAlive(page)
  await page.locator('.lab-top').getByRole('button', { name }).click()
}
export const transport = (page: Page): Locator => region(page, 'Transport')
export const clock = (page: Page): Promise<string> => page.locator('.clock').innerText()
export const row = (page: Page, name: RegExp): Locator => region(page, 'Packets').getByRole('row', { name })

/** Runs the program, talks to it by hand, and holds the clock. */
export async function runAndSay(page: Page, text: string, answer: string): Promise<void> {
  await press(page, 'Run')
  const terminal = region(page, 'Terminal of server')
  await terminal.getByText('connected to server:9000').waitFor()
  await terminal.getByLabel('Message to the server').fill(text)
  await page.keyboard.press('Enter')
  await terminal.locator('.manual-client').getByText(answer).waitFor()
}

/** The learner's program is this one from now on: it takes the place of what stands in the editor. */
export async function write(page: Page, program: string): Promise<void> {
  // The editor comes when somebody is there.
  await page.mouse.move(9, 9)
  // Not by a click: what stands between two lines takes no keys.
  await page.locator('.editor-pane .monaco-editor').first().waitFor()
  await page.getByRole('textbox', { name: /code editor/ }).focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(program)
}

/** Waits until a new world is paused: everything done before is over. */
export const stands = (page: Page): Promise<void> => page.getByText('virtual, paused').waitFor()
/** Undoes the last packet edit: the run is paused where it was then. */
export async function undo(page: Page): Promise<void> {
  const pause = transport(page).getByRole('button', { name: 'Pause' })
  if (await pause.count()) await pause.click()
  await page.getByRole('button', { name: /^Undo/ }).click()
  await stands(page)
}
/** A button of the toolbar for the selected packet on the wire. */
export const packetEdit = (page: Page, name: RegExp): Locator =>
  page.getByRole('toolbar', { name: 'Packet edits' }).getByRole('button', { name })
