// Accessibility faults that axe finds on a page, in light and in dark.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** As `rule: element`, of the page or of one part of it: every rule in light; in dark the rules about color. */
export async function violations(page: Page, part?: string): Promise<string[]> {
  const debugging = await page.context().newCDPSession(page)
  // Through the debugger: the page's own policy refuses injected scripts.
  await debugging.send('Runtime.evaluate', { expression: `globalThis.axe === undefined && (${asFunction(AXE)})()` })
  await debugging.detach()
  return page.evaluate(async (part) => {
    const root = document.documentElement
    const found: string[] = []
    const before = root.dataset.theme ?? 'light'
    for (const theme of ['light', 'dark'] as const) {
      root.dataset.theme = theme
      // Parts that follow the theme by themselves, such as the editor, have done so by the next frame.
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
      const rules = theme === 'dark' ? { runOnly: ['color-contrast', 'link-in-text-block'] } : {}
      // @ts-expect-error axe has been put on the page
      const { violations } = await axe.run(part ?? document, { resultTypes: ['violations'], iframes: false, ...rules })
      for (const { id, nodes } of violations as { id: string; nodes: { html: string; failureSummary: string }[] }[])
        for (const { html, failureSummary } of nodes)
          found.push(`${theme} ${id}: ${html.slice(0, 160)} ${failureSummary}`)
    }
    root.dataset.theme = before
    return found
  }, part)
}

const asFunction = (script: string) => `() => {${script}}`
