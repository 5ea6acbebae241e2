/** What programs hand over, as bytes, and what they get, as Node's buffers. */
import { bytesOf, plainBytes } from '../../bytes.ts'
import type { RealmContext } from '../../context.ts'
import { encodeText, encodingNamed } from '../../encodings.ts'
import type { Any } from '../../types.ts'

export { plainBytes }

/** A copy, for what is used later than now. */
export const copyOfBytes = (value: ArrayBufferView | ArrayBufferLike): Uint8Array => new Uint8Array(bytesOf(value))

/** Text in an encoding, or bytes as they are. */
export function inputBytes(realm: RealmContext, data: unknown, encoding?: string): Uint8Array {
  if (typeof data === 'string') return encodeText(data, encodingNamed(encoding), realm.platform.encodeUtf8)
  return plainBytes(data as ArrayBufferView)
}

/** A Buffer, or text in an encoding. */
export function outputBytes(realm: RealmContext, bytes: Uint8Array, encoding?: string): unknown {
  const { Buffer } = realm.require('buffer')
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return encoding === undefined || !Buffer.isEncoding(encoding) ? buffer : buffer.toString(encoding)
}

/** An ArrayBuffer of just these bytes: what jobs answer with. */
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
