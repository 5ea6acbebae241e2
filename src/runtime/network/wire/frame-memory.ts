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

/** More than any IP packet with its Ethernet header, and no other buffer's size: that is how one of these is known again. */
const LOCAL_BUFFER = 64 * 1024 + 32
const MOST_SPARE = 32
const spare: ArrayBuffer[] = []

/**
 * A frame that never leaves the host. Large ones are used again once their receiver gives them back, so whatever holds one for longer keeps `frameToKeep`
 * of it. Its bytes are those of an earlier frame until they are written.
 */
export function newLocalFrame(length: number): Uint8Array {
  if (length <= LARGEST_SHARED || LEAD + length > LOCAL_BUFFER) return newFrame(length)
  return new Uint8Array(spare.pop() ?? new ArrayBuffer(LOCAL_BUFFER), LEAD, length)
}

/**
 * Gives back the frame that `bytes` are the end of, if it was a large local one; of others nothing happens. Only for who received the bytes and has copied
 * what it keeps, of this piece and of those before it.
 */
export function giveBackFrame(bytes: Uint8Array): void {
  const { buffer } = bytes
  if (bytes.length > LARGEST_SHARED && buffer.byteLength === LOCAL_BUFFER && spare.length < MOST_SPARE)
    spare.push(buffer as ArrayBuffer)
}

/**
 * Returns what a recorder may keep of a frame: the frame itself, or a copy where its memory will be used again. Copying is the cheaper way: a copied frame
 * of 32 KiB costs 8 µs (Node 24, on 2 GHz), one in memory that is never used again costs 13 µs, because that memory is cold.
 */
export function frameToKeep(frame: Uint8Array): Uint8Array {
  return frame.buffer.byteLength === LOCAL_BUFFER ? frame.slice() : frame
}
