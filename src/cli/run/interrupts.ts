export type Interrupt = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

const SIGNALS: readonly Interrupt[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
/** A terminal sends Ctrl+C to every process of the command, and the starting one passes it on: both are one wish. */
const SAME_WISH_MS = 250
/** So long a program may take to end after its first interrupt, in real time. */
const GRACE_MS = 1_000
/** On a busy machine that may be too little to hear of it: so much processor time it gets in any case, or this long. */
const LEAST_PROCESSOR_MS = 500
const LONGEST_GRACE_MS = 5_000
const LOOK_MS = 100

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
