import { ByteRing } from './byte-ring.ts'
import { type SequenceNumber, sequenceAdd, sequenceDistance } from './sequence.ts'

/** What the program handed over and the peer has not acknowledged: bytes by sequence number. */
export class SendBuffer {
  readonly #ring = new ByteRing()
  #start: SequenceNumber = 0

  /** Sequence number of the first byte held. */
  get start(): SequenceNumber {
    return this.#start
  }

  /** Sequence number after the last byte held: where the next one, or the FIN, goes. */
  get end(): SequenceNumber {
    return sequenceAdd(this.#start, this.#ring.length)
  }

  /** Bytes held from `sequence` on, which lies in them or at their end. */
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

  /** The bytes from `start` up to `end`. A view: it holds only until the buffer changes. */
  view(start: SequenceNumber, end: SequenceNumber): Uint8Array {
    return this.#ring.view(sequenceDistance(start, this.#start), sequenceDistance(end, start))
  }

  /** The peer has everything before `sequence`. */
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
