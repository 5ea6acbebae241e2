/** Conversions of a program's input to bytes, and of results to Node's buffers. */
import { bytesOf, plainBytes } from '../../bytes.ts'
import type { RealmContext } from '../../context.ts'
import { encodeText, encodingNamed } from '../../encodings.ts'
import type { Any } from '../../types.ts'

export { plainBytes }

/** Returns a copy, for bytes used after the call. */
export const copyOfBytes = (value: ArrayBufferView | ArrayBufferLike): Uint8Array => new Uint8Array(bytesOf(value))

/** Returns the bytes of text in an encoding, or bytes unchanged. */
export function inputBytes(realm: RealmContext, data: unknown, encoding?: string): Uint8Array {
  if (typeof data === 'string') return encodeText(data, encodingNamed(encoding), realm.platform.encodeUtf8)
  return plainBytes(data as ArrayBufferView)
}

/** Returns a Buffer, or text in an encoding. */
export function outputBytes(realm: RealmContext, bytes: Uint8Array, encoding?: string): unknown {
  const { Buffer } = realm.require('buffer')
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return encoding === undefined || !Buffer.isEncoding(encoding) ? buffer : buffer.toString(encoding)
}

/** Returns an ArrayBuffer of exactly these bytes, the result type of jobs. */
export function arrayBufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer as ArrayBuffer
}

export function buffer(realm: RealmContext, bytes: Uint8Array): Any {
  return outputBytes(realm, bytes)
}

export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false
  let difference = 0
  for (let i = 0; i < left.length; i++) difference |= left[i]! ^ right[i]!
  return difference === 0
}
