import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missing } from '../support/requirements.ts'
import { LESSON, openSite, type Site } from './site.ts'

const figure = (page: Page) => page.getByRole('figure', { name: 'One line there, one line back' })
const arrows = (page: Page) => figure(page).locator('.ladder .arrow')

/** Moves a slider by its keys, and waits until the world has run again. */
async function set(page: Page, label: string, keys: string[]): Promise<void> {
  const knob = figure(page).getByLabel(label)
  await knob.focus()
  for (const key of keys) await knob.press(key)
  await figure(page)
    .getByText(/Ran in this page in \d+ ms/)
    .waitFor()
}

/** How far the SYN falls on the drawing. */
function fallOfSyn(page: Page): Promise<number> {
  return figure(page)
    .locator('.arrow[data-packet="3"] .reach')
    .evaluate((line) => Number(line.getAttribute('y2')) - Number(line.getAttribute('y1')))
}

describe.skipIf(missing('chromium'))('the figure of lesson 3.1', () => {
  let site: Site
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  test('stands on the page before any script has run', async () => {
    const response = await fetch(`${site.origin}${LESSON}`)
    const html = await response.text()
    expect(html).toMatch(/class="arrow tcp"[^>]*data-packet="3"/)
    expect(html).toContain('SYN ACK')
  })

  test('runs again when the delay changes, and its arrows fall further', async () => {
    const { page, troubles, close } = await site.visit(LESSON)
    await figure(page).scrollIntoViewIfNeeded()
    const before = await fallOfSyn(page)
    await set(page, 'Delay, one way', ['ArrowRight'])
    expect(await fallOfSyn(page)).toBeGreaterThan(before * 1.8)
    expect(troubles).toEqual([])
    await close()
  })

  test('loses packets and sends them again when there is loss, and other luck loses others', async () => {
    const { page, close } = await site.visit(LESSON)
    await figure(page).scrollIntoViewIfNeeded()
    await set(page, 'Loss', ['End'])
    await figure(page).locator('.arrow .death').first().waitFor()
    const first = await arrows(page).count()
    const seen = new Set([first])
    for (let i = 0; i < 4 && seen.size < 2; i++) {
      await figure(page).getByRole('button', { name: 'Other luck' }).click()
      await figure(page).getByText('Running').waitFor({ state: 'detached' })
      seen.add(await arrows(page).count())
    }
    expect(seen.size).toBeGreaterThan(1)
    await close()
  })

  test('shows any moment: what is sent later is drawn faint', async () => {
    const { page, close } = await site.visit(LESSON)
    await figure(page).scrollIntoViewIfNeeded()
    await figure(page).getByRole('button', { name: 'One packet back' }).click()
    await figure(page).locator('.ladder .now').waitFor()
    const total = await arrows(page).count()
    await figure(page).getByLabel('Moment shown').press('Home')
    await expect.poll(() => figure(page).locator('.arrow.future').count()).toBe(total)
    await close()
  })

  test('says the same as a table', async () => {
    const { page, close } = await site.visit(LESSON)
    await figure(page).scrollIntoViewIfNeeded()
    const packets = await arrows(page).count()
    await figure(page).getByRole('button', { name: 'As table' }).click()
    expect(await figure(page).getByRole('row').count()).toBe(packets + 1)
    await figure(page)
      .getByRole('cell', { name: /SYN ACK seq 0 ack 1/ })
      .waitFor()
    await close()
  })

  test('a wrong explanation says what disproves it, a right one ends the question', async () => {
    const { page, close } = await site.visit(LESSON)
    const quiz = page.locator('form', { hasText: 'Why did “hello” wait?' })
    await quiz.scrollIntoViewIfNeeded()
    await quiz.getByLabel(/server.ts had to accept/).check()
    await quiz.getByRole('button', { name: 'Check' }).click()
    await quiz.getByText('✕ Not this').waitFor()
    await quiz.getByLabel(/Until the SYN ACK came/).check()
    await quiz.getByRole('button', { name: 'Check again' }).click()
    await quiz.getByText('✓ Right').waitFor()
    await close()
  })
})
