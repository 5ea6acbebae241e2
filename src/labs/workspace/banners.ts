import type { Signal } from '@preact/signals'
import { strings } from '#strings'
import { LoadError } from '../sandbox/index.ts'
import type { Banner } from './workspace.ts'

const trouble = strings.trouble

/** The page's single banner: what happened, what is safe, what to do. */
export class Banners {
  readonly #shown: Signal<Banner | null>
  #asked: Banner | null = null

  constructor(shown: Signal<Banner | null>) {
    this.#shown = shown
  }

  clear(): void {
    this.#shown.value = null
  }

  /** Shows a banner with a button that dismisses it. */
  say(kind: Banner['kind'], title: string, text = '', actions: Banner['actions'] = []): void {
    const dismiss = { label: strings.lab.dismiss, act: () => this.clear() }
    this.#shown.value = { kind, title, text, actions: [...actions, dismiss] }
  }

  /** Shows a banner without a dismiss button: it goes away when its subject is over. */
  ask(kind: Banner['kind'], title: string, text: string, actions: Banner['actions']): void {
    this.#asked = { kind, title, text, actions }
    this.#shown.value = this.#asked
  }

  /** Removes the current question. A later message stays. */
  withdraw(): void {
    if (this.#shown.value === this.#asked) this.clear()
  }

  /** Reports a failure of our own code, or a part of the page that could not be loaded. */
  fault(error: unknown): void {
    if (error instanceof LoadError) {
      this.say('error', trouble.loadTitle, trouble.loadText)
      return
    }
    const why = error instanceof Error ? error.message : String(error)
    this.say('error', trouble.platformTitle, trouble.platformText(why))
  }
}
