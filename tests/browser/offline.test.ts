import { expect, test } from 'vitest'
import { describeSite } from './describe-site.ts'
import { press } from './lab-page.ts'
import { LAB, LESSON, programOf } from './site.ts'

describeSite(
  'the site under a path, kept for times without a network',
  (site) => {
    test('the 404 page finds the root of the site, however deep the address', async () => {
      const { page } = await site.visit('/course/nowhere/at/all/')
      await page.getByRole('link', { name: 'Figures' }).waitFor()
      expect(await page.evaluate(() => getComputedStyle(document.querySelector('.bar')!).position)).toBe('sticky')
      await page.locator('main').getByRole('link').first().click()
      await page.locator('.course-rows').waitFor()
      expect(page.url()).toBe(`${site.origin}/course/`)
    })

    test('after one visit the site works offline: other pages, the search, and an exercise to its end', async () => {
      const { page, troubles } = await site.visit(LAB, { keepsSite: true, program: programOf('solution') })
      await page.locator('html[data-offline="ready"]').waitFor({ state: 'attached' })
      expect(troubles).toEqual([])
      await site.cut()

      await page.goto(`${site.origin}${LESSON}`)
      await page.getByRole('heading', { name: 'Handshake and stream', level: 1 }).waitFor()
      await page.keyboard.press('/')
      await page.getByRole('searchbox', { name: 'Search' }).fill('econnreset')
      await page.getByRole('link', { name: /connection reset/ }).click()
      await page.locator('#connection-reset:target').waitFor()

      await page.goto(`${site.origin}${LAB}`)
      await press(page, 'Check')
      await page
        .getByText(/(\d+) of \1 passed/)
        .first()
        .waitFor()
    })
  },
  { under: '/some/where/' },
)
