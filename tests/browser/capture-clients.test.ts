import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { LINES } from '../captures/foreign/servers.fixture.ts'
import { violations } from './axe.ts'
import { describeSite } from './describe-site.ts'
import { region, row } from './lab-page.ts'
import { LAB } from './site.ts'

const capture = (name: string) => ({
  name,
  mimeType: 'application/vnd.tcpdump.pcap',
  buffer: readFileSync(new URL(`../captures/foreign/${name}`, import.meta.url)),
})
const open = (page: Page, name: string) => page.locator('.packets-pane input[type=file]').setInputFiles(capture(name))
const offer = (page: Page) => page.getByRole('button', { name: 'Play against your server…' })

describeSite('the clients of an opened capture', (site) => {
  const visit = site.shared(LAB, { program: LINES })

  test('are offered, and play against the program: each says whether the answers are those of the capture', async () => {
    const { page } = visit
    await open(page, 'lines-nano.pcap')
    await page.getByText(/This capture has \d+ conversations? that can be played against your server\./).waitFor()
    await offer(page).click()
    const dialog = page.getByRole('dialog', { name: 'Play the clients of a capture' })
    await dialog.getByRole('checkbox').first().waitFor()
    expect(await violations(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Play', exact: true }).click()
    const terminal = region(page, 'Terminal of client')
    await terminal
      .getByText(/answered as in the capture/)
      .first()
      .waitFor()
    await row(page, /FIN ACK/)
      .first()
      .waitFor()
  })

  test('what differs from the captured answer is named with its bytes', async () => {
    const { page } = await site.visit(LAB, { program: LINES.replace('toUpperCase', 'toLowerCase') })
    await open(page, 'lines-nano.pcap')
    await offer(page).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Play', exact: true }).click()
    await region(page, 'Terminal of client')
      .getByText(/the answer differs from the capture at byte 0: captured/)
      .first()
      .waitFor()
  })

  test('become a test file, with a port of the learner’s choice; a wrong one is refused', async () => {
    const { page } = visit
    await open(page, 'lines-nano.pcap')
    await offer(page).click()
    const dialog = page.getByRole('dialog', { name: 'Play the clients of a capture' })
    const save = dialog.getByRole('button', { name: 'Save as a test' })
    await dialog.getByLabel('To port').fill('70000')
    await dialog.getByText('A port is a number from 1 to 65535.').waitFor()
    expect(await save.isDisabled()).toBe(true)
    await dialog.getByLabel('To port').fill('9001')
    const [download] = await Promise.all([page.waitForEvent('download'), save.click()])
    expect(download.suggestedFilename()).toBe('lines-nano.test.ts')
    expect(readFileSync(await download.path(), 'utf8')).toContain('9001')
    await page.keyboard.press('Escape')
  })

  test('a capture without a client says why nothing can be played, and its packets are shown', async () => {
    const { page } = visit
    await open(page, 'middle.pcap')
    await page.getByText('The packets are shown. The clients of this capture cannot be played.').waitFor()
    expect(await offer(page).count()).toBe(0)
  })
})
