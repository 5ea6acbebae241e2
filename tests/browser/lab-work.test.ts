import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeSite } from './describe-site.ts'
import { isAlive, press, region, row, runAndSay, transport, write } from './lab-page.ts'
import { sentReport } from './sent-report.ts'
import { LAB, programOf } from './site.ts'

async function menu(page: Page, item: string): Promise<void> {
  await page.locator('.menu summary').click()
  await page.locator('.menu').getByRole('button', { name: item }).click()
}

async function saved(page: Page, act: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  return readFileSync(await download.path())
}

describeSite("a learner's work", (site) => {
  test('the learner’s own files can be added, renamed and deleted, and survive a reload', async () => {
    const { page } = await site.visit(LAB)
    await page.getByRole('button', { name: 'Files', exact: true }).click()
    const list = page.getByRole('group', { name: 'Files' })
    const name = list.getByLabel('Name of the new file')
    await name.fill('no good')
    await name.press('Enter')
    await list.getByRole('alert').waitFor()
    await name.fill('lib/lines.ts')
    await name.press('Enter')
    await list.getByRole('button', { name: 'Rename lib/lines.ts' }).click()
    await list.getByLabel('New name for lib/lines.ts').fill('lines.ts')
    await page.keyboard.press('Enter')
    await page.reload()
    await page
      .locator('.file-tabs')
      .getByRole('button', { name: /^lines\.ts/ })
      .click()
    await page.getByRole('button', { name: 'Files', exact: true }).click()
    await list.getByRole('button', { name: 'Delete lines.ts' }).click()
    await expect
      .poll(() =>
        page
          .locator('.file-tabs')
          .getByRole('button', { name: /^lines\.ts/ })
          .count(),
      )
      .toBe(0)
  })

  test('a run ends when the next thing begins: another run, or a check', async () => {
    const serving = (word: string) =>
      `import net from 'node:net'\nnet.createServer().listen(9000, () => console.log('${word}'))`
    const { page } = await site.visit(LAB, { program: serving('first') })
    const terminal = region(page, 'Terminal of server')
    await press(page, 'Run')
    await terminal.getByText('first').waitFor()
    await write(page, serving('second'))
    await press(page, 'Run')
    await terminal.getByText('second').waitFor()
    expect(await terminal.innerText()).not.toContain('first')
    await write(page, programOf('solution'))
    await press(page, 'Check')
    await page.getByText('virtual, stopped').waitFor()
    await page.locator('.verdict:not(:has(.progress))').waitFor()
    expect(await region(page, 'Tests').innerText()).toMatch(/(\d+) of \1 passed/)
  })

  test('runs stay in the history; all work is exported as one file and imported in a fresh browser', async () => {
    const { page } = await site.visit(LAB, { program: programOf('solution') })
    await press(page, 'Run')
    await press(page, 'Stop')
    await page.getByRole('button', { name: 'Reset', exact: true }).click()
    await menu(page, 'History')
    const dialog = page.getByRole('dialog', { name: 'Attempts' })
    await dialog.getByRole('button', { name: 'Compare' }).first().click()
    await dialog.locator('.diff .new').first().waitFor()
    await dialog.getByRole('button', { name: 'Restore' }).first().click()
    await page.getByText('The files of that attempt are back.').waitFor()
    const work = await saved(page, () => menu(page, 'Export all work'))

    const other = await site.visit(LAB)
    await other.page
      .locator('.menu input[type=file]')
      .setInputFiles({ name: 'w.json', mimeType: 'application/json', buffer: work })
    await other.page.getByText('Imported 1 exercise.').waitFor()
    const stored = await other.page.evaluate(() => localStorage.getItem('ackademy:files:tcp-echo-line'))
    expect(JSON.parse(stored!).files['server.ts']).toBe(programOf('solution'))
    const zip = await saved(other.page, () => menu(other.page, 'Download folder'))
    expect(zip.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04')
    expect(zip.includes('tcp-echo-line/server.ts')).toBe(true)
  })

  test('hints open one by one, with their price', async () => {
    const { page } = await site.visit(LAB)
    const task = page.getByRole('tabpanel', { name: 'Task' })
    await task.getByRole('button', { name: 'Hint 1 of 4, free' }).click()
    await task.getByRole('button', { name: 'Hint 2 of 4, free' }).click()
    await task.getByRole('button', { name: 'Hint 3 of 4, free' }).click()
    await task.getByRole('button', { name: 'Hint 4 of 4, costs 30% of the points' }).waitFor()
    await page.reload()
    await task.getByText('Hint 3 of 4.').waitFor()
  })

  test('the solution waits for a pass, and can be taken back', async () => {
    const { page } = await site.visit(LAB)
    await isAlive(page)
    await page.getByRole('button', { name: 'Solution' }).click()
    await page.getByText('The solution opens when all tests pass here.').waitFor()
    expect(await page.locator('.diff').count()).toBe(0)
    await page.evaluate(() => localStorage.setItem('ackademy:passed:tcp-echo-line', 'yes'))
    await page.reload()
    await page.getByRole('button', { name: 'Solution' }).click()
    const dialog = page.getByRole('dialog', { name: 'Solution' })
    await dialog.locator('.diff .new').first().waitFor()
    await dialog.getByRole('button', { name: 'Copy to the editor' }).click()
    await page.getByRole('button', { name: 'Back to mine' }).click()
    const stored = await page.evaluate(() => localStorage.getItem('ackademy:files:tcp-echo-line'))
    expect(JSON.parse(stored!).files['server.ts']).not.toBe(programOf('solution'))
  })

  test('a shared link carries code and run: in a fresh browser it gives the same capture, byte for byte', async () => {
    const { page } = await site.visit(LAB, { program: programOf('solution') })
    await runAndSay(page, 'PING', 'PONG')
    await transport(page).getByRole('button', { name: 'Pause' }).click()
    await page.getByText('virtual, paused').waitFor()
    const capture = await saved(page, () => page.getByRole('button', { name: 'Save', exact: true }).click())
    await menu(page, 'Share')
    const link = await page.getByLabel('Link').inputValue()

    const other = await site.visit(link.slice(site.origin.length))
    await other.page.getByText('You opened a shared link.').waitFor()
    await row(other.page, /“PONG/).waitFor()
    await other.page.getByText('virtual, paused').waitFor()
    expect(await region(other.page, 'Packets').locator('.count').innerText()).toMatch(/packets/)
    const again = await saved(other.page, () => other.page.getByRole('button', { name: 'Save', exact: true }).click())
    expect(again.equals(capture)).toBe(true)
    expect(other.troubles).toEqual([])
  })

  test('a hostile link changes nothing and says why', async () => {
    const { page, troubles } = await site.visit(`${LAB}#s=AAAA_-____${'A'.repeat(2000)}`, { program: '// mine' })
    await page.getByText('This shared link is damaged.').waitFor()
    await page.locator('.monaco-editor').getByText('// mine').waitFor()
    expect(troubles).toEqual([])
  })

  test('Submit submits where a server grades, and elsewhere says what to do', async () => {
    const { page } = await site.visit(LAB, { program: programOf('solution') })
    await press(page, 'Submit')
    await page.getByText('Submissions can’t be graded here.').waitFor()
    const report = sentReport(7, 10)
    let handedIn: unknown
    await page.route('**/api/submissions', async (route) => {
      handedIn = route.request().postDataJSON()
      await route.fulfill({ json: { report } })
    })
    await press(page, 'Submit')
    await page.locator('.banner').getByText('7 of 10 points.').waitFor()
    expect(handedIn).toEqual({
      exercise: 'tcp-echo-line',
      files: { 'server.ts': programOf('solution') },
      practiced: 'practice',
      hintsOpened: 0,
      solutionShown: false,
    })
    await page.route('**/api/submissions', (route) => route.fulfill({ json: { report: { ...report, tests: [{}] } } }))
    await press(page, 'Submit')
    await page.locator('.banner').getByText('The server’s answer was not understood (tests.0').waitFor()
  })
})
