import { ed448, x448 } from '@noble/curves/ed448.js'
import { ed25519, x25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { codedError } from '../errors.ts'
import type { CurveKey, EllipticKey } from './asymmetric.ts'

/** A curve of ECDSA and ECDH under OpenSSL's name. */
export interface Curve {
  readonly name: string
  readonly algorithm: typeof p256
  readonly objectIdentifier: string
  /** In a JWK (RFC 7518 §6.2.1.1, RFC 8812 §3.1). */
  readonly jwk: string
  /** Bytes of a coordinate and of a private key. */
  readonly size: number
  readonly bits: number
}

const CURVES: readonly Curve[] = [
  { name: 'prime256v1', algorithm: p256, objectIdentifier: '1.2.840.10045.3.1.7', jwk: 'P-256', size: 32, bits: 256 },
  { name: 'secp384r1', algorithm: p384, objectIdentifier: '1.3.132.0.34', jwk: 'P-384', size: 48, bits: 384 },
  { name: 'secp521r1', algorithm: p521, objectIdentifier: '1.3.132.0.35', jwk: 'P-521', size: 66, bits: 521 },
  { name: 'secp256k1', algorithm: secp256k1, objectIdentifier: '1.3.132.0.10', jwk: 'secp256k1', size: 32, bits: 256 },
]

export const CURVE_NAMES: readonly string[] = CURVES.map(({ name }) => name).sort()

/** Returns a curve by OpenSSL's, NIST's or SEC's name, or by its object identifier; null if unsupported. */
export function curveNamed(name: string): Curve | null {
  const wanted = name === 'secp256r1' ? 'prime256v1' : name
  return CURVES.find((curve) => [curve.name, curve.jwk, curve.objectIdentifier].includes(wanted)) ?? null
}

/** Returns a curve by the name that a program gave; throws if unsupported. */
export function requireCurve(name: string): Curve {
  const curve = curveNamed(name)
  if (!curve) throw codedError(TypeError, 'ERR_CRYPTO_INVALID_CURVE', 'Invalid EC curve name')
  return curve
}

export const curveOf = (key: EllipticKey): Curve => curveNamed(key.curve)!

export type PointForm = 'compressed' | 'uncompressed' | 'hybrid'

/** Returns a point in another form (SEC 1 §2.3.3); throws if it is not on the curve. */
export function pointBytes(curve: Curve, point: Uint8Array, form: PointForm = 'uncompressed'): Uint8Array {
  const first = point[0]
  // The hybrid form is the uncompressed one plus the sign of y.
  const plain = first === 6 || first === 7 ? Uint8Array.of(4, ...point.subarray(1)) : point
  const bytes = curve.algorithm.Point.fromBytes(plain).toBytes(form === 'compressed')
  if (form === 'hybrid') bytes[0] = 6 + (bytes.at(-1)! & 1)
  return bytes
}

interface NamedAlgorithm {
  readonly algorithm: { getPublicKey(privateKey: Uint8Array): Uint8Array }
  readonly objectIdentifier: string
  readonly jwk: string
  readonly size: number
}

/** Algorithms by name (RFC 8410 §3, RFC 8037 §2). */
export const NAMED_ALGORITHMS: Readonly<Record<CurveKey['type'], NamedAlgorithm>> = {
  x25519: { algorithm: x25519, objectIdentifier: '1.3.101.110', jwk: 'X25519', size: 32 },
  x448: { algorithm: x448, objectIdentifier: '1.3.101.111', jwk: 'X448', size: 56 },
  ed25519: { algorithm: ed25519, objectIdentifier: '1.3.101.112', jwk: 'Ed25519', size: 32 },
  ed448: { algorithm: ed448, objectIdentifier: '1.3.101.113', jwk: 'Ed448', size: 57 },
}

export function namedAlgorithm(
  matches: (type: CurveKey['type'], algorithm: NamedAlgorithm) => boolean,
): CurveKey['type'] | null {
  const types = Object.keys(NAMED_ALGORITHMS) as CurveKey['type'][]
  return types.find((type) => matches(type, NAMED_ALGORITHMS[type])) ?? null
}

/** Makes a key of one of these algorithms from its private bytes. */
export function curveKey(type: CurveKey['type'], privateKey: Uint8Array): CurveKey {
  return { type, privateKey, publicKey: NAMED_ALGORITHMS[type].algorithm.getPublicKey(privateKey) }
}

export function ellipticKey(curve: Curve, privateKey: Uint8Array): EllipticKey {
  const publicKey = curve.algorithm.getPublicKey(privateKey, false)
  return { type: 'ec', curve: curve.name, privateKey, publicKey }
}
