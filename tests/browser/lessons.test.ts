import { globSync } from 'node:fs'
import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { lessonAddress } from '#labs/publishing/index.ts'
import { describeSite } from './describe-site.ts'
import { PATIENCE } from './site.ts'

const lessons = globSync('[0-9][0-9]-*/[0-9][0-9]-*.mdx', { cwd: 'content' }).sort()
/** What a figure may let one change of its link, and the key that changes it for sure: a little loss may lose nothing. */
const LINK_KNOBS = [
  ['Delay, one way', 'ArrowRight'],
  ['Rate', 'ArrowRight'],
  ['Loss', 'End'],
] as const

/** What its view draws; for a race, the drawing of each lane. */
const drawing = (figure: Locator) =>
  figure.locator('.figure-view, .lane').evaluateAll((views) => views.map(({ innerHTML }) => innerHTML))

/** Turns the first knob of the link, and waits until the world has run again. */
async function turnLink(figure: Locator): Promise<void> {
  for (const [label, key] of LINK_KNOBS) {
    const knob = figure.getByLabel(label)
    if ((await knob.count()) === 0) continue
    const isLast = await knob.evaluate((input) => (input as HTMLInputElement).value === (input as HTMLInputElement).max)
    await knob.press(isLast ? 'Home' : key)
    // Some are many worlds, one after the other.
    await figure.getByText(/Ran in this page in \d+ ms/).waitFor({ timeout: PATIENCE })
    return
  }
  throw new Error('nothing of the link can be changed')
}

for (const lesson of lessons)
  describeSite(`lesson ${lesson}, on a telephone`, (site) => {
    const visit = site.shared(lessonAddress(lesson.replace(/\.mdx$/, '')).href, { width: 390 })

    test('its prediction is scored against the run', async () => {
      const { page } = visit
      const predict = page.locator('.predict').first()
      await predict.scrollIntoViewIfNeeded()
      await predict.locator('form fieldset:enabled').first().waitFor()
      const guess = predict.locator('.number-answer input[type=number]')
      if (await guess.count()) await guess.fill('100')
      else await predict.getByRole('radio').first().check()
      await predict.getByRole('button', { name: 'Commit and run' }).click()
      await predict.getByText(/You were right|It went differently/).waitFor()
      const { predictions } = await page.evaluate(() => JSON.parse(localStorage.getItem('ackademy:progress') ?? '{}'))
      expect(predictions).toMatchObject([{ sure: 70, isRight: expect.any(Boolean) }])
    })

    test('each of its figures runs, and shows another world when its link is changed', async () => {
      const figures = await visit.page.locator('figure.live-figure').all()
      expect(figures.length).toBeGreaterThan(1)
      for (const figure of figures) {
        await figure.scrollIntoViewIfNeeded()
        await figure.locator('.figure-panel:enabled').waitFor()
        const before = await drawing(figure)
        await turnLink(figure)
        const isOther = async () => (await drawing(figure)).map((drawn, index) => drawn !== before[index])
        const title = await figure.getAttribute('aria-label')
        await expect
          .poll(isOther, { timeout: PATIENCE, message: `${title} is another world` })
          .toEqual(before.map(() => true))
      }
    })

    test('nothing was refused, nothing failed', () => {
      expect(visit.troubles).toEqual([])
    })
  })
