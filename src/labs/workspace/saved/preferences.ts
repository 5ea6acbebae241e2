import { signal } from '@preact/signals'
import type { TextStorage } from '../../progress/index.ts'

/** Preferences for every lab, stored in this browser. */
export class Preferences {
  /** Single letters are shortcuts (outside text fields). */
  readonly letterKeys = new Switch('ackademy:letter-keys', true)
  /** Topology, ladder and plots start as tables, and the editor is in its screen reader mode. */
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

/** Stores a text if the browser permits it; otherwise it lasts as long as the page. */
export function remember(storage: TextStorage | null, key: string, value: string): void {
  try {
    storage?.setItem(key, value)
  } catch {
    // Storage is full or forbidden.
  }
}
