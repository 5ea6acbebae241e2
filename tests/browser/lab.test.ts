import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeSite } from './describe-site.ts'
import { press, region, write } from './lab-page.ts'
import { exercise, LAB, programOf } from './site.ts'

const verdict = (page: Page) => page.locator('.verdict:not(:has(.progress))')

async function check(page: Page): Promise<string> {
  await press(page, 'Check')
  // The verdict before stands until this check has begun.
  await page.locator('.lab-top').getByRole('button', { name: 'Check', disabled: true }).waitFor()
  await verdict(page).waitFor()
  return region(page, 'Tests').innerText()
}

/** The hint of hints.yaml with this id, up to its first value. */
function hintText(id: string): string {
  const pieces = exercise.hints.causes
    .find((cause) => cause.id === id)!
    .say.replaceAll('`', '')
    .split(/\{[\w.]+\}/)
  return pieces.sort((a, b) => b.length - a.length)[0]!.trim()
}

describeSite('the lab page', (site) => {
  test('has its regions and buttons by role', async () => {
    const { page } = await site.visit(LAB)
    for (const name of ['Editor', 'Packets', 'World', 'Packet']) await region(page, name).waitFor()
    for (const name of ['Run', 'Stop', 'Check']) await page.locator('.lab-top').getByRole('button', { name }).waitFor()
    for (const name of ['Reset', 'Save']) await page.getByRole('button', { name, exact: true }).waitFor()
    await page.getByRole('tab', { name: /^server/ }).click()
    await region(page, 'Terminal of server').waitFor()
    await page.getByRole('tab', { name: /^Tests/ }).click()
    await region(page, 'Tests').waitFor()
  })

  test('runs the program, shows its output and packets, lets one talk to it, filters, and saves a pcapng file', async () => {
    const { page, troubles } = await site.visit(LAB, { program: programOf('solution') })
    await press(page, 'Run')
    const terminal = region(page, 'Terminal of server')
    await terminal.getByText('connected to server:9000').waitFor()
    await terminal.getByLabel('Message to the server').fill('PING')
    await page.keyboard.press('Enter')
    await terminal.locator('.manual-client').getByText('PONG').waitFor()

    // A packet shows its fields and bytes, and each lights the other.
    const packets = region(page, 'Packets')
    await packets.getByRole('row', { name: /client → server TCP 74 SYN/ }).click()
    const packet = region(page, 'Packet')
    await packet.getByText('asks to open a connection').waitFor()
    await packet.getByText('All fields').click()
    await packet.getByRole('button', { name: /^Destination Port 9000/ }).click()
    expect(await packet.locator('.hex .digits .on').allInnerTexts()).toEqual(['23', '28'])
    await packet.locator('.hex [data-offset="23"]').first().click()
    await expect.poll(() => packet.locator('.field.on').innerText()).toMatch(/Protocol\s+6 \(TCP\)/)

    const filter = packets.getByLabel('Display filter')
    await filter.fill('tcp.flags.syn == 1')
    await expect.poll(() => packets.getByRole('row').count()).toBe(3)
    await filter.fill('tcp.flags.syn ==')
    await packets
      .getByRole('status')
      .getByText(/column \d+/)
      .waitFor()
    await filter.fill('')

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save', exact: true }).click(),
    ])
    expect(readFileSync(await download.path()).readUInt32LE(0)).toBe(0x0a0d0d0a)

    await terminal.getByLabel('Message to the server').fill('QUIT')
    await page.keyboard.press('Enter')
    await terminal.getByText('the server ended its side (FIN)').waitFor()
    await press(page, 'Stop')
    await page.getByText('virtual, stopped').waitFor()
    expect(troubles).toEqual([])
  })

  test('keeps what was typed over a reload, and a reset can be undone', async () => {
    const { page } = await site.visit(LAB)
    await page.locator('.monaco-editor .view-lines').first().click()
    await page.keyboard.press('Control+Home')
    await page.keyboard.type('// mine\n')
    await page.reload()
    await page.locator('.monaco-editor').getByText('// mine').waitFor()
    await page.getByRole('button', { name: 'Reset', exact: true }).click()
    await page.locator('.monaco-editor').getByText('// mine').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo reset' }).click()
    await page.locator('.monaco-editor').getByText('// mine').waitFor()
  })

  test('fails the starter and wrong solutions, each with the hint of its own mistake, and shows the packets of the failure; passes the solution, and leaves the failure', async () => {
    const { page, troubles } = await site.visit(LAB)
    const tests = await check(page)
    expect(tests).toContain('Hint.')
    expect(tests).toContain(hintText('no-answer'))
    await page.getByText('Replay of test v1.').waitFor()
    await region(page, 'Packets').getByRole('row', { name: /PING/ }).waitFor()
    let besideSolution = 0
    // A mistake of framing, of characters, and of rude clients; the same code judges every other one in `tests/grader`.
    for (const name of ['chunk', 'utf8', 'no-error']) {
      const { hint } = exercise.wrong.find((one) => one.name === name)!.claim
      await write(page, programOf(`wrong/${name}`))
      const found = await check(page)
      expect([name, found.includes(hintText(hint!))]).toEqual([name, true])
      const lesson = page.getByRole('link', { name: /^Review: / })
      expect(await lesson.getAttribute('href')).toMatch(/\/course\/tcp-conversations\/[a-z-]+\/#step-[a-z]+$/)
      if (await page.getByRole('region', { name: 'Compared with the solution' }).count()) besideSolution++
    }
    expect(besideSolution).toBeGreaterThan(0)
    await write(page, programOf('solution'))
    expect(await check(page)).toMatch(/(\d+) of \1 passed/)
    await page.getByText(/^Replay of test/).waitFor({ state: 'detached' })
    expect(troubles).toEqual([])
  })

  test('is worked by keyboard: run, stop, check, panes', async () => {
    const { page } = await site.visit(LAB, { program: programOf('solution') })
    await page.locator('.monaco-editor').first().waitFor()
    await page.locator('.monaco-editor .view-lines').first().click()
    await page.keyboard.press('Control+Enter')
    await page.getByText('virtual, live').waitFor()
    await page.keyboard.press('Control+.')
    await page.getByText('virtual, stopped').waitFor()
    await page
      .locator('[aria-live=polite]', { hasText: 'Press Esc, then Tab to leave it' })
      .waitFor({ state: 'attached' })
    await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.closest('.monaco-editor'))).toBeNull()
    await page.locator('.monaco-editor .view-lines').first().click()
    const PANES = ['Editor', 'Dock', 'World', 'Packets', 'Packet', 'Transport']
    const pane = () => page.evaluate(() => document.activeElement?.closest('section')?.getAttribute('aria-label'))
    const walked: unknown[] = []
    for (const _ of PANES) {
      await page.keyboard.press('F6')
      walked.push(await pane())
    }
    expect(walked).toEqual([...PANES.slice(1), 'Editor'])
    for (const [place, name] of PANES.entries()) {
      await page.keyboard.press(`Control+${place + 1}`)
      expect(await pane()).toBe(name)
    }
    // In the editor one types on.
    await page.keyboard.press('Control+1')
    await page.keyboard.type('//zz')
    await page.locator('.monaco-editor .view-line', { hasText: '//zz' }).waitFor()
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+Shift+Enter')
    await verdict(page).waitFor()

    // The list of keys begins at its beginning, though its fields stand at its end.
    await page.keyboard.press('Control+6')
    await page.keyboard.press('?')
    const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await list.getByRole('heading').and(page.locator(':focus')).waitFor()
    expect(await list.evaluate((dialog) => dialog.scrollTop)).toBe(0)
    await page.keyboard.press('Escape')

    // A column that is moved is walked through where it stands, and stands there on the next visit.
    await page.locator('.menu summary').click()
    await page.getByRole('button', { name: 'Panes', exact: true }).click()
    await page.getByRole('button', { name: 'Move left: World' }).press('Enter')
    await page.getByLabel('Dock above the editor').press('Space')
    await page.reload()
    const panes = page.locator('.work .pane')
    const names = await panes.evaluateAll((all) => all.map((pane) => pane.getAttribute('aria-label')))
    expect(names).toEqual(['World', 'Dock', 'Editor', 'Packets', 'Packet'])
  })
})
