// The built site, served, and a browser to look at it with.
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import sirv from 'sirv'
import { ContentFolder } from '#grader/node/index.ts'
import { isolationHeaders } from '#labs/offline/index.ts'
import { launchChromium } from '../support/chromium.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
export const LAB = '/lab/tcp-echo-line/'
export const LESSON = '/course/tcp-conversations/handshake-and-stream/'

/** The exercise of `LAB`, and the names of its wrong programs. */
export const exercise = new ContentFolder(join(ROOT, 'content')).exercise('tcp-echo-line')
export const wrongNames = exercise.wrong.map(({ name }) => name)

/** The text of `server.ts` in the starter, the solution or, as `wrong/chunk`, a wrong program. */
export function programOf(which: string): string {
  const { starter, solution, wrong } = exercise
  const programs = [
    ...[['starter', starter] as const, ['solution', solution!] as const],
    ...wrong.map(({ name, files }) => [`wrong/${name}`, files] as const),
  ]
  const files = programs.find(([name]) => name === which)?.[1]
  if (!files) throw new Error(`tcp-echo-line has no ${which}`)
  return files['server.ts']!
}

export interface SiteOptions {
  /** Where its files are; unless said, those of this checkout. */
  folder?: string
  under?: string
  /** As `ackademy start` sets them; a host of files may not be able to. */
  headers?: boolean
}

/** The site for whoever is not a suite of tests: served, with a browser. */
export async function openSite(options?: SiteOptions): Promise<Site> {
  const site = new Site(options)
  await site.open()
  return site
}

/**
 * Real milliseconds that anything may take on a machine with other things to do. Only what hangs takes them: a test waits for
 * what it wants to see and for nothing else.
 */
export const PATIENCE = 120_000

export interface Visit {
  page: Page
  context: BrowserContext
  /** Errors of scripts, refused scripts, failed requests, and requests to anywhere else. */
  troubles: string[]
  close: () => Promise<void>
}

export interface VisitOptions {
  theme?: 'light' | 'dark'
  width?: number
  height?: number
  /** With motion; unless said, for people who want none: nothing that a test looks at moves. */
  moves?: boolean
  /** Whether the page's scripts run; they do unless said. */
  scripts?: boolean
  /** The learner's program (`server.ts`), or all files, as if they had been typed on an earlier visit of this lab. */
  program?: string
  files?: Record<string, string>
  /** What this device draws variants from; unless said, all visitors have the variant of the build. Empty: the page draws it. */
  seed?: string
  /** The page's document as another build would have made it. */
  html?: (text: string) => string
  /** Without the page's policy, so that a test can bring a script of its own. */
  bypassPolicy?: boolean
  /** No script of the site comes before this: until then the page is what was built. */
  scriptsAfter?: Promise<void>
  /** With the service worker that keeps the site: it fetches all of it, so only tests of it want it. */
  keepsSite?: boolean
}

/** The built site, all of it `under` a path, as it was brought up to date before the first test. */
export class Site {
  readonly #under: string
  readonly #server: Server
  #browser: Browser | null = null
  /** Known once it is open, and for good. */
  origin = ''

  constructor({ folder = join(ROOT, 'dist'), under = '/', headers = true }: SiteOptions = {}) {
    this.#under = under
    const files = sirv(folder, {
      etag: true,
      setHeaders(response, path) {
        for (const [name, value] of Object.entries(headers ? isolationHeaders(path) : {}))
          response.setHeader(name, value)
      },
    })
    this.#server = createServer((request, response) => {
      // As static hosts do: for any address that is not there, this page.
      const missing = () => {
        response.writeHead(404, { 'content-type': 'text/html' })
        response.end(readFileSync(join(folder, '404.html')))
      }
      if (!request.url?.startsWith(under)) return missing()
      request.url = request.url.slice(under.length - 1)
      files(request, response, missing)
    })
  }

  /** Serves it to whatever browser comes. */
  async serve(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    this.origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${this.#under.slice(0, -1)}`
  }

  /** Serves it, and starts a browser. */
  async open(): Promise<void> {
    await this.serve()
    this.#browser = await launchChromium()
  }

  /** Opens a page as a new visitor. */
  async visit(path: string, options: VisitOptions = {}): Promise<Visit> {
    const { theme = 'light', width = 1440, height = 900, moves = false, scripts = true } = options
    const { program, bypassPolicy = false, keepsSite = false } = options
    const files = options.files ?? (program === undefined ? undefined : { 'server.ts': program })
    const context = await this.#browser!.newContext({
      viewport: { width, height },
      colorScheme: theme,
      javaScriptEnabled: scripts,
      bypassCSP: bypassPolicy,
      serviceWorkers: keepsSite ? 'allow' : 'block',
      reducedMotion: moves ? 'no-preference' : 'reduce',
    })
    context.setDefaultTimeout(PATIENCE)
    // The variant that the site was built with, so that a test knows its values.
    await context.addInitScript((seed) => {
      if (location.origin !== 'null' && seed && !localStorage.getItem('ackademy:seed'))
        localStorage.setItem('ackademy:seed', seed)
    }, options.seed ?? 'practice')
    const page = await context.newPage()
    const troubles = this.#watch(page)
    if (files) {
      const stored = JSON.stringify({ version: 1, files, beforeReset: null })
      await context.addInitScript(
        ([key, value]) => {
          // Frames of opaque origin have no storage, and run this too.
          if (location.origin !== 'null' && !localStorage.getItem(key!)) localStorage.setItem(key!, value!)
        },
        [`ackademy:files:${path.split('/')[2]}`, stored],
      )
    }
    const { html } = options
    if (html)
      await page.route(`${this.origin}${path}`, async (route) => {
        const response = await route.fetch()
        await route.fulfill({ response, body: html(await response.text()) })
      })
    const { scriptsAfter } = options
    if (scriptsAfter)
      await page.route('**/_astro/*.js', async (route) => {
        await scriptsAfter
        await route.continue()
      })
    await page.goto(`${this.origin}${path}`, { waitUntil: scriptsAfter ? 'commit' : 'load' })
    return { page, context, troubles, close: () => context.close() }
  }

  /** Nothing of the site can be fetched from now on: the network is gone. */
  async cut(): Promise<void> {
    if (!this.#server.listening) return
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  async close(): Promise<void> {
    await this.#browser?.close()
    await this.cut()
  }

  #watch(page: Page): string[] {
    const troubles: string[] = []
    page.on('pageerror', (error) => troubles.push(`error: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(`console: ${message.text()}`)
    })
    page.on('requestfailed', (request) => {
      // A frame that is taken away takes its workers' scripts with it.
      if (!request.url().startsWith('blob:')) troubles.push(`failed: ${request.url()}`)
    })
    page.on('request', (request) => {
      if (!request.url().startsWith(this.origin) && !/^(blob|data|about):/.test(request.url()))
        troubles.push(`elsewhere: ${request.url()}`)
    })
    return troubles
  }
}
