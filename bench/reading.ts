/**
 * What a reading page fetches before anybody touches it: scrolled through once, so that every figure on it has come to life. In Chromium, from
 * the built site, a fresh visit each; sizes as a host that packs with brotli sends them.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import { LESSON, openSite, type Site } from '../tests/browser/site.ts'
import buildSite from '../tests/support/built-site.ts'
import { type Figure, report } from './figure.ts'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const PAGES = {
  home: '/',
  'course map': '/course/',
  lesson: LESSON,
  'lesson with most on it': '/course/tcp-conversations/inside-the-receiver/',
  quiz: '/course/tcp-conversations/quiz/',
  interview: '/course/tcp-conversations/interview/',
  glossary: '/glossary/',
  'all figures': '/figures/',
}
/** Kilobytes of script that a reading page may fetch before interaction. */
const MOST_SCRIPT = 60

async function* sizes(): AsyncGenerator<Figure> {
  buildSite()
  const site = await openSite()
  for (const [what, path] of Object.entries(PAGES)) {
    const files = await fetched(site, path)
    const script = files.filter((file) => file.endsWith('.js'))
    // The page of all figures is for authors: no lesson has every view.
    const goal = path === '/figures/' ? {} : { goal: MOST_SCRIPT }
    yield { what: `${what}: script, brotli`, value: packed(script), unit: 'KB', ...goal }
    yield { what: `${what}: everything, brotli`, value: packed(files), unit: 'KB' }
  }
  yield { what: 'search: script and index, brotli', value: packed(await searched(site)), unit: 'KB' }
  await site.close()
}

/** Paths of what a visit fetches. */
async function fetched(site: Site, path: string): Promise<string[]> {
  const { page, close } = await site.visit(path)
  await page.evaluate(async () => {
    for (const island of document.querySelectorAll('astro-island')) {
      island.firstElementChild?.scrollIntoView()
      while (island.hasAttribute('ssr')) await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })
  const files = await resources(page)
  await close()
  return [path, ...files]
}

/** What the search fetches beside what the page has. */
async function searched(site: Site): Promise<string[]> {
  const { page, close } = await site.visit('/')
  await page.waitForLoadState()
  const before = await resources(page)
  await page.keyboard.press('/')
  await page.getByRole('searchbox').fill('syn')
  await page.locator('.search-dialog li a').first().waitFor()
  const after = await resources(page)
  await close()
  return after.filter((file) => !before.includes(file))
}

function resources(page: Awaited<ReturnType<Site['visit']>>['page']): Promise<string[]> {
  return page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname))
}

function packed(paths: readonly string[]): number {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
  const sizes = [...new Set(paths)].map((path) => {
    const file = join(dist, path.endsWith('/') ? `${path}index.html` : path)
    if (!existsSync(file)) return 0
    const bytes = readFileSync(file)
    return /\.(woff2|ttf)$/.test(file) ? bytes.length : brotliCompressSync(bytes, quality).length
  })
  return sizes.reduce((sum, bytes) => sum + bytes, 0) / 1024
}

await report(sizes())
