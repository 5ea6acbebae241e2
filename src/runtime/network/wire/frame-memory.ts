/**
 * Memory of frames. Allocating a buffer costs more than filling it, so frames are slices of larger chunks. A chunk is
 * never reused: it stays allocated as long as any of its frames, which the recording keeps anyway, and its bytes are
 * zero until the frame's owner writes them.
 */

const PIECE = 64 * 1024
/** Larger frames get their own buffer: the rest of a chunk would be wasted. */
const LARGEST_SHARED = PIECE / 8
/**
 * Bytes reserved before each frame so that the packet after its 14 bytes of Ethernet is word-aligned (as Linux's
 * NET_IP_ALIGN).
 */
const LEAD = 2

let piece = new ArrayBuffer(PIECE)
let used = 0

/**
 * Returns a frame of `length` zero bytes. Copy it before sending it to another thread: its buffer holds other frames
 * too.
 */
export function newFrame(length: number): Uint8Array {
  if (length > LARGEST_SHARED) return new Uint8Array(new ArrayBuffer(length + LEAD), LEAD, length)
  if (used + LEAD + length > PIECE) {
    piece = new ArrayBuffer(PIECE)
    used = 0
  }
  const at = used + LEAD
  used = (at + length + 3) & ~3
  return new Uint8Array(piece, at, length)
}

/** More than any IP packet with its Ethernet header, and no other buffer's size: these buffers are recognized by it. */
const LOCAL_BUFFER = 64 * 1024 + 32
const MOST_SPARE = 32
const spare: ArrayBuffer[] = []

/**
 * Returns a frame that never leaves the host. Large ones are reused after their receiver returns them, so code that
 * keeps one longer stores `frameToKeep` of it. Until written, its bytes are those of an earlier frame.
 */
export function newLocalFrame(length: number): Uint8Array {
  if (length <= LARGEST_SHARED || LEAD + length > LOCAL_BUFFER) return newFrame(length)
  return new Uint8Array(spare.pop() ?? new ArrayBuffer(LOCAL_BUFFER), LEAD, length)
}

/**
 * Returns the memory of a large local frame that ends with `bytes`; no effect on others. Only for the receiver of the
 * bytes, after copying what it keeps of this frame and earlier ones.
 */
export function giveBackFrame(bytes: Uint8Array): void {
  const { buffer } = bytes
  if (bytes.length > LARGEST_SHARED && buffer.byteLength === LOCAL_BUFFER && spare.length < MOST_SPARE)
    spare.push(buffer as ArrayBuffer)
}

/**
 * Returns what a recorder may keep of a frame: the frame itself, or a copy if its memory will be reused. Copying is
 * cheaper: a copied frame of 32 KiB costs 8 µs (Node 24, at 2 GHz), one in fresh memory 13 µs, because that memory is
 * cold.
 */
export function frameToKeep(frame: Uint8Array): Uint8Array {
  return frame.buffer.byteLength === LOCAL_BUFFER ? frame.slice() : frame
}
