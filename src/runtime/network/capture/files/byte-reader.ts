import { CaptureFileError } from './capture-file.ts'

const words = new DataView(new ArrayBuffer(8))

/** Reads numbers of either byte order; throws CaptureFileError, which the readers of this folder catch, if the bytes end too soon. */
export class ByteReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  /** End of the bytes that this reader may read. */
  readonly #end: number
  isLittleEndian: boolean
  /** Position in the file. */
  at: number

  constructor(bytes: Uint8Array, isLittleEndian: boolean, part?: { view: DataView; start: number; end: number }) {
    this.#bytes = bytes
    this.#view = part?.view ?? new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.isLittleEndian = isLittleEndian
    this.at = part?.start ?? 0
    this.#end = part?.end ?? bytes.length
  }

  get left(): number {
    return this.#end - this.at
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

  /** Reads a number in two words, the higher first in both byte orders. */
  u64InWords(): bigint {
    words.setUint32(0, this.u32())
    words.setUint32(4, this.u32())
    return words.getBigUint64(0)
  }

  skip(length: number): void {
    this.#take(length)
  }

  take(length: number): Uint8Array {
    const start = this.#take(length)
    return this.#bytes.subarray(start, start + length)
  }

  error(reason: string): CaptureFileError {
    return new CaptureFileError(this.at, reason)
  }

  /** Returns a reader of the next bytes, and skips them. */
  part(length: number): ByteReader {
    const start = this.#take(length)
    return new ByteReader(this.#bytes, this.isLittleEndian, { view: this.#view, start, end: start + length })
  }

  /** Returns a reader of all remaining bytes, without skipping them. */
  ahead(): ByteReader {
    return new ByteReader(this.#bytes, this.isLittleEndian, { view: this.#view, start: this.at, end: this.#end })
  }

  #take(length: number): number {
    if (this.left < length) throw this.error(`${length} bytes are expected, ${this.left} are left`)
    const start = this.at
    this.at += length
    return start
  }
}
