/** The breaker, with three places left open. */
export class Breaker {
  #state: 'closed' | 'open' | 'probing' = 'closed'
  #openUntil = 0
  #epoch = 0 // grows when the breaker opens

  constructor(openMs: number) {
    this.#openMs = openMs
  }
  readonly #openMs: number

  async run(attempt: () => Promise<string>): Promise<string> {
    const isProbe = this.#state === 'open' && performance.now() >= this.#openUntil
    // … when must this try not be sent at all?
    if (isProbe) this.#state = 'probing'
    const epoch = this.#epoch
    const end = (isGood: boolean) => {
      if (isProbe && isGood) this.#state = 'closed'
      else if (isProbe) this.open()
      else if (epoch === this.#epoch) this.count(isGood)
    }
    try {
      const line = await attempt()
      end(true)
      return line
    } catch (error) {
      end(false)
      throw error
    }
  }

  count(isGood: boolean) {
    console.log(isGood) // … keep the result with its time, drop those older than 10 s, and open if half of 20 or more failed
  }

  open() {
    this.#epoch++
    this.#state = 'open'
    this.#openUntil = performance.now() + this.#openMs // … and which results does it forget?
  }
}
