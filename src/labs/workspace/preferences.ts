import { signal } from '@preact/signals'
import type { TextStorage } from './files/index.ts'

/** What somebody chose for every lab, and this browser remembers. */
export class Preferences {
  /** Single letters are shortcuts (outside of text fields). */
  readonly letterKeys = new Switch('ackademy:letter-keys', true)
  /** Topology, ladder and plots are tables at first, and the editor is as screen readers read it. */
  readonly screenReader = new Switch('ackademy:screen-reader', false)

  attach(storage: TextStorage | null): void {
    this.letterKeys.attach(storage)
    this.screenReader.attach(storage)
  }
}

class Switch {
  readonly isOn
  readonly #key: string
  #storage: TextStorage | null = null

  constructor(key: string, isOn: boolean) {
    this.#key = key
    this.isOn = signal(isOn)
  }

  attach(storage: TextStorage | null): void {
    this.#storage = storage
    const stored = storage?.getItem(this.#key)
    if (stored) this.isOn.value = stored === 'on'
  }

  turn(isOn: boolean): void {
    this.isOn.value = isOn
    remember(this.#storage, this.#key, isOn ? 'on' : 'off')
  }
}

/** Keeps a text where the browser lets it be kept; else it lasts as long as the page lives. */
export function remember(storage: TextStorage | null, key: string, value: string): void {
  try {
    storage?.setItem(key, value)
  } catch {
    // Full, or forbidden.
  }
}
