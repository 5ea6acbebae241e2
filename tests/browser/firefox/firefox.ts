/**
 * Debian's Firefox, worked as a person works it: WebDriver BiDi (w3c.github.io/webdriver-bidi) over its own socket. playwright-core speaks a dialect of it
 * that this Firefox does not know all of.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { userPreferences } from '../../support/firefox.ts'
import { firefoxPath } from '../../support/requirements.ts'
import { PATIENCE } from '../site.ts'

interface Answer {
  id?: number
  result?: Record<string, unknown>
  error?: string
  message?: string
  method?: string
  params?: { text?: string; level?: string }
}
interface Node {
  sharedId: string
}
type Evaluated = { type: string; value?: unknown } & Partial<Node>

/** W3C WebDriver, keys that have no character of their own. */
export const Key = { Control: '\uE009', Enter: '\uE007', Right: '\uE014' }

export class Firefox {
  readonly #browser: ChildProcess
  readonly #profile: string
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #asked = 0
  #page = ''
  /** Errors that the pages' scripts left in the console. */
  readonly troubles: string[] = []

  private constructor(browser: ChildProcess, profile: string, socket: WebSocket) {
    this.#browser = browser
    this.#profile = profile
    this.#socket = socket
    socket.onmessage = ({ data }) => this.#hear(JSON.parse(String(data)) as Answer)
  }

  static async open(width = 1440, height = 900): Promise<Firefox> {
    const profile = await mkdtemp(join(tmpdir(), 'ackademy-firefox-'))
    await writeFile(join(profile, 'user.js'), userPreferences())
    const args = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port=0']
    const env = { ...process.env, HOME: profile, MOZ_CRASHREPORTER_DISABLE: '1' }
    const browser = spawn(firefoxPath()!, args, { stdio: ['ignore', 'ignore', 'pipe'], env })
    const socket = new WebSocket(`${await addressOf(browser)}/session`)
    await new Promise((resolve, reject) => {
      socket.onopen = resolve
      socket.onerror = () => reject(new Error('Firefox does not open its socket'))
    })
    const firefox = new Firefox(browser, profile, socket)
    await firefox.#ask('session.new', { capabilities: {} })
    await firefox.#ask('session.subscribe', { events: ['log.entryAdded'] })
    const { contexts } = (await firefox.#ask('browsingContext.getTree', {})) as { contexts: { context: string }[] }
    firefox.#page = contexts[0]!.context
    await firefox.#ask('browsingContext.setViewport', { context: firefox.#page, viewport: { width, height } })
    return firefox
  }

  async goto(url: string): Promise<void> {
    await this.#ask('browsingContext.navigate', { context: this.#page, url, wait: 'complete' })
  }

  /** The value of an expression in the page. */
  async evaluate<T>(expression: string): Promise<T> {
    return (await this.#evaluate(expression)).value as T
  }

  /** Waits until an expression in the page is true. */
  async until(expression: string): Promise<void> {
    const end = Date.now() + PATIENCE
    while (!(await this.evaluate<boolean>(`Boolean(${expression})`).catch(() => false))) {
      if (Date.now() > end) throw new Error(`Waited ${PATIENCE} ms for ${expression}`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }

  /** Moves the pointer to an element and presses it: the first of a selector that has this text. */
  async click(selector: string, text = ''): Promise<void> {
    const find = `[...document.querySelectorAll(${JSON.stringify(selector)})].find((one) => one.checkVisibility() && one.textContent.includes(${JSON.stringify(text)}))`
    await this.until(find)
    const { sharedId } = await this.#evaluate(`(${find}).scrollIntoView({ block: 'center' }), ${find}`)
    const origin = { type: 'element', element: { sharedId } }
    const actions = [
      { type: 'pointerMove', x: 0, y: 0, origin },
      { type: 'pointerDown', button: 0 },
    ]
    await this.#act({ type: 'pointer', id: 'mouse', actions: [...actions, { type: 'pointerUp', button: 0 }] })
  }

  /** Presses keys, all held together. */
  async press(...keys: string[]): Promise<void> {
    const down = keys.map((value) => ({ type: 'keyDown', value }))
    const up = keys.toReversed().map((value) => ({ type: 'keyUp', value }))
    await this.#act({ type: 'key', id: 'keyboard', actions: [...down, ...up] })
  }

  async close(): Promise<void> {
    const closed = once(this.#browser, 'close')
    this.#socket.close()
    this.#browser.kill()
    await closed
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }

  async #evaluate(expression: string): Promise<Evaluated> {
    const answer = await this.#ask('script.evaluate', {
      ...{ expression, awaitPromise: true, target: { context: this.#page } },
    })
    if (answer.type === 'exception') throw new Error(`${expression}: ${JSON.stringify(answer.exceptionDetails)}`)
    return answer.result as Evaluated
  }

  #act(source: object): Promise<unknown> {
    return this.#ask('input.performActions', { context: this.#page, actions: [source] })
  }

  async #ask(method: string, params: object): Promise<Record<string, unknown>> {
    const id = ++this.#asked
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve))
    this.#socket.send(JSON.stringify({ id, method, params }))
    const { result, error, message } = await answered
    if (error !== undefined) throw new Error(`${method}: ${error}, ${message}`)
    return result ?? {}
  }

  #hear(answer: Answer): void {
    if (answer.method === 'log.entryAdded' && answer.params?.level === 'error')
      this.troubles.push(answer.params.text ?? '')
    if (answer.id === undefined) return
    this.#waiting.get(answer.id)?.(answer)
    this.#waiting.delete(answer.id)
  }
}

/** Firefox writes where it listens. */
async function addressOf(browser: ChildProcess): Promise<string> {
  let text = ''
  for await (const chunk of browser.stderr!) {
    text += chunk
    const address = /listening on (ws:\/\/\S+)/.exec(text)?.[1]
    if (address !== undefined) {
      browser.stderr!.resume()
      return address
    }
  }
  throw new Error(`Firefox ended before it listened:\n${text}`)
}
