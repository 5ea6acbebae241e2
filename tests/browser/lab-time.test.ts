import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missing } from '../support/requirements.ts'
import { clock, region, row, runAndSay, transport } from './lab-page.ts'
import { LAB, openSite, programOf, type Site, type Visit } from './site.ts'

describe.skipIf(missing('chromium'))('time in the lab', () => {
  let site: Site
  let visit: Visit
  // One page for all: each test begins where the run stands paused after PING and PONG.
  beforeAll(async () => {
    site = await openSite()
    visit = await site.visit(LAB, { program: programOf('solution') })
    await runAndSay(visit.page, 'PING', 'PONG')
    await transport(visit.page).getByRole('button', { name: 'Pause' }).click()
    await visit.page.getByText('virtual, paused').waitFor()
  })
  afterAll(async () => {
    expect(visit?.troubles).toEqual([])
    await site?.close()
  })

  test('stepping back shows the world as it was: later packets are faint, tables and topology are of that moment', async () => {
    const { page } = visit
    await transport(page).getByRole('button', { name: 'To the start' }).click()
    await page.getByText('virtual, looking back').waitFor()
    expect(await clock(page)).toMatch(/^0\.000 ms/)
    expect(await region(page, 'Packets').locator('tr.future').count()).toBeGreaterThan(6)
    await page.getByRole('tab', { name: 'Tables' }).click()
    const tables = region(page, 'World').getByRole('region', { name: 'server' })
    expect(await tables.innerText()).not.toContain('ESTABLISHED')
    await page.getByRole('tab', { name: 'World', exact: true }).click()
    for (let i = 0; i < 3; i++) await transport(page).getByRole('button', { name: 'On by a packet' }).click()
    await page.getByRole('img', { name: /1 packet is under way/ }).waitFor()
    await transport(page).getByRole('button', { name: 'To the latest moment' }).click()
    await page.getByText('virtual, paused').waitFor()
    expect(await region(page, 'Packets').locator('tr.future').count()).toBe(0)
  })

  test('the timeline is a slider: keys go from packet to packet, and say what happened', async () => {
    const { page } = visit
    const slider = page.getByRole('slider', { name: 'Moment shown' })
    await slider.focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toMatch(/milliseconds\. Packet 1, client to server/)
    await page.keyboard.press('End')
    await page.getByText('virtual, paused').waitFor()
  })

  test('a dropped packet is sent again by its sender, and that can be taken back', async () => {
    const { page } = visit
    await row(page, /“PONG/).first().dblclick()
    await page.getByText('virtual, looking back').waitFor()
    await page.getByRole('toolbar', { name: 'Packet on the wire' }).getByRole('button', { name: /^Drop/ }).click()
    await row(page, /✕ dropped “PONG/).waitFor()
    await page.getByText('virtual, paused').waitFor()
    await transport(page).getByRole('button', { name: 'Go on' }).click()
    await row(page, /‖ again “PONG/).waitFor()
    await transport(page).getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('button', { name: /^Undo/ }).click()
    await expect.poll(() => row(page, /✕ dropped/).count()).toBe(0)
    await row(page, /server → client TCP \d+ “PONG/).waitFor()
  })
})
