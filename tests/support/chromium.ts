import { type Browser, chromium } from 'playwright-core'
import { chromiumPath } from './requirements.ts'

/** As root, and without the calls home that a closed network refuses many times a second. */
const FLAGS = [
  '--no-sandbox',
  // The one without windows would leave a sandboxed frame in its page's process, and its memory too.
  '--site-per-process',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function launchChromium(): Promise<Browser> {
  const executablePath = chromiumPath()
  return chromium.launch({ args: FLAGS, ...(executablePath !== undefined && { executablePath }) })
}
