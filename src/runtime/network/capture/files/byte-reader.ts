import { CaptureFileError } from './capture-file.ts'

/** Reads numbers of either byte order; throws CaptureFileError where the bytes end too soon, which the readers of this folder catch. */
export class ByteReader {
  readonly bytes: Uint8Array
  readonly #view: DataView
  readonly #base: number
  isLittleEndian: boolean
  at = 0

  /** `base`: where `bytes` lie in the file, for errors. */
  constructor(bytes: Uint8Array, isLittleEndian: boolean, base = 0) {
    this.bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.isLittleEndian = isLittleEndian
    this.#base = base
  }

  get left(): number {
    return this.bytes.length - this.at
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), this.isLittleEndian)
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), this.isLittleEndian)
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.#take(8), this.isLittleEndian)
  }

  take(length: number): Uint8Array {
    const start = this.#take(length)
    return this.bytes.subarray(start, start + length)
  }

  error(reason: string): CaptureFileError {
    return new CaptureFileError(this.#base + this.at, reason)
  }

  /** A reader of the next bytes, which this one then has behind it. */
  part(length: number): ByteReader {
    const base = this.#base + this.at
    return new ByteReader(this.take(length), this.isLittleEndian, base)
  }

  #take(length: number): number {
    if (this.left < length) throw this.error(`${length} bytes are expected, ${this.left} are left`)
    const start = this.at
    this.at += length
    return start
  }
}
