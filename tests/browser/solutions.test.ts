import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeSite } from './describe-site.ts'
import { isAlive, press, region, write } from './lab-page.ts'
import { LAB, programOf } from './site.ts'

const DIALOG = { name: 'Solution' } as const
const open = (page: Page) => page.getByRole('button', { name: 'Solution' }).click()
const close = (page: Page) => page.getByRole('dialog', DIALOG).getByRole('button', { name: 'Close' }).click()

/** Checks a program, and waits for the end. */
async function check(page: Page, program: string): Promise<void> {
  await write(page, program)
  await press(page, 'Check')
  await page.locator('.verdict:not(:has(.progress))').waitFor()
}

/** The page as a course builds it whose solutions open on a day. */
const dueAt = (due: number) => (html: string) =>
  html.replace(
    '&quot;when&quot;:[0,&quot;after-pass&quot;]',
    `&quot;when&quot;:[0,&quot;after-due&quot;],&quot;due&quot;:[0,${due}]`,
  )

describeSite('the solution of an exercise', (site) => {
  test('is shown after two honest attempts to those who give up, by keys alone, and gives no points', async () => {
    const { page, close: leave } = await site.visit(LAB)
    const dialog = page.getByRole('dialog', DIALOG)
    await isAlive(page)
    await open(page)
    await dialog.getByText('You have made none so far').waitFor()
    expect(await dialog.getByRole('button', { name: 'Give up' }).getAttribute('aria-disabled')).toBe('true')
    await close(page)
    // Neither the starter nor a program that does not parse is an attempt.
    await check(page, programOf('starter'))
    await check(page, 'let = ;')
    await check(page, programOf('wrong/chunk'))
    await open(page)
    await dialog.getByText('You have made 1 so far').waitFor()
    await close(page)
    await check(page, programOf('wrong/trims'))

    await open(page)
    await dialog.getByRole('button', { name: 'Give up' }).focus()
    await page.keyboard.press('Enter')
    // A second Enter does no harm.
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'hidden' })
    await open(page)
    await dialog.getByRole('button', { name: 'Give up' }).focus()
    await page.keyboard.press('Enter')
    await dialog.getByText('no points, even if all tests pass later').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await dialog.locator('.diff .new').first().waitFor()
    await dialog.getByRole('button', { name: 'Copy to the editor' }).click()

    await press(page, 'Check')
    await region(page, 'Tests').getByText('0 of 10 points.').waitFor()
    await region(page, 'Tests').getByText('You gave up on this exercise').waitFor()
    await page.reload()
    await isAlive(page)
    await open(page)
    await dialog.getByText('You gave up on this exercise').waitFor()
    await leave()
  })

  test('that opens when it is due is not asked for before, and not found in a site built before', async () => {
    const asked: string[] = []
    const before = await site.visit(LAB, { html: dueAt(Date.now() + 86_400_000) })
    before.page.on('request', (request) => asked.push(request.url()))
    await isAlive(before.page)
    await open(before.page)
    await before.page.getByRole('dialog', DIALOG).getByText('The solution opens when the exercise is due').waitFor()
    await close(before.page)
    await check(before.page, programOf('wrong/chunk'))
    expect(asked.filter((url) => url.endsWith('solution.json'))).toEqual([])

    const after = await site.visit(LAB, { html: dueAt(Date.now() - 1000) })
    await after.page.route('**/solution.json', (route) => route.fulfill({ status: 404 }))
    await isAlive(after.page)
    await open(after.page)
    await after.page.getByText('this site was built before it').waitFor()
    await after.page.unroute('**/solution.json')
    await close(after.page)
    await open(after.page)
    await after.page.locator('.diff .new').first().waitFor()
  })
})
