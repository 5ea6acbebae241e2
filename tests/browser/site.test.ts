import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missing } from '../support/requirements.ts'
import { LAB, LESSON, openSite, programOf, type Site } from './site.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const PAGES = {
  ...{ home: '/', course: '/course/', module: '/course/tcp-conversations/', lesson: LESSON, lab: LAB },
  ...{ figures: '/figures/', glossary: '/glossary/', embedded: '/embed/figure/handshake/', missing: '/404.html' },
}

/** What axe finds wrong, as `rule: element`. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    // @ts-expect-error axe has put itself on the page
    const { violations } = await axe.run(document, { resultTypes: ['violations'] })
    return violations.flatMap((violation: { id: string; nodes: { html: string; failureSummary: string }[] }) =>
      violation.nodes.map((node) => `${violation.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`),
    )
  })
}

describe.skipIf(missing('chromium'))('the built site', () => {
  let site: Site
  beforeAll(async () => {
    site = await openSite()
  })
  afterAll(() => site?.close())

  test.each(Object.entries(PAGES))('%s: nothing is refused, nothing is fetched from elsewhere', async (_name, path) => {
    const { page, troubles, close } = await site.visit(path)
    await page.waitForLoadState('networkidle')
    expect(troubles).toEqual([])
    await close()
  })

  test.each(Object.entries(PAGES))('%s: a script put into the page does not run', async (_name, path) => {
    const { page, close } = await site.visit(path)
    await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'window.injected = true'
      document.body.append(script)
      document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="window.injected = true">')
    })
    await page.waitForTimeout(300)
    expect(await page.evaluate(() => 'injected' in window)).toBe(false)
    await close()
  })

  test.each(
    Object.entries(PAGES).flatMap(([name, path]) =>
      (['light', 'dark'] as const).map((theme) => ({ name, path, theme })),
    ),
  )('$name, $theme: axe finds nothing', async ({ path, theme }) => {
    const { page, close } = await site.visit(path, { theme, bypassPolicy: true })
    await page.waitForLoadState('networkidle')
    expect(await violations(page)).toEqual([])
    await close()
  })

  test('on a phone, where words become signs: axe finds nothing', async () => {
    const { page, close } = await site.visit('/', { width: 390, height: 844, bypassPolicy: true })
    for (const path of ['/', '/course/', LESSON]) {
      await page.goto(`${site.origin}${path}`)
      expect(await violations(page)).toEqual([])
    }
    await close()
  })

  test.each(['light', 'dark'] as const)(
    'the lab with a run, a packet and a failed test, %s: axe finds nothing',
    async (theme) => {
      const { page, close } = await site.visit(LAB, { theme, bypassPolicy: true, program: programOf('wrong/chunk') })
      await page.locator('.lab-top').getByRole('button', { name: 'Run' }).click()
      await page.getByRole('row', { name: /SYN ACK/ }).click()
      expect(await violations(page)).toEqual([])
      await page.locator('.lab-top').getByRole('button', { name: 'Stop' }).click()
      await page.locator('.lab-top').getByRole('button', { name: 'Check' }).click()
      await page.locator('.failed-test').waitFor()
      await page.locator('.verdict:not(:has(.progress))').waitFor()
      expect(await violations(page)).toEqual([])
      await close()
    },
  )

  test.each([
    [1440, 900],
    [900, 800],
    [390, 844],
  ])('no page is wider than its window at %i × %i', async (width, height) => {
    for (const path of Object.values(PAGES)) {
      const { page, close } = await site.visit(path, { width, height })
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(`${path} ${overflow <= 0}`).toBe(`${path} true`)
      await close()
    }
  })

  test('a program in the lab has no network, no storage and no page', async () => {
    const program = `const names = ['fetch', 'WebSocket', 'XMLHttpRequest', 'importScripts', 'indexedDB', 'caches', 'postMessage', 'RTCPeerConnection', 'location', 'navigator', 'self', 'Worker']
const sloppy = Function.prototype.constructor
const found = names.filter((name) => !/fetch|WebSocket|navigator/.test(name) && (globalThis as any)[name] !== undefined)
console.log('found', found.length, found.join())
for (const name of ['fetch', 'WebSocket']) {
  try { const value = (globalThis as any)[name]; await value?.('https://example.com/'); console.log(name, 'went') }
  catch (error) { console.log(name, 'refused') }
}
try { console.log(sloppy('return 1')()) } catch { console.log('no code from text') }
setInterval(() => {}, 1000)`
    const { page, troubles, close } = await site.visit(LAB, { program })
    await page.locator('.lab-top').getByRole('button', { name: 'Run' }).click()
    const terminal = page.getByRole('region', { name: 'Terminal of server' })
    await terminal.getByText('no code from text').waitFor()
    const output = await terminal.innerText()
    expect(output).toContain('found 0')
    expect(output).not.toContain('went')
    expect(troubles.filter((trouble) => trouble.startsWith('elsewhere'))).toEqual([])
    await close()
  })
})
