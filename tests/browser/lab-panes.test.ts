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
})
