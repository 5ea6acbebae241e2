/** Names of X.501, as OpenSSL writes them. */
import { type DerValue, objectIdentifierIn, sequenceIn } from '../../keys/index.ts'

/** Attributes in order: OpenSSL's short name and the value. */
export interface Name {
  readonly der: Uint8Array
  readonly attributes: readonly (readonly [type: string, value: string])[]
}

const SHORT_NAMES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'GN',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
}

const UTF8_STRING = 0x0c
const BMP_STRING = 0x1e

/** Decodes a string of ASN.1. */
function textIn({ tag, content }: DerValue): string {
  if (tag === UTF8_STRING) return utf8(content)
  if (tag !== BMP_STRING) return String.fromCharCode(...content)
  let text = ''
  for (let i = 0; i + 1 < content.length; i += 2) text += String.fromCharCode(content[i]! * 256 + content[i + 1]!)
  return text
}

function utf8(bytes: Uint8Array): string {
  try {
    return decodeURIComponent(Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  } catch {
    return String.fromCharCode(...bytes)
  }
}

export function readName(value: DerValue): Name {
  const attributes = sequenceIn(value).flatMap((set) =>
    sequenceIn({ tag: 0x30, content: set.content }).map((attribute): [string, string] => {
      const [type, text] = sequenceIn(attribute)
      const identifier = objectIdentifierIn(type)
      return [SHORT_NAMES[identifier] ?? identifier, text ? textIn(text) : '']
    }),
  )
  return { der: value.content, attributes }
}

/** Returns a name by attribute; an attribute that comes several times has a list. */
export function nameObject({ attributes }: Name): Record<string, string | string[]> {
  const object: Record<string, string | string[]> = Object.create(null)
  for (const [type, value] of attributes) {
    const before = object[type]
    object[type] = before === undefined ? value : Array.isArray(before) ? [...before, value] : [before, value]
  }
  return object
}

/** Returns one line per attribute, as `X509Certificate.subject` has it. */
export function nameLines({ attributes }: Name): string | undefined {
  if (attributes.length === 0) return undefined
  return attributes.map(([type, value]) => `${type}=${escaped(value)}`).join('\n')
}

/** Escapes as ASN1_STRFLGS_ESC_2253 does. */
function escaped(value: string): string {
  return value
    .replace(/[,+"\\<>;]/g, '\\$&')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ')
}
