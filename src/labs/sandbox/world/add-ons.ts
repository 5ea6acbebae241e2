import { type AddOnName, mayUseAddOns } from '../../../runtime/node/library/index.ts'
import type { AddOnTexts, WorldRequest } from '../protocol.ts'

/** The texts of the library's add-ons, which come after the worker is ready, and what waits for them. */
export class AddOns {
  #texts: AddOnTexts | null = null
  #waiting: (() => void)[] = []

  bring(texts: AddOnTexts): void {
    this.#texts = texts
    for (const action of this.#waiting) action()
    this.#waiting = []
  }

  /** At once where no program of the world can come to ask for one. */
  whenThere(request: WorldRequest, action: () => void): void {
    if (this.#texts || !mayUse(request)) action()
    else this.#waiting.push(action)
  }

  text(name: AddOnName): string | null {
    return this.#texts?.[name] ?? null
  }
}

/** A replay has its files in the recipe, and is not what somebody waits for first. */
function mayUse({ files, replay }: WorldRequest): boolean {
  return replay !== undefined || Object.values({ ...files.submission, ...files.programs }).some(mayUseAddOns)
}
