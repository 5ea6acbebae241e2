/** Views of memory that a program passes as bytes. */

/** Returns the bytes of a view or buffer, shared with it; no bytes if it has been transferred. */
export function bytesOf(value: ArrayBufferView | ArrayBufferLike): Uint8Array {
  if (value instanceof Uint8Array) return value
  if (value instanceof ArrayBuffer && value.detached) return new Uint8Array(0)
  return ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value)
}

/** Returns the same as a plain Uint8Array, without the methods that Node's Buffer overrides. */
export function plainBytes(value: ArrayBufferView | ArrayBufferLike): Uint8Array {
  const { buffer, byteOffset, byteLength } = bytesOf(value)
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/** Returns a buffer of this realm that holds exactly these bytes; copies them only if their own buffer is another realm's or longer. */
export function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer } = bytes
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length
    ? buffer
    : (new Uint8Array(bytes).buffer as ArrayBuffer)
}
