import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { ContentFolder } from '#grader/node/index.ts'
import { describeSite } from './describe-site.ts'
import { isAlive } from './lab-page.ts'
import { LAB } from './site.ts'

/** The first exercise: the home page leads to it. */
const CLINIC = 'clinic-half-a-command'
const solution = new ContentFolder('content').exercise(CLINIC).solution!['server.ts']!

/** No way by Tab is longer than this. */
const MOST_TABS = 60

/** Presses Tab until this element has the focus. */
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
    const { page, troubles } = await site.visit('/', { width })
    await tabTo(page, 'link', /Fix a bug/)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/lab/${CLINIC}/`)
    if (width < 700) {
      await tabTo(page, 'button', /^Code$/)
      await page.keyboard.press('Enter')
    }
    await page.locator('.editor-pane .monaco-editor').first().waitFor()
    await tabTo(page, 'textbox', /code editor/)
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(solution)

    await page.keyboard.press('Control+Enter')
    await page.getByText('connected to server:7810').first().waitFor()
    // Esc, then Tab leaves the editor; the line to the server is further on.
    await page.keyboard.press('Escape')
    await tabTo(page, 'textbox', /Message to the server/)
    await page.keyboard.type('PUT nails 12')
    await page.keyboard.press('Enter')
    await page.locator('.manual-client').getByText('OK').waitFor()
    await page.keyboard.press('Control+.')

    await page.keyboard.press('Control+Shift+Enter')
    await page
      .getByText(/(\d+) of \1 passed/)
      .first()
      .waitFor()
    expect(troubles).toEqual([])
  })
})

describeSite('a lab that nothing has run in', (site) => {
  test('shows the task large, what a session is like, and one first step; then packets get their room', async () => {
    const { page } = await site.visit(LAB, { width: 1280 })
    const dock = page.getByRole('region', { name: 'Dock' })
    await dock.getByText('First step:').waitFor()
    await dock.getByRole('heading', { name: 'A session with a finished program' }).waitFor()
    expect(await dock.getByText('banner').count()).toBe(0)
    const before = await heightOf(dock)
    await isAlive(page)
    await page.locator('.lab-top').getByRole('button', { name: 'Run' }).click()
    await page.getByRole('region', { name: 'Terminal of server' }).getByText('connected to server:9000').waitFor()
    expect(before).toBeGreaterThan(await heightOf(dock))
    await page.getByRole('tab', { name: 'Task' }).click()
    expect(await page.locator('.first-step.marked').count()).toBe(0)
  })

  test('on a phone the task comes first', async () => {
    const { page } = await site.visit(LAB, { width: 390 })
    await page.getByText('First step:').waitFor()
  })

  test('DNS: Run asks the learner’s server, though its answers are still missing', async () => {
    const { page } = await site.visit('/lab/dns-authoritative/')
    await isAlive(page)
    await page.locator('.lab-top').getByRole('button', { name: 'Run' }).click()
    await page.getByText('web.lab.test → no answer within 1 s').waitFor()
    // By the topology's word for port 5300.
    await page
      .getByRole('row', { name: /client → server DNS .*web\.lab\.test/ })
      .first()
      .waitFor()
  })
})

const heightOf = async (locator: Locator) => (await locator.boundingBox())!.height
