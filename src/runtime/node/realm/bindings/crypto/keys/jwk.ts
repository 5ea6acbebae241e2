/** Keys as JSON (RFC 7517, 7518 §6, 8037). */
import { decodeBase64, encodeBase64 } from '../../../encodings.ts'
import type { Any } from '../../../types.ts'
import { codedError } from '../errors.ts'
import type { AsymmetricKey, RsaKey } from './asymmetric.ts'
import { curveKey, curveOf, ellipticKey, NAMED_ALGORITHMS, namedAlgorithm, pointBytes, requireCurve } from './curves.ts'
import { bytesInteger, integerBytes } from './der.ts'
import type { KeyData } from './key-data.ts'

const text = (bytes: Uint8Array): string => decodeBase64(bytes, 0, bytes.length, true)
const invalid = (message: string): Error => codedError(TypeError, 'ERR_CRYPTO_INVALID_JWK', message)

/** Puts a key's members into `target`, in Node's order. */
export function exportJwk(data: KeyData, target: Any): Any {
  if (data.type === 'secret') return Object.assign(target, { kty: 'oct', k: text(data.bytes) })
  const { key } = data
  const withPrivate = data.type === 'private'
  switch (key.type) {
    case 'rsa':
    case 'rsa-pss':
      return Object.assign(target, rsaMembers(key, withPrivate))
    case 'ec': {
      const { jwk, size } = curveOf(key)
      const x = text(key.publicKey.slice(1, 1 + size))
      const y = text(key.publicKey.slice(1 + size))
      return Object.assign(target, { kty: 'EC', x, y, crv: jwk }, withPrivate && { d: text(key.privateKey!) })
    }
    default:
      return Object.assign(
        target,
        { crv: NAMED_ALGORITHMS[key.type].jwk },
        withPrivate && { d: text(key.privateKey!) },
        { x: text(key.publicKey), kty: 'OKP' },
      )
  }
}

function rsaMembers({ n, e, private: secret }: RsaKey, withPrivate: boolean): object {
  const number = (value: bigint) => text(integerBytes(value))
  const members = { kty: 'RSA', n: number(n), e: number(e) }
  if (!withPrivate) return members
  const { d, p, q, dp, dq, qi } = secret!
  const parts = { d: number(d), p: number(p), q: number(q), dp: number(dp), dq: number(dq), qi: number(qi) }
  return { ...members, ...parts }
}

/** Imports a key, with its private part if present. */
export function importJwk(jwk: Any): AsymmetricKey {
  if (typeof jwk.kty !== 'string') throw invalid('Invalid JWK format')
  switch (jwk.kty) {
    case 'RSA':
      return importRsa(jwk)
    case 'EC':
      return importElliptic(jwk)
    case 'OKP':
      return importCurve(jwk)
    default:
      throw invalid(`${jwk.kty} is not a supported JWK key type`)
  }
}

export function importSecretJwk(jwk: Any): Uint8Array {
  if (jwk.kty !== 'oct' || typeof jwk.k !== 'string') throw invalid('Invalid JWK secret key format')
  return encodeBase64(jwk.k)
}

function importRsa(jwk: Any): RsaKey {
  const number = (name: string): bigint => {
    if (typeof jwk[name] !== 'string') throw invalid('Invalid JWK RSA key')
    return bytesInteger(encodeBase64(jwk[name]))
  }
  const key = { type: 'rsa', n: number('n'), e: number('e'), pss: null } as const
  if (jwk.d === undefined) return { ...key, private: null }
  const [d, p, q] = [number('d'), number('p'), number('q')]
  return { ...key, private: { d, p, q, dp: number('dp'), dq: number('dq'), qi: number('qi') } }
}

function importElliptic(jwk: Any): AsymmetricKey {
  if (typeof jwk.crv !== 'string' || typeof jwk.x !== 'string' || typeof jwk.y !== 'string')
    throw invalid('Invalid JWK EC key')
  const curve = requireCurve(jwk.crv)
  const [x, y] = [encodeBase64(jwk.x), encodeBase64(jwk.y)]
  try {
    const publicKey = pointBytes(curve, Uint8Array.of(4, ...x, ...y))
    if (jwk.d === undefined) return { type: 'ec', curve: curve.name, publicKey, privateKey: null }
    const secret = encodeBase64(jwk.d)
    const key = ellipticKey(curve, secret)
    if (key.publicKey.some((byte, at) => byte !== publicKey[at])) throw invalid('Invalid JWK EC key')
    return key
  } catch {
    throw invalid('Invalid JWK EC key')
  }
}

function importCurve(jwk: Any): AsymmetricKey {
  const type = namedAlgorithm((_, { jwk: name }) => name === jwk.crv)
  if (!type || typeof jwk.x !== 'string') throw invalid('Invalid JWK OKP key')
  const { size } = NAMED_ALGORITHMS[type]
  const bytes = encodeBase64(jwk.d ?? jwk.x)
  if (bytes.length !== size) throw invalid('Invalid JWK OKP key')
  return jwk.d === undefined ? { type, publicKey: bytes, privateKey: null } : curveKey(type, bytes)
}
