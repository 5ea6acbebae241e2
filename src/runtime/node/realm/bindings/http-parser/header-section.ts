/** Most headers that are handed over in one piece. */
const MOST_HEADERS = 32

/** The part read so far of one header section: a message's head, or its trailers. Texts come in pieces. */
export class HeaderSection {
  #fields: string[] = []
  #values: string[] = []
  /** Names and values of the section so far, those that were handed over already included. */
  #count = 0
  /** Names and values that there may be, 0 for no limit. */
  #limit = 0
  url = ''
  status = ''
  /** A part has been handed over ahead of the rest. */
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

  /** As many as fit into one piece are there. */
  get isFull(): boolean {
    return this.#fields.length === MOST_HEADERS - 1
  }

  /** The piece that comes next goes on with a name that has begun. */
  get isInName(): boolean {
    return this.#fields.length > this.#values.length
  }

  continueName(text: string): void {
    this.#fields.push(this.#fields.pop()! + text)
  }

  /** `limit` is asked once for each section. False: there are more than may be. */
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

  /** [name, value, …] so far; white space at a value's end is no part of it. */
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

  /** Ends this section: the next bytes belong to another. */
  end(): void {
    this.#count = 0
  }
}
