/**
 * The lab page as a learner meets it: how long until the editor can be typed in once somebody is there, until a run's first output stands in the terminal, until a
 * check is decided; and what is fetched for it. In Chromium, from the built site, a fresh visit each.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import type { Page } from 'playwright-core'
import { isAlive } from '../tests/browser/lab-page.ts'
import { LAB, openSite, programOf, type Site } from '../tests/browser/site.ts'
import buildSite from '../tests/support/built-site.ts'
import { type Figure, median, report } from './figure.ts'

const VISITS = 5
const assets = fileURLToPath(new URL('../dist/_astro/', import.meta.url))

/** One visit: [editor usable after the page is touched, first output after Run, verdict after Check], each in ms, measured in the page. */
async function visit(site: Site): Promise<[number, number, number]> {
  const { page, close } = await site.visit(LAB, { program: `console.log('first output')\n${programOf('solution')}` })
  await isAlive(page)
  const touched = await page.evaluate(() => performance.now())
  await page.mouse.move(9, 9)
  await page.waitForFunction(() => performance.getEntriesByName('ackademy:editor-usable').length > 0)
  const usable = await page.evaluate(() => performance.getEntriesByName('ackademy:editor-usable')[0]!.startTime)
  const editor = usable - touched
  // A learner reads before pressing Run: by then the frame that the page makes ahead is ready.
  await isReady(page, 1)
  const output = await timeUntil(page, 'Run', '.terminal', 'first output')
  await page.locator('.lab-top').getByRole('button', { name: 'Stop' }).click()
  await isReady(page, 2)
  const verdict = await timeUntil(page, 'Check', '.verdict.ok', 'passed')
  await close()
  return [editor, output, verdict]
}

/** Until the page has made its nth frame ahead, and has come to rest. */
async function isReady(page: Page, nth: number): Promise<void> {
  await page.waitForFunction((n) => performance.getEntriesByName('ackademy:sandbox-ready').length >= n, nth)
  await page.waitForTimeout(1000)
}

/** From the click on a button to the first frame in which the text is there. */
function timeUntil(page: Page, button: string, place: string, text: string): Promise<number> {
  return page.evaluate(
    ({ button, place, text }) =>
      new Promise<number>((resolve) => {
        const found = () => document.querySelector(place)?.textContent?.includes(text)
        const buttons = [...document.querySelectorAll<HTMLButtonElement>('.lab-top button')]
        const begun = performance.now()
        const look = () => (found() ? resolve(performance.now() - begun) : requestAnimationFrame(look))
        buttons.find((one) => one.textContent?.startsWith(button))!.click()
        requestAnimationFrame(look)
      }),
    { button, place, text },
  )
}

async function* times(): AsyncGenerator<Figure> {
  buildSite()
  const site = await openSite()
  await visit(site)
  const visits: [number, number, number][] = []
  for (let i = 0; i < VISITS; i++) visits.push(await visit(site))
  const column = (index: 0 | 1 | 2) => median(visits.map((measured) => measured[index]))
  yield { what: 'editor usable after the page is touched', value: column(0), unit: 'ms', goal: 900 }
  yield { what: 'Run to first output', value: column(1), unit: 'ms', goal: 300 }
  yield { what: 'Check of the solution, 13 tests', value: column(2), unit: 'ms', goal: 2000 }
  await site.close()
}

/** What is fetched, by what it is for. */
const LIBRARY = /^node-library-page\..*\.json$/
const PARTS: [what: string, files: RegExp][] = [
  [
    'lab page: script before the editor',
    /^(lab|page|client|figure|recording|progress|sandbox-pool|(?:tcp-|table-)?series)\..*\.js$/,
  ],
  ['lesson page: script of a figure', /^(live-ladder|page|client|figure|predict|progress)\..*\.js$/],
  ['editor: Monaco', /^(monaco|editor\.api)\..*\.js$/],
  ['editor: TypeScript worker', /^ts\.worker.*\.js$/],
  ['world: worker', /^world-worker\..*\.js$/],
  ["world: Node's library with its data, parser and licence", LIBRARY],
  ['world: modules that few programs ask for', /^add-on-further\..*\.json$/],
  ['world: Node runtime', /^node-realm\..*\.js$/],
  ['tests: worker', /^test-worker\..*\.js$/],
]

function* sizes(): Generator<Figure> {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
  for (const [what, pattern] of PARTS) {
    const files = readdirSync(assets).filter((name) => pattern.test(name))
    const packed = files.map((name) => brotliCompressSync(readFileSync(join(assets, name)), quality).length)
    yield { what: `${what}, brotli`, value: packed.reduce((sum, bytes) => sum + bytes, 0) / 1024, unit: 'KB' }
  }
}

/** Node's own sources that are there before a program runs, as a host that compresses once sends them. */
function* sources(): Generator<Figure> {
  const name = readdirSync(assets).find((file) => LIBRARY.test(file))!
  const { sources } = JSON.parse(readFileSync(join(assets, name), 'utf8')) as { sources: Record<string, string> }
  const packed = brotliCompressSync(Object.values(sources).join('\n'))
  yield { what: 'world: sources of net, dgram, dns, http, brotli', value: packed.length / 1024, unit: 'KB', goal: 220 }
}

await report(times())
await report(sizes())
await report(sources())
