/** Header and blocks of a zstd frame (RFC 8878 §3.1). */
const MAGIC = [0x28, 0xb5, 0x2f, 0xfd] as const
const LARGEST_BLOCK = 131_072
const DICTIONARY_ID_BYTES = [0, 1, 2, 4] as const
const CONTENT_SIZE_BYTES = [0, 2, 4, 8] as const
const [RAW, RLE] = [0, 1]
const CHECKSUM_BYTES = 4
/** A window of 2 MiB, without a content size. */
const PLAIN_HEADER = Uint8Array.of(...MAGIC, 0x00, 0x58)

export interface FrameSize {
  /** Bytes of the whole frame. */
  length: number
  /** Largest size of its content. */
  room: number
}

/** Returns null while the frame is incomplete, and 'unknown' if it isn't a frame. */
export function frameSize(bytes: Uint8Array): FrameSize | 'unknown' | null {
  if (MAGIC.some((byte, at) => at < bytes.length && bytes[at] !== byte)) return 'unknown'
  const descriptor = bytes[MAGIC.length]
  if (descriptor === undefined) return null
  const isSingleSegment = (descriptor & 0x20) !== 0
  const sizeBytes = CONTENT_SIZE_BYTES[descriptor >> 6]! || (isSingleSegment ? 1 : 0)
  let at = MAGIC.length + 1 + (isSingleSegment ? 0 : 1) + DICTIONARY_ID_BYTES[descriptor & 3]! + sizeBytes
  let room = 0
  for (let isLast = false; !isLast; ) {
    if (at + 3 > bytes.length) return null
    const header = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16)
    const [type, size] = [(header >> 1) & 3, header >> 3]
    isLast = (header & 1) === 1
    room += type === RAW || type === RLE ? size : LARGEST_BLOCK
    at += 3 + (type === RLE ? 1 : size)
  }
  if (descriptor & 4) at += CHECKSUM_BYTES
  return at > bytes.length ? null : { length: at, room }
}

/** A frame of uncompressed blocks, which can be written in pieces whatever follows. */
export class StoredFrame {
  #started = false

  write(bytes: Uint8Array, isLast = false): Uint8Array[] {
    const parts: Uint8Array[] = this.#started ? [] : [PLAIN_HEADER.slice()]
    this.#started = true
    let at = 0
    do {
      const block = bytes.slice(at, at + LARGEST_BLOCK)
      at += block.length
      const header = (block.length << 3) | (isLast && at === bytes.length ? 1 : 0)
      parts.push(Uint8Array.of(header & 0xff, (header >> 8) & 0xff, header >> 16), block)
    } while (at < bytes.length)
    return parts
  }
}
