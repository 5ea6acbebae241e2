/**
 * Makes the pictures in docs/pictures/ again, from the built site: `node scripts/with-node.mjs scripts/screenshots.ts [name …]`.
 * Each as a new visitor sees it, after `act`.
 */
import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { LAB, LESSON, openSite, programOf } from '../tests/browser/site.ts'
import buildSite from '../tests/support/built-site.ts'

interface Picture {
  path: string
  width?: number
  theme?: 'light' | 'dark'
  whole?: boolean
  act?: (page: Page) => Promise<void>
}

const live = async (page: Page) => {
  await page.locator('figure fieldset:enabled').first().waitFor()
}

/** Scrolls through the page until every island is hydrated. */
const scrolled = async (page: Page) => {
  for (let island = page.locator('astro-island[ssr]'); (await island.count()) > 0; ) {
    // A hydrated island is no longer found.
    await island
      .first()
      .scrollIntoViewIfNeeded({ timeout: 1000 })
      .catch(() => {})
    await page.waitForTimeout(100)
  }
  await page.evaluate(() => scrollTo(0, 0))
}

const pictures: Record<string, Picture> = {
  home: { path: '/', act: live },
  'home-dark': { path: '/', theme: 'dark', act: live },
  'home-phone': { path: '/', width: 390, act: live },
  course: { path: '/course/' },
  'course-dark': { path: '/course/', theme: 'dark' },
  module: { path: '/course/tcp-conversations/' },
  lesson: {
    path: LESSON,
    whole: true,
    act: async (page) => {
      await page.getByLabel(/The first TCP packet/).check()
      await page.getByRole('button', { name: 'Commit and run' }).click()
    },
  },
  'lesson-phone': { path: LESSON, width: 390 },
  figures: { path: '/figures/' },
  'figures-dark': { path: '/figures/', theme: 'dark' },
  glossary: { path: '/glossary/' },
  search: {
    path: '/',
    act: async (page) => {
      await page.keyboard.press('/')
      await page.getByRole('searchbox').fill('reset')
      await page.locator('.search-dialog li a').first().waitFor()
    },
  },
  lab: {
    path: LAB,
    act: async (page) => {
      await page.locator('.lab-top').getByRole('button', { name: 'Run' }).click()
      await page.getByRole('row', { name: /SYN ACK/ }).click()
    },
  },
}

const MODULE = '/course/tcp-conversations/'
for (const [number, lesson] of [
  ['3-1', 'handshake-and-stream'],
  ['3-2', 'lines-buffers-tails'],
  ['3-3', 'many-clients'],
  ['3-4', 'ending'],
  ['3-5', 'three-deadlines'],
  ['3-6', 'silence'],
  ['3-7', 'graceful-shutdown'],
  ['3-8', 'inside-the-receiver'],
])
  pictures[`lesson-${number}`] = { path: `${MODULE}${lesson}/`, width: 1280, whole: true, act: scrolled }
pictures.interview = { path: `${MODULE}interview/`, width: 1280 }

const wanted = process.argv.slice(2)
mkdirSync('docs/pictures', { recursive: true })
buildSite()
const site = await openSite()
for (const [name, { path, width = 1440, theme = 'light', whole = false, act }] of Object.entries(pictures)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const { page, close } = await site.visit(path, { width, theme, program: programOf('wrong/chunk') })
  await act?.(page)
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: `docs/pictures/${name}.png`, fullPage: whole })
  await close()
  console.log(`docs/pictures/${name}.png`)
}
await site.close()
