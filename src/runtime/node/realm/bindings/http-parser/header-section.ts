/** Maximum headers per piece. */
const MOST_HEADERS = 32

/** The part read so far of one header section: a message's head, or its trailers. Text comes in pieces. */
export class HeaderSection {
  #fields: string[] = []
  #values: string[] = []
  /** Names and values of the section so far, including those already taken. */
  #count = 0
  /** Maximum number of names and values, 0 for no limit. */
  #limit = 0
  url = ''
  status = ''
  /** Whether a part was taken before the rest. */
  flushed = false

  begin(): void {
    this.#fields = []
    this.#values = []
    this.#count = 0
    this.url = this.status = ''
    this.flushed = false
  }

  get isEmpty(): boolean {
    return this.#fields.length === 0
  }

  /** Whether one piece is full. */
  get isFull(): boolean {
    return this.#fields.length === MOST_HEADERS - 1
  }

  /** Whether the next text continues a name. */
  get isInName(): boolean {
    return this.#fields.length > this.#values.length
  }

  continueName(text: string): void {
    this.#fields.push(this.#fields.pop()! + text)
  }

  /** Begins a name. `limit` is called once per section. Returns false if there are too many. */
  beginName(text: string, limit: () => unknown): boolean {
    if (this.#count === 0) {
      const most = limit()
      this.#limit = typeof most === 'number' && most > 0 ? most : 0
    }
    this.#count += 2
    this.#fields.push(text)
    return this.#limit === 0 || this.#count <= this.#limit
  }

  addValue(text: string): void {
    if (this.#values.length === this.#fields.length) this.#values.push((this.#values.pop() ?? '') + text)
    else this.#values.push(text)
  }

  /** Returns [name, value, …] so far, without white space at the end of values. */
  take(): string[] {
    const headers = this.#fields.flatMap((name, index) => [name, (this.#values[index] ?? '').replace(/[ \t]+$/, '')])
    this.#fields = []
    this.#values = []
    return headers
  }

  takeUrl(): string {
    const { url } = this
    this.url = ''
    return url
  }

  /** Ends this section; the next bytes belong to another. */
  end(): void {
    this.#count = 0
  }
}
