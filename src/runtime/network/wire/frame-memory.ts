/**
 * Memory of frames. A buffer of its own costs a frame more than all that is written into it, so frames are cut from larger pieces. A piece is never
 * used twice: it lives as long as any frame in it, which the recording keeps anyway, and its bytes are zero until the frame's owner writes them.
 */

const PIECE = 64 * 1024
/** A frame larger than this has a buffer of its own: the rest of a piece would lie idle. */
const LARGEST_SHARED = PIECE / 8
/** What stands before a frame, so that the packet behind its 14 bytes of Ethernet begins at a whole word, as Linux's NET_IP_ALIGN. */
const LEAD = 2

let piece = new ArrayBuffer(PIECE)
let used = 0

/** A frame of `length` zero bytes. Who hands it to another thread copies it: the view's buffer holds other frames too. */
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
