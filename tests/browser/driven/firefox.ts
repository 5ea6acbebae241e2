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
import { type ActionSource, Driven } from './driven.ts'

interface Answer {
  id?: number
  result?: Record<string, unknown>
  error?: string
  message?: string
  method?: string
  params?: { text?: string; level?: string }
}
interface Evaluated {
  type: string
  value?: unknown
  exceptionDetails?: unknown
}

export class Firefox extends Driven {
  readonly #browser: ChildProcess
  readonly #profile: string
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #asked = 0
  #page = ''
  readonly #troubles: string[] = []

  private constructor(browser: ChildProcess, profile: string, socket: WebSocket) {
    super()
    this.#browser = browser
    this.#profile = profile
    this.#socket = socket
    socket.onmessage = ({ data }) => this.#hear(JSON.parse(String(data)) as Answer)
  }

  static async open(): Promise<Firefox> {
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
    return firefox
  }

  async resize(width: number, height: number): Promise<void> {
    await this.#ask('browsingContext.setViewport', { context: this.#page, viewport: { width, height } })
  }

  async goto(url: string): Promise<void> {
    await this.#ask('browsingContext.navigate', { context: this.#page, url, wait: 'complete' })
  }

  async evaluate<T>(expression: string): Promise<T> {
    const answer = await this.#ask('script.evaluate', {
      expression,
      awaitPromise: true,
      target: { context: this.#page },
      // An array arrives as a list of its elements.
      serializationOptions: { maxObjectDepth: 1 },
    })
    if (answer.type === 'exception') throw new Error(`${expression}: ${JSON.stringify(answer.exceptionDetails)}`)
    return plain(answer.result as Evaluated) as T
  }

  async troubles(): Promise<string[]> {
    // zod tries whether it may compile its validators; the policy forbids it, and Firefox logs that.
    return this.#troubles.filter((text) => !text.includes("Missing 'unsafe-eval'"))
  }

  async close(): Promise<void> {
    const closed = once(this.#browser, 'close')
    this.#socket.close()
    this.#browser.kill()
    await closed
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }

  protected async act(source: ActionSource): Promise<void> {
    await this.#ask('input.performActions', { context: this.#page, actions: [source] })
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
      this.#troubles.push(answer.params.text ?? '')
    if (answer.id === undefined) return
    this.#waiting.get(answer.id)?.(answer)
    this.#waiting.delete(answer.id)
  }
}

/** BiDi sends a description of the value; arrays are the only objects used here. */
function plain({ type, value }: Evaluated): unknown {
  return type === 'array' ? (value as Evaluated[]).map(plain) : value
}

/** Firefox prints the address that it listens on. */
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
