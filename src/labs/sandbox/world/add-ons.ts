import { type AddOnName, mayUseAddOns } from '#node/library/index.ts'
import type { AddOnTexts, WorldMessage } from '../protocol.ts'

export type OpenMessage = Extract<WorldMessage, { kind: 'open' }>

/** The library's add-ons, which arrive after the worker is ready, and the calls waiting for them. */
export class AddOns {
  #texts: AddOnTexts | null = null
  #waiting: (() => void)[] = []

  bring(texts: AddOnTexts): void {
    this.#texts = texts
    for (const action of this.#waiting) action()
    this.#waiting = []
  }

  /** Runs at once if no program of the world can load an add-on. */
  whenThere(message: Pick<OpenMessage, 'request' | 'packages'>, action: () => void): void {
    if (this.#texts || !mayUse(message)) action()
    else this.#waiting.push(action)
  }

  text(name: AddOnName): string | null {
    return this.#texts?.[name] ?? null
  }
}

/** A replay has its files in the recipe, and nobody waits for it first. Packages were not looked at. */
function mayUse({ request: { files, replay }, packages }: Pick<OpenMessage, 'request' | 'packages'>): boolean {
  return (
    packages.length > 0 ||
    replay !== undefined ||
    Object.values({ ...files.submission, ...files.programs }).some(mayUseAddOns)
  )
}
