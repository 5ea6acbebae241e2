import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeSite } from './describe-site.ts'
import { LAB, programOf } from './site.ts'

/** No way by Tab is longer than this. */
const MOST_TABS = 60

/** Presses Tab until what has the focus is this. */
async function tabTo(page: Page, role: string, name: RegExp): Promise<void> {
  const wanted = page.getByRole(role as 'link', { name })
  for (let pressed = 0; pressed < MOST_TABS; pressed++) {
    await page.keyboard.press('Tab')
    if (await wanted.evaluateAll((all) => all.some((one) => one === document.activeElement))) return
  }
  expect.fail(`${MOST_TABS} times Tab did not lead to the ${role} ${name}`)
}

describeSite('a new learner with a keyboard and nothing else', (site) => {
  test.each([
    ['a desk', 1440],
    ['a telephone, where one pane is seen at a time', 390],
  ])('comes from the home page to the first passed exercise on %s', async (_where, width) => {
    const { page, troubles, close } = await site.visit('/', { width })
    await tabTo(page, 'link', /exercise/)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${LAB}`)
    await page.locator('.editor-pane .monaco-editor').first().waitFor()
    await tabTo(page, 'textbox', /code editor/)
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(programOf('solution'))

    await page.keyboard.press('Control+Enter')
    await page.getByText('connected to server:9000').first().waitFor()
    // Esc, then Tab leaves the editor; the line to the server is further on.
    await page.keyboard.press('Escape')
    await tabTo(page, 'textbox', /Message to the server/)
    await page.keyboard.type('PING')
    await page.keyboard.press('Enter')
    await page.locator('.manual-client').getByText('PONG').waitFor()
    await page.keyboard.press('Control+.')

    await page.keyboard.press('Control+Shift+Enter')
    await page
      .getByText(/(\d+) of \1 passed/)
      .first()
      .waitFor()
    expect(troubles).toEqual([])
    await close()
  })
})
