import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeSite } from './describe-site.ts'
import { isAlive, region, write } from './lab-page.ts'
import { LAB } from './site.ts'

/** Parts that an untouched page does not fetch: the editor, and what a run needs. */
const LARGE = /\/(?:monaco|editor\.api|world-worker|node-library-page)/
const mistakes = (page: Page) => page.locator('.monaco-editor .squiggly-error')

describeSite('the editor of the lab', (site) => {
  test('loads on the first activity, and keeps text typed before at its place', async () => {
    const [scripts, editor] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const { page, troubles } = await site.visit(LAB, { scriptsAfter: scripts.promise })
    // A page that never counts as idle, however long the machine takes for what follows.
    await page.evaluate(() => {
      const { setTimeout } = window
      const never = (act: () => void, ms?: number) => (ms === 3000 ? 0 : setTimeout(act, ms))
      Object.assign(window, { setTimeout: never })
    })
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.route('**/_astro/monaco.*.js', async (route) => {
      await editor.promise
      await route.continue()
    })
    const line = page.locator('.static-code .code-line').nth(1)
    await line.waitFor()
    scripts.resolve()
    await isAlive(page)
    expect(asked.filter((path) => LARGE.test(path))).toEqual([])
    await line.click({ position: { x: 400, y: 10 } })
    await page.keyboard.type(' // miss')
    await page.keyboard.press('Backspace')
    await page.keyboard.type('e')
    const before = await line.locator('> :last-child').innerText()
    // Wherever the last click was.
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    editor.resolve()
    await page.locator('.monaco-editor .view-line').nth(1).getByText('// mise').waitFor()
    await page.keyboard.type('!')
    const text = async () =>
      (await page.locator('.monaco-editor .view-line').nth(1).innerText()).replaceAll('\u00a0', ' ')
    await expect.poll(text).toBe(`${before} // mise!`)
    expect(asked.some((path) => LARGE.test(path))).toBe(true)
    expect(troubles).toEqual([])
  })

  test('marks type errors while typing, with the types of Node and of the lab; checks nothing before it has focus', async () => {
    const { page, troubles } = await site.visit(LAB)
    const checks = () => page.workers().filter((worker) => /\/ts\.worker/.test(worker.url())).length
    await page.mouse.move(9, 9)
    await page.locator('.editor-pane .monaco-editor').first().waitFor()
    expect(checks()).toBe(0)
    const program = (what: string, method: string) =>
      `import net from 'node:net'\nimport { ${what} } from 'ackademy:sockets'\nnet.${method}()\nconsole.log(${what})\n`
    await write(page, program('AF_INTE', 'createServr'))
    await expect.poll(() => mistakes(page).count()).toBe(2)
    expect(checks()).toBe(1)
    await write(page, program('AF_INET', 'createServer'))
    await expect.poll(() => mistakes(page).count()).toBe(0)
    expect(troubles).toEqual([])
  })

  test('offers completions while typing, and inserts the chosen one', async () => {
    const { page } = await site.visit(LAB)
    await write(page, "import net from 'node:net'\nnet.createSer")
    const list = page.locator('.suggest-widget.visible')
    // Types come when they have been fetched: until then it knows only words.
    await expect
      .poll(async () => {
        await page.keyboard.press('Escape')
        await page.keyboard.press('Control+Space')
        await list.waitFor()
        return list.innerText()
      })
      .toContain('createServer')
    await page.keyboard.press('Enter')
    await page.locator('.view-line', { hasText: 'net.createServer' }).waitFor()
  })

  test('has a screen reader mode, with drawings as tables, once chosen and on the next visit', async () => {
    const { page } = await site.visit(LAB)
    const table = region(page, 'World').getByRole('table').first()
    const field = page.getByRole('textbox', { name: /code editor/ })
    await isAlive(page)
    await field.waitFor({ state: 'attached' })
    expect(await table.count()).toBe(0)
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
    await page.getByLabel('Screen reader mode').check()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await table.waitFor()
    await page.reload()
    await table.waitFor()
    await field.focus()
    // For a screen reader the field itself has the text.
    await expect
      .poll(() => field.evaluate((element) => element.textContent || ('value' in element && element.value)))
      .toContain('net')
  })

  // From a phone's clipboard bar, dictation or a tool. Typed letter by letter it takes minutes, and brackets come twice.
  test('a long text that arrives as typed stands there as it is, and one step takes it back', async () => {
    const { page } = await site.visit(LAB)
    const program = Array.from({ length: 2_000 }, (_, i) => `if (a[${i}]) {\n  b({ c: '${i}' })\n}`).join('\n')
    const kept = () => page.evaluate(() => JSON.parse(localStorage.getItem('ackademy:files:tcp-echo-line') ?? '{}'))
    await write(page, program)
    await expect.poll(async () => (await kept()).files?.['server.ts']).toBe(program)
    await page.keyboard.press('Control+z')
    await expect.poll(async () => (await kept()).files?.['server.ts']).not.toContain('a[0]')
  })
})
