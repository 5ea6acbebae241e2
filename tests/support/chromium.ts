import { type Browser, chromium } from 'playwright-core'
import { chromiumPath } from './requirements.ts'

/** Flags for running as root, and without background requests, which a closed network refuses many times a second. */
const FLAGS = [
  '--no-sandbox',
  // Headless Chromium would otherwise keep a sandboxed frame in its page's process and memory.
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
