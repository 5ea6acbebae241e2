import type { RealmContext } from '../../../../context.ts'
import { hashFunction } from '../../hash-functions.ts'
import { type AsymmetricKey, DerError, objectIdentifierIn, pssIn, sequenceIn } from '../../keys/index.ts'
import { type SignatureOptions, verify } from '../../signatures/index.ts'
import type { Certificate } from './certificate.ts'

const PKCS1_PADDING = 1
const PSS_PADDING = 6
const RSA_PSS = '1.2.840.113549.1.1.10'

interface Algorithm {
  readonly name: string
  readonly hash: string | null
}

const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  '1.2.840.113549.1.1.4': { name: 'md5WithRSAEncryption', hash: 'md5' },
  '1.2.840.113549.1.1.5': { name: 'sha1WithRSAEncryption', hash: 'sha1' },
  '1.2.840.113549.1.1.11': { name: 'sha256WithRSAEncryption', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { name: 'sha384WithRSAEncryption', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { name: 'sha512WithRSAEncryption', hash: 'sha512' },
  '1.2.840.113549.1.1.14': { name: 'sha224WithRSAEncryption', hash: 'sha224' },
  [RSA_PSS]: { name: 'rsassaPss', hash: null },
  '1.2.840.10045.4.1': { name: 'ecdsa-with-SHA1', hash: 'sha1' },
  '1.2.840.10045.4.3.1': { name: 'ecdsa-with-SHA224', hash: 'sha224' },
  '1.2.840.10045.4.3.2': { name: 'ecdsa-with-SHA256', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { name: 'ecdsa-with-SHA384', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { name: 'ecdsa-with-SHA512', hash: 'sha512' },
  '1.3.101.112': { name: 'ED25519', hash: null },
  '1.3.101.113': { name: 'ED448', hash: null },
}

export const signatureIdentifier = ({ signatureAlgorithm }: Certificate): string =>
  objectIdentifierIn(sequenceIn(signatureAlgorithm)[0])

export const signatureName = (certificate: Certificate): string | undefined =>
  ALGORITHMS[signatureIdentifier(certificate)]?.name

/** Returns whether a key has signed a certificate. */
export function isSignedBy(realm: RealmContext, certificate: Certificate, key: AsymmetricKey | null): boolean {
  if (!key) return false
  try {
    const options = optionsOf(certificate)
    return verify(realm, key, { message: certificate.signed }, certificate.signature, options)
  } catch {
    return false
  }
}

function optionsOf(certificate: Certificate): SignatureOptions {
  const [, parameters] = sequenceIn(certificate.signatureAlgorithm)
  const identifier = signatureIdentifier(certificate)
  const plain = { plain: false, context: undefined, saltLength: undefined }
  if (identifier === RSA_PSS) {
    const pss = pssIn(parameters)
    const hash = hashFunction(pss?.hash ?? 'sha1')
    return { ...plain, hash, padding: PSS_PADDING, saltLength: pss?.saltLength ?? 20 }
  }
  const algorithm = ALGORITHMS[identifier]
  if (!algorithm) throw new DerError(`Signature algorithm ${identifier} is not known`)
  const hash = algorithm.hash === null ? null : hashFunction(algorithm.hash)
  return { ...plain, hash, padding: PKCS1_PADDING }
}
