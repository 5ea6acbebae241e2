/** What a newcomer does, from the home page to an exercise that is passed, in every engine that people have. Chromium has the tests beside this one for all else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { strings } from '#strings'
import { missing } from '../support/requirements.ts'
import { Chromium } from './driven/chromium.ts'
import { type Driven, Key } from './driven/driven.ts'
import { Firefox } from './driven/firefox.ts'
import { WebKit } from './driven/webkit.ts'
import { LAB, LESSON, programOf, Site } from './site.ts'

const FIRST_LESSON = '/course/a-packets-journey/what-the-wire-carries/'
/** It prepares the exercise. */
const LAST_LESSON = '/course/tcp-conversations/lines-buffers-tails/'
const DESKTOP = [1440, 900] as const
const PHONE = [390, 844] as const

const shows = (selector: string, text: string) =>
  `[...document.querySelectorAll(${JSON.stringify(selector)})].some((one) => one.textContent.includes(${JSON.stringify(text)}))`
const isAt = (path: string) => `location.pathname === ${JSON.stringify(path)} && document.readyState === 'complete'`
const VERDICT = "document.querySelector('.verdict:not(:has(.progress))')?.textContent"
const PASSED = `/(\\d+) of \\1 passed/.test(${VERDICT})`
const { transport } = strings
const clockSays = (words: string) => `document.querySelector('.clock span')?.textContent === ${JSON.stringify(words)}`
const button = (name: string) => `.transport button[aria-label=${JSON.stringify(name)}]`
const FUTURE = "document.querySelectorAll('.packets-pane tr.future').length"

describe.each([
  ['Chromium', 'chromium', Chromium],
  ['Firefox', 'firefox', Firefox],
  ['WebKit', 'webkit', WebKit],
] as const)('the main path in %s', (_name, requirement, engine) => {
  describe.skipIf(missing(requirement))('step by step', () => {
    if (requirement === 'webkit') walkAtOnce(engine.open)
    else walk(engine.open, { beforeAll, afterAll, test })
  })
})

/** What a walk is told to: Vitest's own functions, or others that take the same. */
interface Steps {
  beforeAll(prepare: () => Promise<void>): void
  afterAll(clean: () => Promise<void>): void
  test(name: string, step: () => Promise<void>): unknown
}

/**
 * On a busy machine WebKit's driver lost its session in one of six walks (“invalid session id”; the cause is not known), and then nothing of the page can be
 * asked any more. So its walk is one test, which begins once more in a new browser; what is wrong with the page fails twice.
 */
function walkAtOnce(open: () => Promise<Driven>): void {
  let [prepare, clean] = [async () => {}, async () => {}]
  const steps: [name: string, step: () => Promise<void>][] = []
  walk(open, {
    beforeAll: (hook) => {
      prepare = hook
    },
    afterAll: (hook) => {
      clean = hook
    },
    test: (name, step) => steps.push([name, step]),
  })
  test('all steps', { retry: 1, timeout: 900_000 }, async () => {
    try {
      await prepare()
      for (const [name, step] of steps)
        await step().catch((error: Error) => {
          throw new Error(`${name}: ${error.message}`, { cause: error })
        })
    } finally {
      await clean()
    }
  })
}

/** Each step begins where the one before has ended; after a failure none has where to begin, and none waits for it in vain. */
function walk(open: () => Promise<Driven>, { beforeAll, afterAll, ...steps }: Steps): void {
  let failed: string | null = null
  const test = (name: string, step: () => Promise<void>) =>
    steps.test(name, async () => {
      if (failed !== null) throw new Error(`not begun: “${failed}” has failed`)
      failed = name
      await step()
      failed = null
    })
  let site: Site
  let browser: Driven
  beforeAll(async () => {
    failed = null
    site = new Site()
    await site.serve()
    browser = await open()
    await browser.resize(...DESKTOP)
  })
  afterAll(async () => {
    await browser?.close()
    await site.close()
  })

  /** The program in the editor is this one from now on. */
  async function write(program: string): Promise<void> {
    await browser.until(
      `document.querySelector('.editor-pane .monaco-editor textarea, .editor-pane .native-edit-context')`,
    )
    await browser.click('.editor-pane .view-lines')
    await browser.press(Key.Control, 'a')
    await browser.insert(program)
  }

  const hydrated = `!document.querySelector('astro-island[client="load"][ssr]')`

  test('from the home page to a lesson, whose figure runs another world', async () => {
    await browser.goto(`${site.origin}/`)
    await browser.click('main .actions a')
    await browser.until(isAt(FIRST_LESSON))
    // The figures come behind the question.
    await browser.until(`document.querySelector('.predict.open')`)
    await browser.click('.go-on button')
    await browser.evaluate(`document.querySelector('.live-figure .knobs').scrollIntoView()`)
    await browser.until(`document.querySelector('.live-figure .knobs').closest('astro-island:not([ssr])')`)
    await browser.evaluate(`document.querySelector('.live-figure .knobs input').focus()`)
    await browser.press(Key.Right)
    await browser.until(shows('.live-figure', 'Ran in this page'))
  })

  test('over a later lesson to the lab: what is given fails the check', async () => {
    await browser.click('header a[href$="course/"]')
    await browser.click('main a[href$="course/tcp-conversations/"]')
    await browser.click('main a[href$="lines-buffers-tails/"]')
    await browser.until(`${isAt(LAST_LESSON)} && document.querySelector('.predict.open')`)
    await browser.click(`a[href*="lab/tcp-echo-line/"]`)
    await browser.until(`${isAt(LAB)} && ${hydrated}`)
    await browser.click('.lab-top button', 'Check')
    await browser.until(VERDICT)
    expect(await browser.evaluate(PASSED)).toBe(false)
    expect(await browser.evaluate(`document.querySelectorAll('.failed-test').length`)).toBeGreaterThan(0)
  })

  test('a program that is written runs, and is talked to by hand', async () => {
    await write(programOf('solution'))
    await browser.press(Key.Control, Key.Enter)
    await browser.until(shows('.terminal-pane', 'connected to server:9000'))
    await browser.click('.suggestions button', 'PING')
    await browser.until(shows('.manual-client', 'PONG'))
    await browser.until(shows('.packets-pane tr', 'PONG'))
  })

  test('its world is seen as it was', async () => {
    await browser.click(button(transport.pause))
    await browser.until(clockSays(transport.paused))
    await browser.click(button(transport.start))
    await browser.until(clockSays(transport.history))
    await browser.until(`${FUTURE} > 6`)
    await browser.click(button(transport.end))
    await browser.until(`${FUTURE} === 0`)
    await browser.click('.lab-top button', 'Stop')
  })

  test('it passes the check', async () => {
    await browser.click('.lab-top button', 'Check')
    await browser.until(PASSED)
  })

  test('a link carries it to others', async () => {
    await browser.click('.menu summary')
    await browser.click('.menu button', 'Share')
    await browser.until(`document.querySelector('dialog input.share-link')`)
    const link = await browser.evaluate<string>(`document.querySelector('dialog input.share-link').value`)
    await browser.evaluate(`localStorage.clear()`)
    await browser.goto('about:blank')
    await browser.goto(link)
    await browser.until(`${isAt(LAB)} && ${hydrated}`)
    await browser.click('.lab-top button', 'Check')
    await browser.until(PASSED)
  })

  test('without a network it goes on', async () => {
    await browser.until(`document.documentElement.dataset.offline === 'ready'`)
    await site.cut()
    await browser.goto(`${site.origin}${LESSON}`)
    await browser.until(isAt(LESSON))
    await browser.goto(`${site.origin}${LAB}`)
    await browser.until(`${isAt(LAB)} && ${hydrated}`)
    await browser.click('.lab-top button', 'Check')
    await browser.until(VERDICT)
  })

  test('on a phone it runs and checks', async () => {
    await browser.resize(...PHONE)
    await browser.until('document.documentElement.scrollWidth <= innerWidth')
    await browser.click('.lab-top button', 'Run')
    await browser.until(shows('.terminal-pane', 'connected to server:9000'))
    await browser.click('.lab-top button', 'Check')
    await browser.until(VERDICT)
    expect(await browser.troubles()).toEqual([])
  })
}
