/** Reads data written by `ByteWriter`. Throws RangeError if the bytes end too early. */
export class ByteReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length
  }

  number(): number {
    let value = 0
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined || factor > 2 ** 49) throw new RangeError('A recording is damaged: a number has no end')
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
    }
  }

  signed(): number {
    const value = this.number()
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2
  }

  text(): string {
    const length = this.number()
    // Each unit takes at least one byte: a wrong length cannot cause a large allocation.
    if (length > this.#bytes.length - this.#at) throw new RangeError('A recording is damaged: it ends within a value')
    let text = ''
    for (let i = 0; i < length; i++) text += String.fromCharCode(this.number())
    return text
  }

  /** A view, not a copy. */
  bytes(): Uint8Array {
    const length = this.number()
    if (length > this.#bytes.length - this.#at) throw new RangeError('A recording is damaged: it ends within a value')
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }
}
