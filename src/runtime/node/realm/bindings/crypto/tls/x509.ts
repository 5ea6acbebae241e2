import type { RealmContext } from '../../../context.ts'
import { decodeLatin1 } from '../../../encodings.ts'
import type { Any } from '../../../types.ts'
import { buffer, copyOfBytes, equalBytes } from '../bytes.ts'
import { codedError, notSupported, queuedOpensslError, unsupportedOperation } from '../errors.ts'
import type { AsymmetricKey } from '../keys/index.ts'
import { encodeSpki, formatPem, keyHeldBy, parsePem } from '../keys/index.ts'
import {
  type Certificate,
  couldIssue,
  extendedKeyUsage,
  fingerprint,
  formatTime,
  infoAccess,
  isAuthority,
  isSignedBy,
  legacyObject,
  nameLines,
  readCertificate,
  serialNumber,
  signatureIdentifier,
  signatureName,
  subjectAltName,
} from './certificates/index.ts'

const certificates = new WeakMap<object, Certificate>()
const certificateOf = (handle: object): Certificate => certificates.get(handle)!

function keyOf(handle: object): AsymmetricKey {
  const held = keyHeldBy(handle)
  if (!held || held.type === 'secret') throw unsupportedOperation()
  return held.key
}

/** Makes `parseX509` of `internalBinding('crypto')`. `makeHandle`: makes a KeyObjectHandle. */
export function x509Parser(realm: RealmContext, makeHandle: (data: { type: 'public'; key: AsymmetricKey }) => object) {
  /** node::crypto::X509Certificate. */
  class X509Handle {
    constructor(certificate: Certificate) {
      certificates.set(this, certificate)
    }
    subject = () => nameLines(certificateOf(this).subject)
    issuer = () => nameLines(certificateOf(this).issuer)
    subjectAltName = () => subjectAltName(certificateOf(this))
    infoAccess = () => infoAccess(certificateOf(this))
    validFrom = () => formatTime(certificateOf(this).notBefore)
    validTo = () => formatTime(certificateOf(this).notAfter)
    validFromDate = () => new Date(certificateOf(this).notBefore)
    validToDate = () => new Date(certificateOf(this).notAfter)
    fingerprint = () => fingerprint(realm, certificateOf(this), 'sha1')
    fingerprint256 = () => fingerprint(realm, certificateOf(this), 'sha256')
    fingerprint512 = () => fingerprint(realm, certificateOf(this), 'sha512')
    keyUsage = () => extendedKeyUsage(certificateOf(this))
    serialNumber = () => serialNumber(certificateOf(this))
    signatureAlgorithm = () => signatureName(certificateOf(this))
    signatureAlgorithmOid = () => signatureIdentifier(certificateOf(this))
    raw = () => buffer(realm, copyOfBytes(certificateOf(this).der))
    pem = () => formatPem('CERTIFICATE', certificateOf(this).der)
    checkCA = () => isAuthority(certificateOf(this))
    getIssuerCert = () => undefined
    toLegacy = () => legacyObject(realm, certificateOf(this))
    publicKey(): unknown {
      const { key } = certificateOf(this)
      if (!key) throw unsupportedOperation()
      return makeHandle({ type: 'public', key })
    }
    checkIssued(other: object): boolean {
      return couldIssue(certificateOf(other), certificateOf(this))
    }
    checkPrivateKey(handle: object): boolean {
      const { key } = certificateOf(this)
      return key !== null && equalBytes(encodeSpki(key), encodeSpki(keyOf(handle)))
    }
    verify(handle: object): boolean {
      return isSignedBy(realm, certificateOf(this), keyOf(handle))
    }
    checkHost(): never {
      throw notSupported('X509Certificate.checkHost')
    }
    checkEmail(): never {
      throw notSupported('X509Certificate.checkEmail')
    }
    checkIP(): never {
      throw notSupported('X509Certificate.checkIP')
    }
  }

  return (data: Any): object => {
    const bytes = copyOfBytes(data)
    const pem = parsePem(decodeLatin1(bytes, 0, bytes.length), (label) => label.endsWith('CERTIFICATE'))
    try {
      return new X509Handle(readCertificate(pem ? pem.bytes : bytes))
    } catch {
      if (!pem) throw queuedOpensslError('PEM', 'no start line', 0x6c)
      throw codedError(Error, 'ERR_CRYPTO_OPERATION_FAILED', 'Failed to parse the certificate')
    }
  }
}
