import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeSite } from './describe-site.ts'
import { isAlive, region } from './lab-page.ts'
import { LAB } from './site.ts'

const size = async (page: Page, pane: string) => (await region(page, pane).boundingBox())!

describeSite('panes of the lab', (site) => {
  test('are resized by pointer and by keys, remember it, and go back by a double click', async () => {
    const { page } = await site.visit(LAB)
    await isAlive(page)
    const line = page.getByRole('separator').and(page.locator('.columns')).first()
    const before = (await size(page, 'Editor')).width
    const { x, y, width, height } = (await line.boundingBox())!
    await page.mouse.move(x + width / 2, y + height / 2)
    await page.mouse.down()
    await page.mouse.move(x + 120, y + height / 2, { steps: 4 })
    await page.mouse.up()
    const dragged = (await size(page, 'Editor')).width
    expect(dragged).toBeGreaterThan(before + 80)

    await line.press('ArrowLeft')
    const stepped = (await size(page, 'Editor')).width
    expect(stepped).toBeLessThan(dragged)
    await page.reload()
    await isAlive(page)
    expect((await size(page, 'Editor')).width).toBeCloseTo(stepped, 0)

    await line.dblclick()
    expect((await size(page, 'Editor')).width).toBeCloseTo(before, 0)
  })

  // 200 % and 400 % zoom of a laptop, a phone on its side, the smallest phone.
  test.each([
    [683, 384],
    [720, 420],
    [844, 390],
    [320, 640],
    [320, 256],
  ])('at %i × %i each button is in reach, and at least six lines of code are visible', async (width, height) => {
    const { page } = await site.visit(LAB, { width, height })
    await isAlive(page)
    const buttons = page.locator('.lab-top button:visible')
    for (const button of await buttons.all()) {
      const { x, width: wide } = (await button.boundingBox())!
      expect(x + wide, await button.innerText()).toBeLessThanOrEqual(width)
    }
    await page.getByRole('button', { name: 'Code', exact: true }).click()
    const line = page.locator('.editor-pane .view-line, .editor-pane .static-code').first()
    await page.mouse.move(9, 9)
    await line.waitFor()
    const editor = page.locator('.editor-pane')
    await editor.scrollIntoViewIfNeeded()
    expect((await editor.boundingBox())!.height).toBeGreaterThan(6 * 21 + 32)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
  })
})
