import { ByteRing } from './byte-ring.ts'
import { type SequenceNumber, sequenceAdd, sequenceDistance } from './sequence.ts'

/** Bytes that the program wrote and the peer has not acknowledged, by sequence number. */
export class SendBuffer {
  readonly #ring = new ByteRing()
  #start: SequenceNumber = 0

  /** Sequence number of the first byte held. */
  get start(): SequenceNumber {
    return this.#start
  }

  /** Sequence number after the last byte held: the next byte's, or the FIN's. */
  get end(): SequenceNumber {
    return sequenceAdd(this.#start, this.#ring.length)
  }

  /** Bytes held from `sequence` on, which lies within them or at their end. */
  lengthFrom(sequence: SequenceNumber): number {
    return this.#ring.length - sequenceDistance(sequence, this.#start)
  }

  get length(): number {
    return this.#ring.length
  }

  /** Begins at the sequence number after the SYN. */
  startAt(sequence: SequenceNumber): void {
    this.#start = sequence
  }

  append(bytes: Uint8Array): void {
    this.#ring.write(this.#ring.length, bytes)
  }

  /** Returns a view of the bytes from `start` to `end`, valid only until the buffer changes. */
  view(start: SequenceNumber, end: SequenceNumber): Uint8Array {
    return this.#ring.view(sequenceDistance(start, this.#start), sequenceDistance(end, start))
  }

  /** Drops everything before `sequence`: the peer has it. */
  acknowledge(sequence: SequenceNumber): void {
    const count = Math.min(sequenceDistance(sequence, this.#start), this.#ring.length)
    if (count <= 0) return
    this.#ring.drop(count)
    this.#start = sequenceAdd(this.#start, count)
  }

  clear(): void {
    this.#start = this.end
    this.#ring.clear()
  }
}
