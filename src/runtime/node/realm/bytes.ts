/** Views of memory: whatever a program hands over as its bytes. */

/** The bytes of a view or buffer, shared with it; none of what has been transferred. */
export function bytesOf(value: ArrayBufferView | ArrayBufferLike): Uint8Array {
  if (value instanceof Uint8Array) return value
  if (value instanceof ArrayBuffer && value.detached) return new Uint8Array(0)
  return ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value)
}

/** The same without what Node's Buffer puts over a view's methods. */
export function plainBytes(value: ArrayBufferView | ArrayBufferLike): Uint8Array {
  const { buffer, byteOffset, byteLength } = bytesOf(value)
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/** The same bytes with a buffer of this realm and of just their length, copied only if they are not. */
export function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer } = bytes
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length
    ? buffer
    : (new Uint8Array(bytes).buffer as ArrayBuffer)
}
