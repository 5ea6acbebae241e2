import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { drawParams } from '#grader'
import { describeSite } from './describe-site.ts'
import { isAlive, press, region } from './lab-page.ts'
import { exercise, LAB, programOf } from './site.ts'

const paramsOf = (key: string) => drawParams(exercise.exercise, key, 'simulated')
const task = (page: Page) => page.getByRole('tabpanel', { name: 'Task' })
const stored = (page: Page, key: string) => page.evaluate((name) => localStorage.getItem(name), key)

/** The task has the values of this variant, and no passage of another. */
async function expectTaskOf(page: Page, key: string): Promise<void> {
  const { maxLine, tail, prefix } = paramsOf(key)
  await task(page).getByText(`'${prefix}'`, { exact: true }).waitFor()
  await task(page).getByText(String(maxLine), { exact: true }).waitFor()
  expect(await task(page).getByText('What it sent so far is no line then').isVisible()).toBe(tail === 'drop')
  expect(await task(page).getByText('What it sent so far then counts as a line').isVisible()).toBe(tail === 'echo')
}

describeSite("a learner's variant", (site) => {
  test('is drawn once on a device, and another by keys alone; checks use it, and the page says so', async () => {
    const { page, troubles, close } = await site.visit(LAB, { seed: '', program: programOf('solution') })
    await isAlive(page)
    const seed = await stored(page, 'ackademy:seed')
    expect(seed).toMatch(/^[0-9a-f]{12}$/)
    await expectTaskOf(page, seed!)
    await task(page).getByRole('button', { name: 'New variant' }).focus()
    await page.keyboard.press('Enter')
    const key = await stored(page, 'ackademy:variant:tcp-echo-line')
    expect(paramsOf(key!)).not.toEqual(paramsOf(seed!))
    await expectTaskOf(page, key!)
    await page.reload()
    await isAlive(page)
    await expectTaskOf(page, key!)
    await press(page, 'Check')
    await region(page, 'Tests')
      .getByText(/^(\d+) of \1 passed\.$/)
      .waitFor()
    await page
      .locator('.file-tabs')
      .getByRole('button', { name: /^params\.ts/ })
      .click()
    await page
      .locator('.monaco-editor .view-lines')
      .getByText(`'${paramsOf(key!).prefix}'`.trim())
      .first()
      .waitFor()
    // A reload gives up what was still being fetched.
    expect(troubles.filter((trouble) => !trouble.startsWith('failed:'))).toEqual([])
    await close()
  })

  test('is given by a service in the address; a submission names it, and is graded with another', async () => {
    const { page, close } = await site.visit(`${LAB}?variant=ann-17`)
    await isAlive(page)
    await expectTaskOf(page, 'ann-17')
    const sent: unknown[] = []
    await page.route('**/api/submissions', (route) => {
      sent.push(route.request().postDataJSON())
      return route.fulfill({ status: 503, json: { error: 'no Docker here', code: 'NO_DOCKER' } })
    })
    await press(page, 'Submit')
    await page.getByText('no Docker here').waitFor()
    expect(sent).toMatchObject([{ exercise: 'tcp-echo-line', practiced: 'ann-17', solutionShown: false }])
    await close()
  })
})

describeSite('sealed tests', (site) => {
  test('are counted, are not in the page, and leave their points to a submission', async () => {
    const { page, close } = await site.visit('/lab/session-state-machine/')
    await isAlive(page)
    const bundle = await page.evaluate(() => fetch('/lab/session-state-machine/exercise.json').then((it) => it.text()))
    expect(bundle).not.toContain('twenty drawn messages')
    const solution = await page.evaluate(() =>
      fetch('/lab/session-state-machine/solution.json').then((it) => it.json()),
    )
    await page.evaluate(
      (files) =>
        localStorage.setItem(
          'ackademy:files:session-state-machine',
          JSON.stringify({ version: 1, files, beforeReset: null }),
        ),
      solution as Record<string, string>,
    )
    await page.reload()
    await isAlive(page)
    await page.getByRole('tab', { name: /^Tests/ }).click()
    await region(page, 'Tests')
      .getByText(/^\d+ practice tests\. .* 1 more runs when you submit\.$/)
      .waitFor()
    await press(page, 'Check')
    await region(page, 'Tests')
      .getByText(/^\d+ practice tests passed; 1 more runs when you submit\.$/)
      .waitFor()
    await region(page, 'Tests').getByText('14 of 15 points.').waitFor()
    await region(page, 'Tests').getByText('The tests that run when you submit decide the other 1 point.').waitFor()
    await close()
  })
})
