import type { AddOnName } from '../../../runtime/node/library/index.ts'
import type { AddOnTexts } from '../protocol.ts'

/** The texts of the library's add-ons, which come after the worker is ready, and what waits for them. */
export class AddOns {
  #texts: AddOnTexts | null = null
  #waiting: (() => void)[] = []

  bring(texts: AddOnTexts): void {
    this.#texts = texts
    for (const action of this.#waiting) action()
    this.#waiting = []
  }

  whenThere(action: () => void): void {
    if (this.#texts) action()
    else this.#waiting.push(action)
  }

  text(name: AddOnName): string | null {
    return this.#texts?.[name] ?? null
  }
}
