import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { drawParams } from '#grader'
import { ContentFolder } from '#grader/node/index.ts'
import { violations } from './axe.ts'
import { describeSite } from './describe-site.ts'
import { isAlive, press } from './lab-page.ts'
import { LAB, LESSON, programOf } from './site.ts'

const PAGES = {
  home: '/',
  course: '/course/',
  module: '/course/tcp-conversations/',
  lesson: LESSON,
  lab: LAB,
  drills: '/drills/',
  drill: '/drills/wu-tcp-states/',
  quiz: '/course/tcp-conversations/quiz/',
  'embedded lab': `${LAB}?embed&theme=dark`,
  figures: '/figures/',
  glossary: '/glossary/',
  embedded: '/embed/figure/handshake/',
  missing: '/404.html',
}
const DIST = fileURLToPath(new URL('../../dist/', import.meta.url))
const WIDTHS = [
  [900, 800],
  [390, 844],
] as const

/** Its fonts are there, what comes to life at once has done so, and the editor, where there is one. */
async function isReady(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await isAlive(page)
  if (await page.locator('.editor-pane').count()) await page.locator('.monaco-editor .view-line').first().waitFor()
}

/** Tries what an injected text could bring: a script, and a handler. True when either ran. */
const runsInjected = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const script = document.createElement('script')
    script.textContent = 'window.injected = true'
    document.body.append(script)
    const image = new Image()
    image.setAttribute('onerror', 'window.injected = true')
    const failed = new Promise((resolve) => image.addEventListener('error', resolve))
    image.src = 'data:image/png;base64,AAAA'
    document.body.append(image)
    await failed
    script.remove()
    image.remove()
    return 'injected' in window
  })

describeSite('the built site', (site) => {
  test.each(Object.entries(PAGES))(
    '%s: nothing is refused or fetched from elsewhere, axe finds nothing in light and dark, it fits every window, and an injected script does not run',
    async (_name, path) => {
      const { page, troubles } = await site.visit(path)
      await isReady(page)
      expect(await violations(page)).toEqual([])
      expect(await isTooWide(page)).toBe(false)
      for (const [width, height] of WIDTHS) {
        await page.setViewportSize({ width, height })
        expect([width, await isTooWide(page)]).toEqual([width, false])
      }
      // On a phone words become signs.
      expect(await violations(page)).toEqual([])
      expect(troubles).toEqual([])
      expect(await runsInjected(page)).toBe(false)
    },
  )

  test('an address that is not there shows the page that says so, with its styles and ways back, however deep it is', async () => {
    const { page } = await site.visit('/not/there/')
    await page.getByRole('heading', { name: 'Page not found.' }).waitFor()
    expect(await page.locator('h1').evaluate((heading) => getComputedStyle(heading).fontFamily)).toContain('Inter')
    await page.getByRole('link', { name: 'Go to the course' }).click()
    await page.waitForURL(`${site.origin}/course/`)
  })

  test('axe finds nothing in a drill’s question and its reason, in light and dark, on a phone', async () => {
    const { page } = await site.visit('/drills/wu-tcp-states/', { width: 390, height: 844 })
    await page.getByRole('button', { name: 'Start a round of 10' }).click()
    await page.getByText('Question 1 of 10').waitFor()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('1')
    await page.keyboard.press('Enter')
    await page.locator('.question[data-outcome]').waitFor()
    expect(await violations(page)).toEqual([])
  })

  test('a prompt has the values of its variant, and shows of two ways the one that holds', () => {
    const { exercise } = new ContentFolder('content').exercise('frame-length-prefix')
    const { endian, includesHeader, width } = drawParams(exercise, 'practice', 'simulated')
    const html = readFileSync(join(DIST, 'lab/frame-length-prefix/index.html'), 'utf8')
    const shown = html
      .replace(/<task-passage[^>]*\shidden>.*?<\/task-passage>/gs, '')
      .replace(/<code[^>]*>/g, '<code>')
      .replace(/\s+/g, ' ')
    const says = (text: string) => shown.includes(text)
    expect(says('least significant byte comes first')).toBe(endian === 'LE')
    expect(says('most significant byte comes first')).toBe(endian === 'BE')
    const header = `its own <code>${width}</code> bytes`
    expect(says(`the whole frame, including ${header}`)).toBe(includesHeader === true)
    expect(says(`only the message, without ${header}`)).toBe(includesHeader === false)
  })

  test('every address in a page leads to something, wherever the site lies', () => {
    const broken = globSync('**/*.html', { cwd: DIST }).flatMap((file) => {
      const html = readFileSync(join(DIST, file), 'utf8')
      return [...html.matchAll(/\s(?:href|src|component-url|renderer-url)="([^"]*)"/g)]
        .map(([, address]) => address!.replaceAll('&amp;', '&'))
        .filter((address) => !/^(https?:|data:|#)/.test(address) && !leadsTo(file, address))
        .map((address) => `${file}: ${address}`)
    })
    expect(broken).toEqual([])
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
const outside = (scope: any) => names.filter((name) => !/fetch|WebSocket|navigator/.test(name) && scope?.[name] !== undefined)
console.log('text finds', outside(sloppy('return this')()).length, outside(sloppy('return globalThis')()).length, outside((0, eval)('this')).length)
console.log('text names', names.filter((name) => !/fetch|WebSocket|navigator/.test(name) && sloppy('return typeof ' + name)() !== 'undefined').join())
console.log('that is all')
setInterval(() => {}, 1000)`
    const { page, troubles } = await site.visit(LAB, { program })
    await press(page, 'Run')
    const terminal = page.getByRole('region', { name: 'Terminal of server' })
    await terminal.getByText('that is all').waitFor()
    const output = await terminal.innerText()
    expect(output).toContain('found 0')
    expect(output).not.toContain('went')
    // Code from text is code of the program: it sees no more than the program does.
    expect(output).toContain('text finds 0 0 0')
    expect(output).toMatch(/text names *\n/)
    expect(troubles.filter((trouble) => trouble.startsWith('elsewhere'))).toEqual([])
  })
})

describeSite('the lab, state by state', (site) => {
  test('axe finds nothing in light and dark, whatever stands on the page', async () => {
    const { page } = await site.visit(LAB, { program: programOf('wrong/chunk') })
    await isReady(page)
    /** Of all of the page, or of the part of it that is another now. */
    const finds = async (state: string, part?: string) =>
      expect([state, await violations(page, part)]).toEqual([state, []])
    const inDialog = (state: string) => finds(state, 'dialog[open]')
    const close_ = () => page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    const menu = async (item: string) => {
      await page.locator('.menu summary').click()
      await page.locator('.menu').getByRole('button', { name: item, exact: true }).click()
    }
    const { lab, transport, terminal } = partsOf(page)
    await press(page, 'Run')
    await page.getByRole('row', { name: /SYN ACK/ }).click()
    await terminal('server').getByText('connected to server:9000').waitFor()
    await finds('running')
    await transport('Pause').click()
    await page.getByText('virtual, paused').waitFor()
    await page.getByRole('tab', { name: /^client/ }).click()
    await finds('paused, another terminal')
    await page.getByRole('row', { name: /SYN ACK/ }).dblclick()
    await page.getByRole('toolbar', { name: 'Packet edits' }).waitFor()
    await finds('a past moment, a packet at hand')
    await page.getByRole('tab', { name: 'Tables' }).click()
    await finds('tables', '.world-column')
    await page.getByRole('tab', { name: 'Plots' }).click()
    await finds('plots', '.world-column')
    await page.getByRole('tab', { name: 'World', exact: true }).click()
    await lab('Stop').click()
    await lab('Check').click()
    await page.locator('.verdict:not(:has(.progress))').waitFor()
    await page.locator('.failed-test').first().waitFor()
    await finds('a failed test and its evidence')
    await menu('History')
    await page.getByRole('dialog').getByRole('button', { name: 'Compare' }).first().click()
    await inDialog('history')
    await close_()
    await menu('Share')
    await page.getByLabel('Link').waitFor()
    await inDialog('share')
    await close_()
    await menu('Panes')
    await inDialog('panes')
    await close_()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save', exact: true }).click(),
    ])
    await page.locator('.packets-pane input[type=file]').setInputFiles(await download.path())
    await page.getByText('Capture file.').waitFor()
    await finds('an opened capture', '.packets-pane')
    await page.evaluate(() => localStorage.setItem('ackademy:passed:tcp-echo-line', 'yes'))
    await page.reload()
    await isReady(page)
    await page.getByRole('button', { name: 'Solution' }).click()
    await page.getByRole('dialog', { name: 'Solution' }).locator('.diff .new').first().waitFor()
    await inDialog('the solution beside one’s own')
    await close_()
    await page.keyboard.press('?')
    await inDialog('keys')
    await page.keyboard.press('Escape')
  })
})

function partsOf(page: Page) {
  return {
    lab: (name: string) => page.locator('.lab-top').getByRole('button', { name }),
    transport: (name: string) => page.getByRole('region', { name: 'Transport' }).getByRole('button', { name }),
    terminal: (host: string) => page.getByRole('region', { name: `Terminal of ${host}` }),
  }
}

const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)

/** An address in a page of the site, which may lie under any path: is there a file, and in it the place? */
function leadsTo(page: string, address: string): boolean {
  const under = '/any/where/'
  const { pathname, hash } = new URL(address, `http://host.example${under}${page.replaceAll('\\', '/')}`)
  if (!pathname.startsWith(under)) return false
  const path = join(DIST, decodeURIComponent(pathname.slice(under.length)))
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'index.html') : path
  return existsSync(file) && (hash === '' || readFileSync(file, 'utf8').includes(`id="${hash.slice(1)}"`))
}
