export type Interrupt = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

const SIGNALS: readonly Interrupt[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
/** A terminal sends Ctrl+C to every process of the command, and the starting one passes it on: both are one wish. */
const SAME_WISH_MS = 250
/** So long a program may take to end after its first interrupt, in real time. */
const GRACE_MS = 1_000

/** The signals that the command gets: the first is passed to the program; the second, or a second later, ends it. */
export class Interrupts {
  /** The first that came. */
  first: Interrupt | null = null
  /** Called with the first. */
  onFirst: ((signal: Interrupt) => void) | null = null
  /** Called when the program has to end now. */
  onEnd: (() => void) | null = null
  #lastAt = 0
  #timer: NodeJS.Timeout | undefined
  readonly #listener = (signal: NodeJS.Signals) => this.#receive(signal as Interrupt)

  constructor() {
    for (const signal of SIGNALS) process.on(signal, this.#listener)
  }

  close(): void {
    clearTimeout(this.#timer)
    for (const signal of SIGNALS) process.off(signal, this.#listener)
  }

  #receive(signal: Interrupt): void {
    const isSameWish = Date.now() - this.#lastAt < SAME_WISH_MS
    this.#lastAt = Date.now()
    if (this.first !== null) {
      if (!isSameWish) this.onEnd?.()
      return
    }
    this.first = signal
    this.#timer = setTimeout(() => this.onEnd?.(), GRACE_MS)
    this.onFirst?.(signal)
  }
}
