import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missing } from '../support/requirements.ts'
import { Firefox, Key } from './firefox/firefox.ts'
import { LAB, LESSON, openSite, programOf, type Site } from './site.ts'

const shows = (selector: string, text: string) =>
  `[...document.querySelectorAll(${JSON.stringify(selector)})].some((one) => one.textContent.includes(${JSON.stringify(text)}))`
const isAt = (path: string) => `location.pathname === ${JSON.stringify(path)} && document.readyState === 'complete'`

describe.skipIf(missing('firefox', 'chromium'))('the main path in Firefox', () => {
  let site: Site
  let firefox: Firefox
  beforeAll(async () => {
    site = await openSite()
    firefox = await Firefox.open()
  })
  afterAll(async () => {
    await firefox?.close()
    await site?.close()
  })

  test('from the home page over a lesson and its figure to a lab: run, talk, check, pass', async () => {
    await firefox.goto(`${site.origin}/`)
    await firefox.click('main .actions a')
    await firefox.until(isAt(LESSON))
    // The figure comes to life, and another world is run in it.
    await firefox.evaluate(`document.querySelector('.live-figure .knobs').scrollIntoView()`)
    await firefox.until(`document.querySelector('.live-figure .knobs').closest('astro-island:not([ssr])')`)
    await firefox.evaluate(`document.querySelector('.live-figure .knobs input').focus()`)
    await firefox.press(Key.Right)
    await firefox.until(shows('.live-figure', 'Ran in this page'))
    await firefox.click(`a[href*="lab/tcp-echo-line/"]`)
    await firefox.until(isAt(LAB))

    await firefox.until(
      `document.querySelector('.editor-pane .monaco-editor textarea, .editor-pane .native-edit-context')`,
    )
    await firefox.click('.editor-pane .view-lines')
    await firefox.press(Key.Control, 'a')
    await firefox.evaluate(`document.execCommand('insertText', false, ${JSON.stringify(programOf('solution'))})`)
    await firefox.press(Key.Control, Key.Enter)
    await firefox.until(shows('.terminal-pane', 'connected to server:9000'))
    await firefox.click('.suggestions button', 'PING')
    await firefox.until(shows('.manual-client', 'PONG'))
    await firefox.until(shows('.packets-pane tr', 'PONG'))
    await firefox.click('.lab-top button', 'Stop')

    await firefox.click('.lab-top button', 'Check')
    await firefox.until("/(\\d+) of \\1 passed/.test(document.querySelector('.verdict')?.textContent)")
    // zod asks whether it may compile what it checks with; the policy says no, and Firefox notes that.
    expect(firefox.troubles.filter((text) => !text.includes("Missing 'unsafe-eval'"))).toEqual([])
  })
})
