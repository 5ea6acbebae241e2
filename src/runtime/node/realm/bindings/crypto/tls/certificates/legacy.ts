import type { RealmContext } from '../../../../context.ts'
import type { Any } from '../../../../types.ts'
import { buffer, copyOfBytes } from '../../bytes.ts'
import { digestOf, requireHash } from '../../hash.ts'
import { type AsymmetricKey, bytesHex, curveOf, integerBytes } from '../../keys/index.ts'
import type { Certificate } from './certificate.ts'
import { extendedKeyUsage, infoAccess, isAuthority, subjectAltName } from './extensions.ts'
import { nameObject } from './names.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Formats a time as ASN1_TIME_print does. */
export function formatTime(ms: number): string {
  const date = new Date(ms)
  const two = (value: number) => String(value).padStart(2, '0')
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
  const day = String(date.getUTCDate()).padStart(2)
  return `${MONTHS[date.getUTCMonth()]} ${day} ${clock} ${date.getUTCFullYear()} GMT`
}

export function fingerprint(realm: RealmContext, { der }: Certificate, hash: string): string {
  const digest = bytesHex(digestOf(realm, requireHash(hash), der)).toUpperCase()
  return digest.match(/../g)!.join(':')
}

export const serialNumber = ({ serialNumber: number }: Certificate): string => {
  const hex = number.toString(16).toUpperCase()
  return hex.length % 2 === 1 ? `0${hex}` : hex
}

/** Properties that depend on the type of key. */
function keyProperties(realm: RealmContext, key: AsymmetricKey | null, spki: Uint8Array): Any {
  const none = { modulus: undefined, exponent: undefined, pubkey: undefined, bits: undefined }
  if (key?.type === 'ec') {
    const { bits } = curveOf(key)
    return { ...none, pubkey: buffer(realm, copyOfBytes(key.publicKey)), bits }
  }
  if (key?.type !== 'rsa') return none
  return {
    modulus: bytesHex(integerBytes(key.n)).toUpperCase(),
    exponent: `0x${key.e.toString(16)}`,
    pubkey: buffer(realm, copyOfBytes(spki)),
    bits: key.n.toString(2).length,
  }
}

/** Makes the object that `getPeerCertificate` returns, without its issuer (X509Certificate::toLegacy). */
export function legacyObject(realm: RealmContext, certificate: Certificate): Any {
  const { key } = certificate
  const curve = key?.type === 'ec' ? curveOf(key) : undefined
  return {
    subject: nameObject(certificate.subject),
    issuer: nameObject(certificate.issuer),
    subjectaltname: subjectAltName(certificate),
    infoAccess: infoAccess(certificate),
    ca: isAuthority(certificate),
    ...keyProperties(realm, key, certificate.spki),
    valid_from: formatTime(certificate.notBefore),
    valid_to: formatTime(certificate.notAfter),
    fingerprint: fingerprint(realm, certificate, 'sha1'),
    fingerprint256: fingerprint(realm, certificate, 'sha256'),
    fingerprint512: fingerprint(realm, certificate, 'sha512'),
    ext_key_usage: extendedKeyUsage(certificate),
    serialNumber: serialNumber(certificate),
    raw: buffer(realm, copyOfBytes(certificate.der)),
    asn1Curve: curve?.name,
    nistCurve: curve?.jwk.startsWith('P-') ? curve.jwk : undefined,
  }
}
