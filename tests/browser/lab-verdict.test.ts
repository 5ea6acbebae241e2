import { expect, test } from 'vitest'
import { describeSite } from './describe-site.ts'
import { press, region, transport, write } from './lab-page.ts'
import { LAB, programOf } from './site.ts'

const solution = programOf('solution')
/** The solution with lines at the beginning of its listener for data. */
const withLines = (lines: string) => {
  const program = solution.replace("socket.on('data'", `socket.on('data', () => {\n${lines}\n  })\n  socket.on('data'`)
  expect(program).not.toBe(solution)
  return program
}

describeSite('the verdict of a check', (site) => {
  const visit = site.shared(LAB)
  const tests = () => region(visit.page, 'Tests')
  const check = async (program: string) => {
    await write(visit.page, program)
    await press(visit.page, 'Check')
    await ended()
    return tests().innerText()
  }
  const ended = () => visit.page.locator('.verdict:not(:has(.progress))').waitFor()

  test('of a program that does not parse names the place that the editor marks', async () => {
    const said = await check(solution.replace('let done = false', 'let done = ;'))
    // The editor indents what is typed into it.
    expect(said).toMatch(/server\.ts:8:\d+ SyntaxError: Unexpected token ';'/)
    await tests().getByRole('button', { name: 'Go to line 8' }).click()
    await visit.page.locator('.line-message').getByText("Unexpected token ';'").waitFor()
  })

  test('of an endless loop shows the line that ran, and the other tests do not wait for it', async () => {
    const line = solution.split('\n').findIndex((one) => one.includes("socket.on('data'")) + 3
    const said = await check(withLines('    let n = 0\n    for (;;) n++'))
    expect(said).toContain('it never returned to Node')
    expect(said).toContain(`The loop at line ${line} of server.ts ran more than`)
    expect(said).toContain('Check stopped here: 20 further tests')
    expect(said).toContain('Run the 21 that did not pass again')
    await visit.page.getByRole('tab', { name: 'Tests 1 failed, then stopped' }).waitFor()
    await visit.page.locator('.line-message').getByText(`The loop at line ${line}`).waitFor()
  })

  test('of an uncaught error names its line, and why it was thrown', async () => {
    const said = await check(withLines('    missing.pop()'))
    expect(said).toContain('No variable missing can be seen from here.')
    await visit.page.locator('.line-message').getByText('No variable missing').waitFor()
  })

  test('names the steps of the failed test on the timeline; a replay that plays stops at the wrong packet on its way', async () => {
    const { page } = visit
    await check(programOf('wrong/chunk'))
    await page.locator('.test-step.failed').getByText('✕').waitFor()
    await page.locator('.test-step').getByText('send').first().waitFor()
    await transport(page).getByRole('button', { name: 'Go to the start' }).click()
    await transport(page).getByRole('button', { name: 'Play' }).click()
    // Stopped, the button is Play again; the wrong packet left at 50.3 ms and would arrive 10 ms later.
    await expect
      .poll(async () => Number.parseFloat(await page.locator('.clock').innerText()), { timeout: 60_000 })
      .toBeGreaterThan(50.3)
    await transport(page).getByRole('button', { name: 'Play' }).waitFor()
    expect(Number.parseFloat(await page.locator('.clock').innerText())).toBeLessThan(60.4)
  })

  test('runs one test again, then all that failed; when none fails any more all are run', async () => {
    const { page } = visit
    await tests()
      .getByRole('button', { name: /^Run again/ })
      .click()
    await ended()
    // The same program: the others' results still hold.
    const said = await tests().innerText()
    expect(said).toMatch(/\d+ of 21 passed\./)
    expect(said).not.toContain('earlier version')
    await write(page, `${programOf('wrong/chunk')}\n`)
    await tests()
      .getByRole('button', { name: /^Run again/ })
      .click()
    await tests()
      .getByText(/The test that failed before still fails\. .* with an earlier version\./)
      .waitFor()
    // While it is checked, Run stops the check.
    await press(page, 'Check')
    await page.locator('.verdict .progress').waitFor()
    await page.keyboard.press('Control+Enter')
    await region(page, 'Terminal of server').getByText('connected to server:9000').waitFor()
    await press(page, 'Stop')
    await check(programOf('wrong/chunk'))
    await write(page, solution)
    await page.keyboard.press('Control+Alt+Enter')
    await tests()
      .getByText(/^(\d+) of \1 passed\.$/)
      .waitFor()
  })

  test('of another failure opens its card at its headline, whichever card was open before', async () => {
    const { page } = visit
    await check(programOf('starter'))
    await tests().locator('.test-line.failed').last().click()
    const heading = tests().locator('.failed-test h3')
    const isInView = async () => {
      const [pane, place] = [await tests().locator('xpath=..').boundingBox(), await heading.boundingBox()]
      return place!.y >= pane!.y && place!.y + place!.height <= pane!.y + pane!.height
    }
    expect(await isInView()).toBe(true)
    await tests().locator('.test-source').scrollIntoViewIfNeeded()
    await check(programOf('wrong/chunk'))
    await expect.poll(isInView).toBe(true)
    const id = await tests().locator('.failed-test .test-name span').first().innerText()
    await page.getByText(`Replay of ${id.toLowerCase()}`).waitFor()
    await write(page, solution)
    await check(solution)
  })

  test('with all tests passed keeps the world, explains the points, and leads to the next exercise', async () => {
    const { page } = visit
    await page.getByText(/^Test \S+ passed\.$/).waitFor()
    expect(await region(page, 'Packets').getByRole('row').count()).toBeGreaterThan(5)
    await tests().getByText('10 of 10 points.').waitFor()
    const next = tests().getByRole('link', { name: /^Next: / })
    expect(await next.getAttribute('href')).toMatch(/\/lab\/[a-z-]+\/$/)
  })

  test('is given again after each change while changes are watched', async () => {
    const { page } = visit
    await write(page, programOf('wrong/chunk'))
    await tests().getByLabel('Watch').check()
    await tests()
      .getByText(/failed again/)
      .waitFor()
    await write(page, solution)
    await tests()
      .getByText(/^(\d+) of \1 passed\.$/)
      .waitFor()
    await tests().getByLabel('Watch').uncheck()
    expect(visit.troubles).toEqual([])
  })
})
