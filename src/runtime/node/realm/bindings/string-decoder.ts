import { concatenate } from '#network'
import { bytesOf } from '../bytes.ts'
import type { RealmContext } from '../context.ts'
import { decodeBase64, decodeHex, decodeLatin1, decodeUtf16 } from '../encodings.ts'
import type { Binding } from '../types.ts'

const { slice, subarray } = Uint8Array.prototype

/**
 * `internalBinding('string_decoder')`: string_decoder.cc. Bytes of an incomplete character stay in the decoder's state, a
 * buffer whose layout the library reads (`lastChar`, `lastNeed`).
 */
export function stringDecoderBinding(realm: RealmContext): Binding {
  const layout = realm.constants.string_decoder as Record<string, number> & { encodings: string[] }
  const {
    kIncompleteCharactersStart: start,
    kMissingBytes: missing,
    kBufferedBytes: buffered,
    kEncodingField: encodingField,
  } = layout
  const takeKept = (state: Uint8Array) => {
    const kept = slice.call(state, start!, start! + state[buffered!]!)
    state[buffered!] = state[missing!] = 0
    return kept
  }
  const utf8 = realm.platform.decodeUtf8
  return {
    ...layout,
    decode(state: Uint8Array, input: ArrayBufferView) {
      const encoding = layout.encodings[state[encodingField!]!]!
      let bytes = bytesOf(input)
      let head = ''
      const completes = encoding === 'utf16le' && state[buffered!]! > 0 && bytes.length >= state[missing!]!
      if (completes) {
        // C++ returns a completed code unit at once, even if it is the first of a surrogate pair.
        const rest = subarray.call(bytes, state[missing!])
        const whole = concatenate([takeKept(state), subarray.call(bytes, 0, bytes.length - rest.length)])
        head = decodeUtf16(whole, 0, whole.length)
        bytes = rest
      } else if (encoding === 'utf16le' && state[buffered!]! > 0) {
        state.set(bytes, start! + state[buffered!]!)
        state[buffered!]! += bytes.length
        state[missing!]! -= bytes.length
        return ''
      } else if (state[buffered!] !== 0) bytes = concatenate([takeKept(state), bytes])
      const [keep, need] = incomplete(encoding, bytes)
      const end = bytes.length - keep
      state.set(subarray.call(bytes, end), start!)
      state[buffered!] = keep
      state[missing!] = need
      return head + textOf(encoding, bytes, end, utf8)
    },
    flush(state: Uint8Array) {
      const encoding = layout.encodings[state[encodingField!]!]!
      const kept = takeKept(state)
      return textOf(encoding, kept, encoding === 'utf16le' ? kept.length & ~1 : kept.length, utf8)
    },
  }
}

function textOf(encoding: string, bytes: Uint8Array, end: number, utf8: (bytes: Uint8Array) => string): string {
  switch (encoding) {
    case 'utf8':
      return end === 0 ? '' : utf8(subarray.call(bytes, 0, end))
    case 'utf16le':
      return decodeUtf16(bytes, 0, end)
    case 'base64':
      return decodeBase64(bytes, 0, end)
    case 'base64url':
      return decodeBase64(bytes, 0, end, true)
    case 'hex':
      return decodeHex(bytes, 0, end)
    default:
      return decodeLatin1(bytes, 0, end, encoding === 'ascii' ? 0x7f : 0xff)
  }
}

/** Returns how many bytes at the end begin an incomplete character (or group), and how many more it needs. */
function incomplete(encoding: string, bytes: Uint8Array): [keep: number, need: number] {
  if (encoding === 'utf8') return incompleteUtf8(bytes)
  if (encoding === 'base64' || encoding === 'base64url') {
    const keep = bytes.length % 3
    return [keep, keep === 0 ? 0 : 3 - keep]
  }
  if (encoding !== 'utf16le') return [0, 0]
  if (bytes.length % 2 === 1) return [1, 1]
  const isHigh = bytes.length >= 2 && (bytes[bytes.length - 1]! & 0xfc) === 0xd8 // a high surrogate waits for its low one
  return isHigh ? [2, 2] : [0, 0]
}

/** Finds a lead byte near the end that needs more bytes than follow. As in C++, the bytes after it are not checked. */
function incompleteUtf8(bytes: Uint8Array): [number, number] {
  for (let have = 1; have <= Math.min(4, bytes.length); have++) {
    const byte = bytes[bytes.length - have]!
    if ((byte & 0xc0) === 0x80) continue
    const length = utf8Length(byte)
    return have >= length ? [0, 0] : [have, length - have]
  }
  return [0, 0]
}

/** Returns the length of a character that begins with this byte; 0 for a byte that begins no multi-byte character. */
function utf8Length(byte: number): number {
  if ((byte & 0xe0) === 0xc0) return 2
  if ((byte & 0xf0) === 0xe0) return 3
  return (byte & 0xf8) === 0xf0 ? 4 : 0
}
