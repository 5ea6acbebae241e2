import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readFolder } from '#grader/node/index.ts'
import { violations } from './axe.ts'
import { StandIn } from './container/stand-in.ts'
import { describeSite } from './describe-site.ts'
import { isAlive, press, region } from './lab-page.ts'
import { LAB, programOf, wrongNames } from './site.ts'

const DNS = join(import.meta.dirname, '../../content/08-dns/exercises/dns-authoritative')
const ELSEWHERE = /^elsewhere: https:\/\/stackblitz\.com\/headless\?/

/** Opens the pane from the menu; its tab is not there before. */
async function openPane(page: Page): Promise<void> {
  expect(await page.getByRole('tab', { name: 'WebContainer' }).count()).toBe(0)
  await page.locator('summary').filter({ hasText: 'More' }).click()
  await page.getByRole('button', { name: 'Check in a WebContainer…' }).click()
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'switch')
}

async function switchOver(page: Page): Promise<void> {
  await isAlive(page)
  await openPane(page)
  await page.getByRole('switch', { name: 'Check in a WebContainer' }).click()
}

const output = (page: Page) => page.getByRole('log', { name: 'WebContainer output' })

describeSite('a lab with a WebContainer', (site) => {
  let standIn: StandIn
  beforeAll(async () => {
    standIn = new StandIn()
  })
  afterAll(async () => {
    standIn?.close()
  })

  test('is switched on in the lab, and only then asks another site: the command runs there, and its report is shown here', async () => {
    const { page, context, troubles } = await site.visit(LAB, { program: programOf('solution') })
    await standIn.serve(context)
    await isAlive(page)
    await openPane(page)
    expect(await page.getByRole('switch').isChecked()).toBe(false)
    await press(page, 'Check')
    await page
      .getByText(/(\d+) of \1 passed/)
      .first()
      .waitFor()
    expect(troubles).toEqual([])

    await switchOver(page)
    await page.waitForURL('**/lab/tcp-echo-line/webcontainer/')
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true)
    await press(page, 'Check')
    await output(page).getByText('ackademy grade tcp-echo-line work --backend simulated').waitFor({ state: 'attached' })
    await region(page, 'Tests').getByText('passed').first().waitFor()
    await page.locator('.banner').getByText('10 of 10 points.').waitFor()
    await page.getByRole('tab', { name: 'WebContainer' }).click()
    expect(await output(page).innerText()).toContain('✓ v1 answers three lines')
    expect(troubles.every((trouble) => ELSEWHERE.test(trouble))).toBe(true)
    expect(await violations(page)).toEqual([])

    await page.getByRole('switch').click()
    await page.waitForURL('**/lab/tcp-echo-line/')
  })

  test('opens failed tests in the views of the lab, and stops a program that never returns', async () => {
    const wrong = programOf(`wrong/${wrongNames[0]}`)
    const { page, context } = await site.visit(`${LAB}webcontainer/`, { program: wrong })
    await standIn.serve(context)
    await press(page, 'Check')
    await page.locator('.failed-test').first().waitFor()
    await page.locator('.failed-test .marked').first().click()
    await region(page, 'Packets').getByRole('row', { name: /SYN/ }).first().waitFor()

    const loop = await site.visit(`${LAB}webcontainer/`, { program: 'for (;;);' })
    await standIn.serve(loop.context)
    await press(loop.page, 'Check')
    await loop.page.getByText('Loading the ackademy command').waitFor({ state: 'detached' })
    await press(loop.page, 'Stop')
    await loop.page.locator('.lab-top').getByRole('button', { name: 'Check', disabled: false }).waitFor()
  })

  test('grades UDP and DNS, which no browser has on a real network', async () => {
    const files = { ...readFolder(join(DNS, 'starter')), ...readFolder(join(DNS, 'solution')) }
    const { page, context } = await site.visit('/lab/dns-authoritative/webcontainer/', { files })
    await standIn.serve(context)
    await press(page, 'Check')
    await page
      .locator('.banner')
      .getByText(/(\d+) of \1 tests passed/)
      .waitFor()
  })

  test('reports a missing network or an unanswered request, and then checks in the page', async () => {
    const { page, context } = await site.visit(`${LAB}webcontainer/`, { program: programOf('solution') })
    await context.route('https://stackblitz.com/**', (route) => route.abort())
    await isAlive(page)
    await context.setOffline(true)
    await press(page, 'Check')
    await page.locator('.banner').getByText('You are offline').waitFor()
    await context.setOffline(false)
    await press(page, 'Check')
    await page.locator('.banner').getByText('did not answer within 30 s').waitFor()
    await page.getByRole('button', { name: 'Check in this page' }).click()
    await page
      .getByText(/(\d+) of \1 passed/)
      .first()
      .waitFor()
  })
})

describeSite(
  'a host that sets no headers',
  (site) => {
    test('has its service worker isolate the page', async () => {
      const { page } = await site.visit(`${LAB}webcontainer/`, { keepsSite: true })
      await page.waitForFunction(() => crossOriginIsolated)
      await page.getByRole('tab', { name: 'WebContainer' }).waitFor()
      await page.locator('.editor-pane .monaco-editor').first().waitFor()
    })
  },
  { under: '/some/where/', headers: false },
)
