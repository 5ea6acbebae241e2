import { PATIENCE } from '../site.ts'

/** W3C WebDriver, keys that have no character of their own. */
export const Key = {
  Control: '\uE009',
  Enter: '\uE007',
  Escape: '\uE00C',
  Home: '\uE011',
  End: '\uE010',
  Right: '\uE014',
}

/** The input sources of W3C WebDriver's actions, as far as they are used here. */
export type Action =
  | { type: 'pointerMove'; x: number; y: number }
  | { type: 'pointerDown'; button: 0 }
  | { type: 'pointerUp'; button: 0 }
  | { type: 'keyDown'; value: string }
  | { type: 'keyUp'; value: string }
export interface ActionSource {
  type: 'pointer' | 'key'
  id: string
  actions: Action[]
}

/** A browser used as a person would use it: by pointer and keys, and by looking at the page. Implementations differ by browser. */
export abstract class Driven {
  /** Errors that the pages' scripts left. */
  abstract troubles(): Promise<string[]>
  abstract goto(url: string): Promise<void>
  abstract resize(width: number, height: number): Promise<void>
  /** Evaluates an expression in the page and awaits a promise. */
  abstract evaluate<T>(expression: string): Promise<T>
  abstract close(): Promise<void>
  protected abstract act(source: ActionSource): Promise<void>

  /** Waits until an expression in the page is true. */
  async until(expression: string): Promise<void> {
    const end = Date.now() + PATIENCE
    while (!(await this.evaluate<boolean>(`Boolean(${expression})`).catch(() => false))) {
      if (Date.now() > end) throw new Error(`Waited ${PATIENCE} ms for ${expression}`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }

  /** Moves the pointer to an element and presses it: the first visible one of a selector that has this text. */
  async click(selector: string, text = ''): Promise<void> {
    const find = `[...document.querySelectorAll(${JSON.stringify(selector)})].find((one) => one.checkVisibility() && one.textContent.includes(${JSON.stringify(text)}))`
    await this.until(find)
    const middle = `((found) => { found.scrollIntoView({ block: 'center', behavior: 'instant' }); const { x, y, width, height } = found.getBoundingClientRect(); return [x + width / 2, y + height / 2] })(${find})`
    const [x, y] = (await this.evaluate<[number, number]>(middle)).map(Math.round) as [number, number]
    const press: Action[] = [
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ]
    await this.act({ type: 'pointer', id: 'mouse', actions: [{ type: 'pointerMove', x, y }, ...press] })
  }

  /** Inserts a text at the cursor in one step: an editor would indent and complete typed text. */
  async insert(text: string): Promise<void> {
    await this.evaluate(`document.execCommand('insertText', false, ${JSON.stringify(text)})`)
  }

  /** Presses keys, all held together. */
  async press(...keys: string[]): Promise<void> {
    const down = keys.map((value): Action => ({ type: 'keyDown', value }))
    const up = keys.toReversed().map((value): Action => ({ type: 'keyUp', value }))
    await this.act({ type: 'key', id: 'keyboard', actions: [...down, ...up] })
  }
}
