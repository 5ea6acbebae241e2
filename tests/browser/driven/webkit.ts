/** Debian's WebKit (webkit2gtk-driver), the engine of Safari, by W3C WebDriver (w3.org/TR/webdriver2) on a virtual screen. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { webkitBrowserPath } from '../../support/requirements.ts'
import { type ActionSource, Driven } from './driven.ts'

/** WebDriver has no console log: each page records its own errors from the first command on. */
const NOTING = `if (!window.ackademyTroubles) {
  const troubles = (window.ackademyTroubles = [])
  addEventListener('error', (event) => troubles.push('error: ' + event.message))
  addEventListener('unhandledrejection', (event) => troubles.push('rejected: ' + event.reason))
  addEventListener('securitypolicyviolation', (event) => troubles.push('refused: ' + event.violatedDirective + ' ' + event.blockedURI))
}
`
const POLL = 50

export class WebKit extends Driven {
  readonly #processes: ChildProcess[]
  readonly #home: string
  readonly #address: string
  #session = ''
  readonly #troubles: string[] = []

  private constructor(processes: ChildProcess[], home: string, address: string) {
    super()
    this.#processes = processes
    this.#home = home
    this.#address = address
  }

  /** Of the process that all others of the browser come from. */
  get pid(): number {
    return this.#processes[0]!.pid!
  }

  static async open(): Promise<WebKit> {
    const home = await mkdtemp(join(tmpdir(), 'ackademy-webkit-'))
    const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    const display = String((await once(screen.stdio[3]!, 'data'))[0]).trim()
    const port = await freePort()
    const driver = spawn('WebKitWebDriver', [`--port=${port}`], {
      stdio: 'ignore',
      // A profile of its own, and drawing without a graphics card.
      env: { ...process.env, HOME: home, DISPLAY: `:${display}`, LIBGL_ALWAYS_SOFTWARE: '1' },
    })
    const webkit = new WebKit([driver, screen], home, `http://127.0.0.1:${port}`)
    await webkit.#begin()
    await webkit.#enterBareWindow()
    return webkit
  }

  async #begin(): Promise<void> {
    const options = { binary: webkitBrowserPath(), args: ['--automation'] }
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options } }
    for (let attempts = 1; ; attempts++) {
      try {
        const made = (await this.#ask('POST', '/session', { capabilities })) as { sessionId: string }
        this.#session = `/session/${made.sessionId}`
        return
      } catch (error) {
        // Until the driver listens.
        if (attempts === 200 || (error as Error).message !== 'fetch failed') throw error
        await new Promise((resolve) => setTimeout(resolve, POLL))
      }
    }
  }

  /** A window with a bar cannot be as narrow as a phone: the page goes on in one without, which only a press may open. */
  async #enterBareWindow(): Promise<void> {
    await this.goto(
      `data:text/html,<button onclick="open('about:blank', '', 'popup,menubar=no,toolbar=no,location=no')">Open</button>`,
    )
    const first = await this.#ask('GET', `${this.#session}/window`)
    await this.click('button')
    for (;;) {
      const handles = (await this.#ask('GET', `${this.#session}/window/handles`)) as string[]
      const handle = handles.find((other) => other !== first)
      if (handle !== undefined) return void (await this.#ask('POST', `${this.#session}/window`, { handle }))
      await new Promise((resolve) => setTimeout(resolve, POLL))
    }
  }

  async resize(width: number, height: number): Promise<void> {
    await this.#ask('POST', `${this.#session}/window/rect`, { width, height })
    await this.until(`innerWidth === ${width} && innerHeight === ${height}`)
  }

  async goto(url: string): Promise<void> {
    await this.troubles()
    await this.#ask('POST', `${this.#session}/url`, { url })
  }

  async evaluate<T>(expression: string): Promise<T> {
    // The driver waits for what a script returns, if that is a promise.
    const script = `${NOTING}return (${expression})`
    return (await this.#ask('POST', `${this.#session}/execute/sync`, { script, args: [] })) as T
  }

  protected async act(source: ActionSource): Promise<void> {
    await this.#ask('POST', `${this.#session}/actions`, { actions: [source] })
  }

  async troubles(): Promise<string[]> {
    this.#troubles.push(...(await this.evaluate<string[]>('window.ackademyTroubles.splice(0)')))
    return this.#troubles
  }

  async close(): Promise<void> {
    if (this.#session !== '') await this.#ask('DELETE', this.#session).catch(() => {})
    for (const process of this.#processes) {
      const closed = once(process, 'close')
      process.kill()
      await closed
    }
    await rm(this.#home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }

  async #ask(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(this.#address + path, { method, ...(body && { body: JSON.stringify(body) }) })
    const { value } = (await response.json()) as { value: { error?: string; message?: string } }
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error}, ${value.message}`)
    return value
  }
}

/** The driver requires this field. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
