/** Brotli without compression (RFC 7932 §9), which can be written piece by piece. */
const LARGEST_BLOCK = 65_536
/** ISLAST and ISLASTEMPTY. */
const END = 0b11

export class StoredBlocks {
  /** Whether the stream's header, one bit for a window of 64 KiB, has been written before the first block. */
  #started = false

  /** Writes uncompressed meta-blocks: ISLAST 0, MNIBBLES 0 (four), MLEN - 1, ISUNCOMPRESSED 1, up to a whole byte; then the bytes. */
  write(bytes: Uint8Array): Uint8Array[] {
    const parts: Uint8Array[] = []
    for (let at = 0; at < bytes.length; at += LARGEST_BLOCK) {
      const block = bytes.subarray(at, at + LARGEST_BLOCK)
      const shift = this.#started ? 0 : 1
      this.#started = true
      const bits = (((block.length - 1) << 3) | (1 << 19)) << shift
      parts.push(Uint8Array.of(bits & 0xff, (bits >> 8) & 0xff, (bits >> 16) & 0xff), new Uint8Array(block))
    }
    return parts
  }

  end(): Uint8Array {
    return Uint8Array.of(this.#started ? END : END << 1)
  }
}
