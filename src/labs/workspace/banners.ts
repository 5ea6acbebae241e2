import type { Signal } from '@preact/signals'
import { strings } from '../../strings/index.ts'
import { LoadError } from '../sandbox/index.ts'
import type { Banner } from './workspace.ts'

const trouble = strings.trouble

/** The one banner of the page: what happened, what is safe, what one can do. */
export class Banners {
  readonly #shown: Signal<Banner | null>
  #asked: Banner | null = null

  constructor(shown: Signal<Banner | null>) {
    this.#shown = shown
  }

  clear(): void {
    this.#shown.value = null
  }

  /** With a button that takes it away. */
  say(kind: Banner['kind'], title: string, text = '', actions: Banner['actions'] = []): void {
    const dismiss = { label: strings.lab.dismiss, act: () => this.clear() }
    this.#shown.value = { kind, title, text, actions: [...actions, dismiss] }
  }

  /** Without: it goes when what it is about is over. */
  ask(kind: Banner['kind'], title: string, text: string, actions: Banner['actions']): void {
    this.#asked = { kind, title, text, actions }
    this.#shown.value = this.#asked
  }

  /** What was asked about is over. What has been said since stays. */
  withdraw(): void {
    if (this.#shown.value === this.#asked) this.clear()
  }

  /** Our own code failed, or a part of the page could not be loaded. */
  fault(error: unknown): void {
    if (error instanceof LoadError) {
      this.say('error', trouble.loadTitle, trouble.loadText)
      return
    }
    const why = error instanceof Error ? error.message : String(error)
    this.say('error', trouble.platformTitle, trouble.platformText(why))
  }
}
