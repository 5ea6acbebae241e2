import { bytesOf } from '../bytes.ts'
import type { RealmContext } from '../context.ts'
import { decodeLatin1, decodeUtf16, encodeText, encodingNamed } from '../encodings.ts'
import { nativeError } from '../native-error.ts'
import type { Any, Binding } from '../types.ts'

const NOT_BYTES = 'The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.'

/** `internalBinding('encoding_binding')`: UTF-8 for `TextEncoder` and `TextDecoder`. */
export function encodingBinding(realm: RealmContext): Binding {
  const { platform } = realm
  const results = new Uint32Array(2)
  const decoders = new Map<number, TextDecoder>()
  const decoderFor = (ignoreBOM: boolean, fatal: boolean) => {
    const key = (ignoreBOM ? 1 : 0) + (fatal ? 2 : 0)
    const decoder = decoders.get(key) ?? platform.createTextDecoder('utf-8', { fatal, ignoreBOM })
    decoders.set(key, decoder)
    return decoder
  }
  const url = () => realm.internalBinding('url')
  return {
    encodeIntoResults: results,
    encodeInto(text: string, into: Uint8Array) {
      const [read, written] = platform.encodeUtf8Into(text, into)
      results[0] = read
      results[1] = written
    },
    encodeUtf8String: (text: string) => new Uint8Array(platform.encodeUtf8(text)),
    decodeUTF8(input: ArrayBufferView | ArrayBuffer, ignoreBOM: boolean, fatal: boolean) {
      if (!ArrayBuffer.isView(input) && !realm.internalBinding('types').isAnyArrayBuffer(input))
        throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', NOT_BYTES)
      const text = decodeOrNull(decoderFor(Boolean(ignoreBOM), fatal), bytesOf(input))
      if (text === null) throw realm.nodeError('ERR_ENCODING_INVALID_ENCODED_DATA', 'utf-8', undefined)
      return text
    },
    // ASCII text needs no conversion: only URLs check whether it is a valid host.
    toASCII: (text: string) => (/^\p{ASCII}*$/u.test(text) ? text.toLowerCase() : url().domainToASCII(text)),
    toUnicode: (text: string) => url().domainToUnicode(text),
  }
}

/** Decodes, or returns null: the environment's errors are its own objects, so a program gets Node's instead. */
function decodeOrNull(decoder: TextDecoder, bytes: Uint8Array, options?: TextDecodeOptions): string | null {
  try {
    return decoder.decode(bytes, options)
  } catch {
    return null
  }
}

/** Flags of `getConverter` and `decode` in the library's encoding.js. */
const FLUSH = 1
const FATAL = 2
const IGNORE_BOM = 4

/** `internalBinding('icu')`: encodings beyond UTF-8, and the width of text on a terminal. */
export function icuBinding(realm: RealmContext): Binding {
  const { platform } = realm
  const converters = new WeakMap<object, TextDecoder>()
  return {
    icuErrName: (code: number) => `U_ERROR_${code}`,
    getConverter(label: string, flags: number) {
      const converter = {}
      try {
        converters.set(
          converter,
          platform.createTextDecoder(label, { fatal: (flags & FATAL) !== 0, ignoreBOM: (flags & IGNORE_BOM) !== 0 }),
        )
        return converter
      } catch {
        return undefined
      }
    },
    decode(converter: object, input: ArrayBufferView | ArrayBuffer, flags: number, encoding: string) {
      const text = decodeOrNull(converters.get(converter)!, bytesOf(input), { stream: (flags & FLUSH) === 0 })
      if (text === null) throw realm.nodeError('ERR_ENCODING_INVALID_ENCODED_DATA', encoding, undefined)
      return text
    },
    transcode: (source: Uint8Array, from: string, to: string) => transcode(realm, source, from, to),
    getStringWidth: (text: string) => {
      let width = 0
      for (const character of text) width += columnsOf(character.codePointAt(0)!)
      return width
    },
  }
}

/** Characters that the target cannot hold become '?', as ICU substitutes them. */
function transcode(realm: RealmContext, source: Uint8Array, from: string, to: string): Any {
  const { Buffer } = realm.require('buffer')
  const bytes = bytesOf(source)
  const [origin, target] = [encodingNamed(from), encodingNamed(to)]
  const text =
    origin === 'utf8'
      ? realm.platform.decodeUtf8(bytes)
      : origin === 'utf16le'
        ? decodeUtf16(bytes, 0, bytes.length)
        : decodeLatin1(bytes, 0, bytes.length)
  const limit = target === 'ascii' ? 0x7f : target === 'latin1' ? 0xff : 0x10ffff
  let kept = ''
  for (const character of text) kept += character.codePointAt(0)! > limit ? '?' : character
  return Buffer.from(encodeText(kept, target, realm.platform.encodeUtf8))
}

const ZERO_WIDTH = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]$/u
const EMOJI = /^\p{Emoji_Presentation}$/u
/** East Asian Wide and Fullwidth (UAX #11), first and last code points. */
const WIDE: readonly [number, number][] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18aff],
  [0x1b000, 0x1b2fb],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
]

function columnsOf(codePoint: number): number {
  const character = String.fromCodePoint(codePoint)
  if (ZERO_WIDTH.test(character)) return 0
  if (EMOJI.test(character)) return 2
  return WIDE.some(([first, last]) => codePoint >= first && codePoint <= last) ? 2 : 1
}
