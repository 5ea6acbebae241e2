/** What matters here of a TCP segment. */
export interface Segment {
  /** Number of the first byte (or of the flag) in it: 32 bits, and after 4294967295 comes 0. */
  seq: number
  syn?: boolean
  fin?: boolean
  data?: Uint8Array
}

/** What an acknowledgment says: the next byte expected, and how many bytes from there on may be sent. */
export interface Acknowledgment {
  ack: number
  window: number
}

/** The receiving half of a TCP connection. */
export class Receiver {
  readonly #capacity: number

  /** @param options.capacity how many bytes it may hold for its reader, and never more */
  constructor({ capacity }: { capacity: number }) {
    this.#capacity = capacity
  }

  /** A segment has arrived, in whatever order. The first one is the SYN. */
  segment(segment: Segment): Acknowledgment {
    return { ack: 0, window: this.#capacity }
  }

  /** Up to n bytes, in order; none if there are none yet; null at the end of the stream. */
  read(n: number): Uint8Array | null {
    return new Uint8Array()
  }
}
