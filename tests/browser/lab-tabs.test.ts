import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeSite } from './describe-site.ts'
import { write } from './lab-page.ts'
import { LAB } from './site.ts'

const FILES = 'ackademy:files:tcp-echo-line'
const HISTORY = 'ackademy:attempts:tcp-echo-line'
const kept = (page: Page, key: string) => page.evaluate((name) => localStorage.getItem(name) ?? '', key)
const lines = (page: Page) => page.locator('.monaco-editor .view-lines').first()
const withEditor = async (page: Page) => {
  await page.mouse.move(9, 9)
  await lines(page).waitFor()
}

describeSite('one exercise in two pages', (site) => {
  test('what is typed in one tab appears in the other, and a keystroke there loses nothing', async () => {
    const { page } = await site.visit(LAB)
    const other = await page.context().newPage()
    await other.goto(page.url())
    await withEditor(other)
    await write(page, '// an hour of work\n')
    await other.getByText('This program was changed in another tab.').waitFor()
    await lines(other).getByText('an hour of work').waitFor()
    await other.getByRole('textbox', { name: /code editor/ }).focus()
    await other.keyboard.press('Control+End')
    await other.keyboard.insertText('// and more')
    await expect.poll(() => kept(other, FILES)).toMatch(/an hour of work.*and more/)
  })

  test('a tab that has not heard of the other’s text saves its own; the other one is in the history and a click away', async () => {
    const { page } = await site.visit(LAB)
    await withEditor(page)
    // What a page restored as it was does not hear: the storage is changed without an event.
    await page.evaluate(
      ([key, text]) => localStorage.setItem(key!, text!),
      [FILES, JSON.stringify({ version: 1, files: { 'server.ts': '// an hour of work' }, beforeReset: null })],
    )
    await write(page, '// stale')
    await page.getByText('Another tab had changed this program too.').waitFor()
    expect(await kept(page, HISTORY)).toContain('an hour of work')
    await page.getByRole('button', { name: 'Use the other one' }).click()
    await lines(page).getByText('an hour of work').waitFor()
    expect(await kept(page, HISTORY)).toContain('stale')
  })

  test('the Back button shows the latest text', async () => {
    const { page } = await site.visit(LAB)
    await withEditor(page)
    const url = page.url()
    await page.goto(new URL('/course/', url).href)
    const other = await page.context().newPage()
    await other.goto(url)
    await write(other, '// newer')
    await expect.poll(() => kept(other, FILES)).toContain('newer')
    await page.goBack()
    await withEditor(page)
    await lines(page).getByText('newer').waitFor()
  })

  test('a program that cannot be read is kept, said, and can be downloaded', async () => {
    const { page } = await site.visit(LAB)
    await page.evaluate(([key]) => localStorage.setItem(key!, '{"version":99}'), [FILES])
    await page.reload()
    await page.getByText('Your saved program could not be read.').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download it' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('tcp-echo-line-unreadable.json')
    await write(page, '// mine')
    await expect.poll(() => kept(page, FILES)).toContain('mine')
    expect(await kept(page, `${FILES}:unreadable`)).toBe('{"version":99}')
  })

  test('a full storage is said, and leaving asks first', async () => {
    const { page } = await site.visit(LAB)
    await withEditor(page)
    await page.evaluate(() => {
      for (let size = 2 ** 20; size >= 1; size /= 2)
        for (let copy = 0; ; copy++)
          try {
            localStorage.setItem(`full-${size}-${copy}`, 'x'.repeat(size))
          } catch {
            break
          }
    })
    await write(page, `// ${'mine '.repeat(2000)}`)
    await page.getByText('Not saved: this browser').waitFor()
    let asked = false
    page.once('dialog', (dialog) => {
      asked = dialog.type() === 'beforeunload'
      void dialog.accept()
    })
    await page.goto(new URL('/course/', page.url()).href)
    expect(asked).toBe(true)
  })
})
