export type Interrupt = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

const SIGNALS: readonly Interrupt[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
/** A terminal sends Ctrl+C to every process of the command, and the starting one passes it on: both count as one interrupt. */
const SAME_WISH_MS = 250
/** Real time that a program has to end after its first interrupt. */
const GRACE_MS = 1_000
/** On a busy machine the program may not have run yet: it gets at least this processor time, or this long. */
const LEAST_PROCESSOR_MS = 500
const LONGEST_GRACE_MS = 5_000
const LOOK_MS = 100

/** The signals that the command gets: the first is passed to the program; the second, or a second later, ends it. */
export class Interrupts {
  /** The first signal. */
  first: Interrupt | null = null
  /** Called with the first signal. */
  onFirst: ((signal: Interrupt) => void) | null = null
  /** Called when the program must end now. */
  onEnd: (() => void) | null = null
  #lastAt = 0
  #timer: NodeJS.Timeout | undefined
  readonly #listener = (signal: NodeJS.Signals) => this.#receive(signal as Interrupt)

  constructor() {
    for (const signal of SIGNALS) process.on(signal, this.#listener)
  }

  close(): void {
    clearInterval(this.#timer)
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
    this.#endLater()
    this.onFirst?.(signal)
  }

  #endLater(): void {
    const [begun, processorBegun] = [performance.now(), process.cpuUsage()]
    this.#timer = setInterval(() => {
      const waited = performance.now() - begun
      const { user, system } = process.cpuUsage(processorBegun)
      const hadTime = waited >= GRACE_MS && (user + system) / 1000 >= LEAST_PROCESSOR_MS
      if (!hadTime && waited < LONGEST_GRACE_MS) return
      clearInterval(this.#timer)
      this.onEnd?.()
    }, LOOK_MS)
  }
}
