import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeSite } from './describe-site.ts'
import { isAlive, region } from './lab-page.ts'
import { LAB, LESSON, programOf } from './site.ts'

const READING = ['/', '/course/', LESSON, '/drills/', '/drills/wu-tcp-states/', '/embed/figure/handshake/']
const QUESTIONS = ['/course/tcp-conversations/quiz/', '/course/tcp-conversations/interview/']

const button = (page: Page, name: string) => page.locator('.lab-top').getByRole('button', { name })

describeSite('a page that has not come to life', (site) => {
  /** Opens a page and acts on it before any of its scripts has loaded. */
  async function early(path: string, act: (page: Page) => Promise<void>) {
    const scripts = Promise.withResolvers<void>()
    const visit = await site.visit(path, { program: programOf('solution'), scriptsAfter: scripts.promise })
    await act(visit.page)
    scripts.resolve()
    await isAlive(visit.page)
    return visit
  }

  test('keeps a press, shows that it is pending, and handles it after hydration', async () => {
    const { page, troubles } = await early(LAB, async (page) => {
      await button(page, 'Run').dblclick()
      expect(await button(page, 'Run').getAttribute('data-waits')).toBe('')
    })
    await region(page, 'Terminal of server').getByText('connected to server:9000').waitFor()
    expect(await page.locator('[data-waits]').count()).toBe(0)
    expect(troubles).toEqual([])
  })

  test('replays presses and typed keys in order', async () => {
    const { page } = await early(LAB, async (page) => {
      await page.getByRole('tab', { name: /^client/ }).click()
      await page.locator('#display-filter').fill('tcp.flags.syn == 1')
      await button(page, 'Run').click()
    })
    await region(page, 'Packets')
      .getByRole('row', { name: /SYN ACK/ })
      .waitFor()
    await expect.poll(() => region(page, 'Packets').getByRole('row').count()).toBe(3)
  })

  test('keeps a key combination', async () => {
    const { page } = await early(LAB, async (page) => {
      await button(page, 'Run').waitFor()
      await page.keyboard.press('Control+Shift+Enter')
    })
    await page
      .getByText(/(\d+) of \1 passed/)
      .first()
      .waitFor()
  })

  test('keeps a press on a part of a drawing', async () => {
    const { page } = await early('/embed/figure/handshake/', (page) =>
      page.locator('.ladder [data-packet="2"] .shaft').first().click(),
    )
    await page.locator('.ladder .selected[data-packet="2"]').waitFor()
  })

  test.each([...READING, ...QUESTIONS])('%s: lets nothing be pressed that would do nothing', async (path) => {
    await early(path, async (page) => {
      await page.locator('astro-island[ssr]').first().waitFor({ state: 'attached' })
      const enabled = page.locator('astro-island[ssr] :is(button, input, select, textarea):enabled')
      expect(await enabled.evaluateAll((all) => all.map(({ outerHTML }) => outerHTML))).toEqual([])
    })
  })
})
