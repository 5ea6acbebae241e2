// How a browser is made to open an address and nothing else.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebKit } from '../../browser/driven/webkit.ts'
import { launchChromium } from '../../support/chromium.ts'
import { userPreferences } from '../../support/firefox.ts'
import { firefoxPath } from '../../support/requirements.ts'
import type { OpenBrowser } from './round.ts'

export const inChromium: OpenBrowser = async (url) => {
  const browser = await launchChromium()
  const page = await browser.newPage()
  await page.goto(url)
  return () => browser.close()
}

/** It is given an address, and the page does the rest. */
export const inFirefox: OpenBrowser = async (url) => {
  const profile = await mkdtemp(join(tmpdir(), 'ackademy-firefox-'))
  await writeFile(join(profile, 'user.js'), userPreferences())
  const firefox = spawn(firefoxPath()!, ['--headless', '--no-remote', '--profile', profile, url], {
    stdio: 'ignore',
    env: { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' },
  })
  return async () => {
    const closed = once(firefox, 'close')
    firefox.kill()
    await closed
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

export const inWebKit: OpenBrowser = async (url) => {
  const browser = await WebKit.open()
  await browser.goto(url)
  return () => browser.close()
}
