import { type AddOnName, mayUseAddOns } from '#node/library/index.ts'
import type { AddOnTexts, WorldRequest } from '../protocol.ts'

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
  whenThere(request: WorldRequest, action: () => void): void {
    if (this.#texts || !mayUse(request)) action()
    else this.#waiting.push(action)
  }

  text(name: AddOnName): string | null {
    return this.#texts?.[name] ?? null
  }
}

/** A replay has its files in the recipe, and nobody waits for it first. */
function mayUse({ files, replay }: WorldRequest): boolean {
  return replay !== undefined || Object.values({ ...files.submission, ...files.programs }).some(mayUseAddOns)
}
