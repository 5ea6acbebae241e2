/** A key of a pair. Public parts are always present; RSA's numbers are integers, everything else is bytes. */
export type AsymmetricKey = CurveKey | EllipticKey | RsaKey

/** Keys defined by their curve alone (RFC 8410). */
export interface CurveKey {
  readonly type: 'ed25519' | 'ed448' | 'x25519' | 'x448'
  readonly publicKey: Uint8Array
  readonly privateKey: Uint8Array | null
}

/** A key on a Weierstrass curve; the point uncompressed (SEC 1 §2.3.3). */
export interface EllipticKey {
  readonly type: 'ec'
  readonly curve: string
  readonly publicKey: Uint8Array
  readonly privateKey: Uint8Array | null
}

/** An RSA key (RFC 8017 §3). */
export interface RsaKey {
  readonly type: 'rsa' | 'rsa-pss'
  readonly n: bigint
  readonly e: bigint
  readonly private: RsaPrivate | null
  /** Parameters that signatures with this key must use; null: any. */
  readonly pss: PssParameters | null
}

export interface RsaPrivate {
  readonly d: bigint
  readonly p: bigint
  readonly q: bigint
  readonly dp: bigint
  readonly dq: bigint
  readonly qi: bigint
}

export interface PssParameters {
  readonly hash: string
  readonly mgf1Hash: string
  readonly saltLength: number
}

export const isRsa = (key: AsymmetricKey): key is RsaKey => key.type === 'rsa' || key.type === 'rsa-pss'

export function isPrivate(key: AsymmetricKey): boolean {
  return isRsa(key) ? key.private !== null : key.privateKey !== null
}

/** Returns the same key without its private part. */
export function publicPart(key: AsymmetricKey): AsymmetricKey {
  return isRsa(key) ? { ...key, private: null } : { ...key, privateKey: null }
}
