/** Averages in which a value's weight halves after every `halfLife` further values, and the share of values beyond a threshold. */
export class MovingAverages {
  readonly #weight: number
  readonly #threshold: number
  #began = false
  #mean = 0
  #variance = 0
  #errorRate = 0

  /** `halfLife`: 0 for no averages; `threshold`: 0 for no share of errors. */
  constructor(halfLife: number, threshold: number) {
    this.#weight = halfLife > 0 ? 1 - 2 ** (-1 / halfLife) : 0
    this.#threshold = threshold
  }

  get mean(): number {
    return this.#mean
  }

  get standardDeviation(): number {
    return Math.sqrt(this.#variance)
  }

  get errorRate(): number {
    return this.#errorRate
  }

  record(value: number): void {
    if (this.#weight === 0) return
    const weight = this.#weight
    const isError = this.#threshold > 0 && value > this.#threshold ? 1 : 0
    const difference = value - this.#mean
    this.#mean = this.#began ? this.#mean + weight * difference : value
    if (this.#began) this.#variance = (1 - weight) * (this.#variance + weight * difference ** 2)
    this.#errorRate = this.#began ? this.#errorRate + weight * (isError - this.#errorRate) : isError
    this.#began = true
  }

  reset(): void {
    this.#began = false
    this.#mean = this.#variance = this.#errorRate = 0
  }
}
