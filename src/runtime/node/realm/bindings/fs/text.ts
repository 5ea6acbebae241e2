import { bytesOf, ownBuffer } from '../../bytes.ts'
import type { RealmContext } from '../../context.ts'
import { encodingNamed } from '../../encodings.ts'
import type { Any } from '../../types.ts'

/** Returns a path as text, as the system calls take it. Node takes bytes too. */
export function pathText(realm: RealmContext, path: unknown): string {
  if (typeof path === 'string') return path
  return ArrayBuffer.isView(path) ? realm.platform.decodeUtf8(bytesOf(path)) : String(path)
}

/** Returns a name or path in the requested encoding: text by default, or a Buffer, or its bytes in another encoding. */
export function inEncoding(realm: RealmContext, text: string, encoding: unknown): Any {
  if (encoding === undefined || encoding === null || encoding === 'utf8' || encoding === 'utf-8') return text
  const { Buffer } = realm.require('buffer')
  const buffer = Buffer.from(ownBuffer(realm.platform.encodeUtf8(text)))
  return encoding === 'buffer' ? buffer : buffer.toString(encodingNamed(encoding))
}
