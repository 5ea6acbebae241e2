/** X.509 certificates (RFC 5280), as bytes and as what OpenSSL reads in them. */
import {
  type AsymmetricKey,
  bitStringIn,
  contentOf,
  DerError,
  type DerValue,
  decode,
  decodeSpki,
  integerIn,
  objectIdentifierIn,
  sequenceIn,
  Tag,
} from '../../keys/index.ts'
import { type Name, readName } from './names.ts'

export interface Certificate {
  readonly der: Uint8Array
  /** The part that is signed. */
  readonly signed: Uint8Array
  readonly signatureAlgorithm: DerValue
  readonly signature: Uint8Array
  readonly serialNumber: bigint
  readonly issuer: Name
  readonly subject: Name
  /** Milliseconds since 1970. */
  readonly notBefore: number
  readonly notAfter: number
  readonly spki: Uint8Array
  /** null for an algorithm that is not supported. */
  readonly key: AsymmetricKey | null
  /** Contents of the extensions by object identifier. */
  readonly extensions: ReadonlyMap<string, Uint8Array>
}

const EXPLICIT_VERSION = 0xa0
const EXPLICIT_EXTENSIONS = 0xa3
const UTC_TIME = 0x17
const GENERALIZED_TIME = 0x18

/** Returns a value with its tag and length, as it is in `container`. */
function wholeOf(container: Uint8Array, before: DerValue | undefined, value: DerValue): Uint8Array {
  const start = before ? before.content.byteOffset + before.content.length : container.byteOffset
  const end = value.content.byteOffset + value.content.length
  return container.subarray(start - container.byteOffset, end - container.byteOffset)
}

/** Parses a certificate. Throws `DerError` for anything else. */
export function readCertificate(der: Uint8Array): Certificate {
  const outer = decode(der)
  const content = contentOf(outer, Tag.sequence)
  const [tbs, signatureAlgorithm, signature] = sequenceIn(outer)
  const fields = sequenceIn(tbs)
  const first = fields[0]?.tag === EXPLICIT_VERSION ? 1 : 0
  const [serial, , issuer, validity, subject, spki] = fields.slice(first)
  if (!tbs || !signatureAlgorithm || !issuer || !subject || !spki) throw new DerError('The certificate is incomplete')
  const [from, to] = sequenceIn(validity)
  const spkiBytes = wholeOf(tbs.content, subject, spki)
  return {
    der: der.slice(0, content.byteOffset + content.length - der.byteOffset),
    signed: wholeOf(content, undefined, tbs),
    signatureAlgorithm,
    signature: bitStringIn(signature),
    serialNumber: integerIn(serial),
    issuer: readName(issuer),
    subject: readName(subject),
    notBefore: timeIn(from),
    notAfter: timeIn(to),
    spki: spkiBytes,
    key: keyIn(spkiBytes),
    extensions: extensionsIn(fields.find(({ tag }) => tag === EXPLICIT_EXTENSIONS)),
  }
}

function keyIn(spki: Uint8Array): AsymmetricKey | null {
  try {
    return decodeSpki(spki)
  } catch {
    return null
  }
}

/** Reads UTCTime or GeneralizedTime (RFC 5280 §4.1.2.5). */
function timeIn(value: DerValue | undefined): number {
  if (value?.tag !== UTC_TIME && value?.tag !== GENERALIZED_TIME) throw new DerError('A time is missing')
  const text = String.fromCharCode(...value.content)
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text)
  if (!match) throw new DerError(`The time ${text} is not valid`)
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number)
  const century = value.tag === GENERALIZED_TIME ? 0 : year < 50 ? 2000 : 1900
  return Date.UTC(century + year, month - 1, day, hour, minute, second)
}

function extensionsIn(value: DerValue | undefined): Map<string, Uint8Array> {
  const extensions = new Map<string, Uint8Array>()
  if (!value) return extensions
  for (const extension of sequenceIn(decode(value.content))) {
    const parts = sequenceIn(extension)
    extensions.set(objectIdentifierIn(parts[0]), contentOf(parts.at(-1), Tag.octetString))
  }
  return extensions
}
