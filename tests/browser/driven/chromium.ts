import type { Browser, Page } from 'playwright-core'
import { launchChromium } from '../../support/chromium.ts'
import { type Action, type ActionSource, Driven, Key } from './driven.ts'

/** Chromium by the same few gestures; what it alone is asked has playwright-core itself (`Site.visit`). */
export class Chromium extends Driven {
  readonly #browser: Browser
  readonly #page: Page
  readonly #troubles: string[] = []

  private constructor(browser: Browser, page: Page) {
    super()
    this.#browser = browser
    this.#page = page
    page.on('pageerror', (error) => this.#troubles.push(`error: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error') this.#troubles.push(`console: ${message.text()}`)
    })
  }

  static async open(): Promise<Chromium> {
    const browser = await launchChromium()
    return new Chromium(browser, await browser.newPage())
  }

  async troubles(): Promise<string[]> {
    return this.#troubles
  }

  async goto(url: string): Promise<void> {
    await this.#page.goto(url)
  }

  resize(width: number, height: number): Promise<void> {
    return this.#page.setViewportSize({ width, height })
  }

  evaluate<T>(expression: string): Promise<T> {
    return this.#page.evaluate(expression)
  }

  close(): Promise<void> {
    return this.#browser.close()
  }

  /** The editor has no text field here that a command could write into (EditContext). */
  override insert(text: string): Promise<void> {
    return this.#page.keyboard.insertText(text)
  }

  protected async act({ actions }: ActionSource): Promise<void> {
    for (const action of actions) await this.#do(action)
  }

  #do(action: Action): Promise<void> {
    const { mouse, keyboard } = this.#page
    if (action.type === 'pointerMove') return mouse.move(action.x, action.y)
    if (action.type === 'pointerDown') return mouse.down()
    if (action.type === 'pointerUp') return mouse.up()
    return action.type === 'keyDown' ? keyboard.down(nameOf(action.value)) : keyboard.up(nameOf(action.value))
  }
}

const NAMES = new Map(Object.entries({ ...Key, ArrowRight: Key.Right }).map(([name, value]) => [value, name]))
const nameOf = (value: string): string => NAMES.get(value) ?? value
