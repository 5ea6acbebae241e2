/** What matters here of a TCP segment. */
export interface Segment {
  /** Number of the first byte (or of the flag) in it: 32 bits, and after 4294967295 comes 0. */
  seq: number
  syn?: boolean
  fin?: boolean
  data?: Uint8Array
}

export interface Acknowledgment {
  ack: number
  window: number
}

export class Receiver {
  /** The byte at place p of the stream lies at p modulo the capacity, from its arrival until it is read. */
  readonly #ring: Uint8Array
  /** What lies in the ring, in order and apart from each other. */
  #held: { from: number; to: number }[] = []
  /** Where the reader is, and the first place after it that is missing. */
  #read = 0
  #next = 0

  constructor({ capacity }: { capacity: number }) {
    this.#ring = new Uint8Array(capacity)
  }

  segment({ seq, syn, fin, data }: Segment): Acknowledgment {
    // 1. The place of seq, near the next one expected: #next + ((seq - number of #next) | 0).
    // 2. Does a FIN after the data lie in the window? Then the stream ends there.
    // 3. Cut off what is old, what is beyond the window, and what is after the end.
    // 4. Copy what is not there yet, and make one range of those that touch.
    throw new Error('still to be written')
  }
}
