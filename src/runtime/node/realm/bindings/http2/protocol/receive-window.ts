import { HTTP2_LARGEST_31 } from '#network'

/** What the other side may send, on a stream or on the connection (RFC 9113 §5.2). */
export class ReceiveWindow {
  /** Size of the whole window. */
  size: number
  /** Bytes received and not given back by WINDOW_UPDATE; negative after the window was made smaller. */
  used = 0
  /** Bytes that the program has taken, of those received. */
  #consumed = 0

  constructor(size: number) {
    this.size = size
  }

  /** Counts received bytes; false if they are more than the window has room for. */
  receive(length: number): boolean {
    if (this.used + length > this.size || this.used + length > HTTP2_LARGEST_31) return false
    this.used += length
    return true
  }

  /** Counts bytes that the program has taken; returns the increment to announce, or 0 while it is below half of the window. */
  consume(length: number): number {
    this.#consumed += length
    const increment = Math.min(this.#consumed, this.used)
    if (increment <= 0 || increment < this.size / 2) return 0
    this.used -= increment
    this.#consumed -= increment
    return increment
  }

  /** Changes the size; returns the increment to announce. What the other side may already send can't be taken back. */
  resize(size: number): number {
    const difference = size - this.size
    this.size = size
    if (difference >= 0) return difference
    this.used += difference
    return 0
  }
}
