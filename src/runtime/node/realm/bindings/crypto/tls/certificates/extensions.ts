/** Extensions of certificates (RFC 5280 §4.2). */
import { contentOf, type DerValue, decode, objectIdentifierIn, sequenceIn, Tag } from '../../keys/index.ts'
import type { Certificate } from './certificate.ts'
import { nameLines, readName } from './names.ts'

const Extension = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  authorityInfoAccess: '1.3.6.1.5.5.7.1.1',
} as const

export const Usage = { serverAuth: '1.3.6.1.5.5.7.3.1', clientAuth: '1.3.6.1.5.5.7.3.2', any: '2.5.29.37.0' } as const
/** Bit of keyUsage that allows signing certificates. */
const SIGNS_CERTIFICATES = 5

/** Reads the extension; undefined if it is missing or malformed. */
function read<T>({ extensions }: Certificate, identifier: string, parse: (value: DerValue) => T): T | undefined {
  const bytes = extensions.get(identifier)
  if (!bytes) return undefined
  try {
    return parse(decode(bytes))
  } catch {
    return undefined
  }
}

/** Purposes by object identifier. */
export const extendedKeyUsage = (certificate: Certificate): string[] | undefined =>
  read(certificate, Extension.extendedKeyUsage, (value) => sequenceIn(value).map(objectIdentifierIn))

export function isAuthority(certificate: Certificate): boolean {
  const basic = read(certificate, Extension.basicConstraints, sequenceIn)
  return basic?.[0]?.tag === 0x01 && basic[0].content[0] !== 0
}

/** Returns whether a certificate may sign others; one without extensions may if it is its own issuer (X509_check_ca). */
export function mayIssue(certificate: Certificate): boolean {
  const bits = read(certificate, Extension.keyUsage, (value) => contentOf(value, Tag.bitString))
  if (bits && !((bits[1] ?? 0) & (0x80 >> SIGNS_CERTIFICATES))) return false
  if (certificate.extensions.has(Extension.basicConstraints)) return isAuthority(certificate)
  return certificate.extensions.size === 0
}

const SUBJECT_KEY = 0x80

/** Key identifiers (§4.2.1.1, §4.2.1.2), which tell several issuers of one name apart. */
export const subjectKeyIdentifier = (certificate: Certificate): Uint8Array | undefined =>
  read(certificate, Extension.subjectKeyIdentifier, (value) => contentOf(value, Tag.octetString))

export const authorityKeyIdentifier = (certificate: Certificate): Uint8Array | undefined =>
  read(
    certificate,
    Extension.authorityKeyIdentifier,
    (value) => sequenceIn(value).find(({ tag }) => tag === SUBJECT_KEY)?.content,
  )

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

/** Quotes a value that could be mistaken for several, as Node does since CVE-2021-44532. */
const quoted = (text: string): string => (/[,"\\'\0]/.test(text) ? JSON.stringify(text) : text)

function address(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.')
  if (bytes.length !== 16) return '<invalid>'
  const groups = Array.from({ length: 8 }, (_, i) => (bytes[2 * i]! * 256 + bytes[2 * i + 1]!).toString(16))
  return groups.join(':').toUpperCase()
}

/** Formats a GeneralName (§4.2.1.6). */
function generalName({ tag, content }: DerValue): string {
  switch (tag & 0x1f) {
    case 1:
      return `email:${quoted(ascii(content))}`
    case 2:
      return `DNS:${quoted(ascii(content))}`
    case 4:
      return `DirName:${quoted((nameLines(readName(decode(content))) ?? '').replaceAll('\n', ','))}`
    case 6:
      return `URI:${quoted(ascii(content))}`
    case 7:
      return `IP Address:${address(content)}`
    case 8:
      return `Registered ID:${objectIdentifierIn({ tag: Tag.objectIdentifier, content })}`
    default:
      return 'othername:<unsupported>'
  }
}

export const subjectAltName = (certificate: Certificate): string | undefined =>
  read(certificate, Extension.subjectAltName, (value) => sequenceIn(value).map(generalName).join(', '))

const ACCESS_METHODS: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.48.1': 'OCSP',
  '1.3.6.1.5.5.7.48.2': 'CA Issuers',
}

/** Returns a line for each description. */
export const infoAccess = (certificate: Certificate): string | undefined =>
  read(certificate, Extension.authorityInfoAccess, (value) =>
    sequenceIn(value)
      .map((description) => {
        const [method, location] = sequenceIn(description)
        const identifier = objectIdentifierIn(method)
        return `${ACCESS_METHODS[identifier] ?? identifier} - ${generalName(location!)}`
      })
      .join('\n'),
  )
