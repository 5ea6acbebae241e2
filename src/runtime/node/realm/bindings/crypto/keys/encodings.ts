/** Keys as DER: SubjectPublicKeyInfo (RFC 5280), PKCS #8 (RFC 5958), PKCS #1 (RFC 8017), SEC 1 (RFC 5915). */
import { type AsymmetricKey, isRsa, type PssParameters, type RsaKey, type RsaPrivate } from './asymmetric.ts'
import { curveKey, curveNamed, curveOf, ellipticKey, NAMED_ALGORITHMS, namedAlgorithm, pointBytes } from './curves.ts'
import {
  bitString,
  bitStringIn,
  contentOf,
  DerError,
  type DerValue,
  decode,
  integer,
  integerIn,
  nullValue,
  objectIdentifier,
  objectIdentifierIn,
  octetString,
  sequence,
  sequenceIn,
  Tag,
  tagged,
} from './der.ts'

const RSA = '1.2.840.113549.1.1.1'
const RSA_PSS = '1.2.840.113549.1.1.10'
const MGF1 = '1.2.840.113549.1.1.8'
const ELLIPTIC = '1.2.840.10045.2.1'

/** Object identifiers of hash functions, in signatures and in the parameters of RSASSA-PSS. */
export const HASH_IDENTIFIERS: Readonly<Record<string, string>> = {
  md5: '1.2.840.113549.2.5',
  ripemd160: '1.3.36.3.2.1',
  sha1: '1.3.14.3.2.26',
  sha224: '2.16.840.1.101.3.4.2.4',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  'sha512-224': '2.16.840.1.101.3.4.2.5',
  'sha512-256': '2.16.840.1.101.3.4.2.6',
  'sha3-224': '2.16.840.1.101.3.4.2.7',
  'sha3-256': '2.16.840.1.101.3.4.2.8',
  'sha3-384': '2.16.840.1.101.3.4.2.9',
  'sha3-512': '2.16.840.1.101.3.4.2.10',
}

const hashByIdentifier = (identifier: string): string | undefined =>
  Object.keys(HASH_IDENTIFIERS).find((name) => HASH_IDENTIFIERS[name] === identifier)

// --- writing

function algorithmIdentifier(key: AsymmetricKey): Uint8Array {
  switch (key.type) {
    case 'rsa':
      return sequence(objectIdentifier(RSA), nullValue())
    case 'rsa-pss':
      return key.pss ? sequence(objectIdentifier(RSA_PSS), pssParameters(key.pss)) : sequence(objectIdentifier(RSA_PSS))
    case 'ec':
      return sequence(objectIdentifier(ELLIPTIC), objectIdentifier(curveOf(key).objectIdentifier))
    default:
      return sequence(objectIdentifier(NAMED_ALGORITHMS[key.type].objectIdentifier))
  }
}

/** Encodes RSASSA-PSS-params without the default values (RFC 8017 appendix A.2.3). */
function pssParameters({ hash, mgf1Hash, saltLength }: PssParameters): Uint8Array {
  const identifier = (name: string) => sequence(objectIdentifier(HASH_IDENTIFIERS[name]!), nullValue())
  return sequence(
    ...(hash === 'sha1' ? [] : [tagged(0, identifier(hash))]),
    ...(mgf1Hash === 'sha1' ? [] : [tagged(1, sequence(objectIdentifier(MGF1), identifier(mgf1Hash)))]),
    ...(saltLength === 20 ? [] : [tagged(2, integer(saltLength))]),
  )
}

export function encodeSpki(key: AsymmetricKey): Uint8Array {
  const bytes = isRsa(key) ? encodePkcs1Public(key) : key.publicKey
  return sequence(algorithmIdentifier(key), bitString(bytes))
}

export function encodePkcs8(key: AsymmetricKey): Uint8Array {
  return sequence(integer(0), algorithmIdentifier(key), octetString(privateKeyBytes(key)))
}

function privateKeyBytes(key: AsymmetricKey): Uint8Array {
  if (isRsa(key)) return encodePkcs1Private(key)
  // OpenSSL omits the curve, which the algorithm identifier has.
  if (key.type === 'ec') return sequence(integer(1), octetString(key.privateKey!), tagged(1, bitString(key.publicKey)))
  return octetString(key.privateKey!)
}

export function encodeSec1(key: AsymmetricKey): Uint8Array {
  if (key.type !== 'ec') throw new DerError('Only keys on elliptic curves are written as SEC1')
  const curve = objectIdentifier(curveOf(key).objectIdentifier)
  return sequence(integer(1), octetString(key.privateKey!), tagged(0, curve), tagged(1, bitString(key.publicKey)))
}

export function encodePkcs1Public({ n, e }: RsaKey): Uint8Array {
  return sequence(integer(n), integer(e))
}

export function encodePkcs1Private({ n, e, private: secret }: RsaKey): Uint8Array {
  const { d, p, q, dp, dq, qi } = secret!
  return sequence(...[0n, n, e, d, p, q, dp, dq, qi].map((value) => integer(value)))
}

// --- reading: invalid input throws `DerError`

export function decodeSpki(bytes: Uint8Array): AsymmetricKey {
  const [algorithm, key] = sequenceIn(decode(bytes))
  const [identifier, parameters] = sequenceIn(algorithm)
  const name = objectIdentifierIn(identifier)
  const content = bitStringIn(key)
  if (name === RSA) return decodePkcs1Public(content)
  if (name === RSA_PSS) return { ...decodePkcs1Public(content), type: 'rsa-pss', pss: pssIn(parameters) }
  if (name === ELLIPTIC) return pointKey(objectIdentifierIn(parameters), content)
  const type = namedAlgorithm((_, candidate) => candidate.objectIdentifier === name)
  if (!type || content.length !== NAMED_ALGORITHMS[type].size) throw new DerError(`Algorithm ${name} is not known`)
  return { type, publicKey: new Uint8Array(content), privateKey: null }
}

function pointKey(curveName: string, point: Uint8Array): AsymmetricKey {
  const curve = curveNamed(curveName)
  if (!curve) throw new DerError(`Curve ${curveName} is not known`)
  return { type: 'ec', curve: curve.name, publicKey: pointBytes(curve, point), privateKey: null }
}

export function decodePkcs8(bytes: Uint8Array): AsymmetricKey {
  const [, algorithm, key] = sequenceIn(decode(bytes))
  const [identifier, parameters] = sequenceIn(algorithm)
  const name = objectIdentifierIn(identifier)
  const content = contentOf(key, Tag.octetString)
  if (name === RSA) return decodePkcs1Private(content)
  if (name === RSA_PSS) return { ...decodePkcs1Private(content), type: 'rsa-pss', pss: pssIn(parameters) }
  if (name === ELLIPTIC) return decodeSec1(content, objectIdentifierIn(parameters))
  const type = namedAlgorithm((_, candidate) => candidate.objectIdentifier === name)
  if (!type) throw new DerError(`Algorithm ${name} is not known`)
  return curveKey(type, new Uint8Array(contentOf(decode(content), Tag.octetString)))
}

/** Decodes a SEC 1 key. `curveName`: from the algorithm, for keys that omit it. */
export function decodeSec1(bytes: Uint8Array, curveName?: string): AsymmetricKey {
  const [, key, ...optional] = sequenceIn(decode(bytes))
  const own = optional.find(({ tag }) => tag === 0xa0)
  const name = own ? objectIdentifierIn(decode(own.content)) : curveName
  const curve = name === undefined ? null : curveNamed(name)
  if (!curve) throw new DerError(`Curve ${name} is not known`)
  const secret = contentOf(key, Tag.octetString)
  const padded = new Uint8Array(curve.size)
  padded.set(secret, curve.size - secret.length)
  return ellipticKey(curve, padded)
}

export function decodePkcs1Public(bytes: Uint8Array): RsaKey {
  const [n, e] = sequenceIn(decode(bytes)).map(integerIn)
  if (!n || !e) throw new DerError('A public RSA key has a modulus and an exponent')
  return { type: 'rsa', n, e, private: null, pss: null }
}

export function decodePkcs1Private(bytes: Uint8Array): RsaKey {
  const [, n, e, d, p, q, dp, dq, qi] = sequenceIn(decode(bytes)).map(integerIn)
  if (!n || !e || !d || !p || !q || !dp || !dq || !qi) throw new DerError('A private RSA key has eight numbers')
  const secret: RsaPrivate = { d, p, q, dp, dq, qi }
  return { type: 'rsa', n, e, private: secret, pss: null }
}

/** Reads RSASSA-PSS-params (RFC 8017 appendix A.2.3). */
export function pssIn(value: DerValue | undefined): PssParameters | null {
  if (value?.tag !== Tag.sequence) return null
  const fields = new Map(sequenceIn(value).map(({ tag, content }) => [tag & 0x1f, decode(content)]))
  const hashIn = (field: DerValue | undefined): string => {
    const name = field && hashByIdentifier(objectIdentifierIn(sequenceIn(field)[0]))
    if (field && name === undefined) throw new DerError('The hash function is not known')
    return name ?? 'sha1'
  }
  const mgf = fields.get(1)
  const saltLength = fields.get(2)
  return {
    hash: hashIn(fields.get(0)),
    mgf1Hash: hashIn(mgf && sequenceIn(mgf)[1]),
    saltLength: saltLength ? Number(integerIn(saltLength)) : 20,
  }
}
