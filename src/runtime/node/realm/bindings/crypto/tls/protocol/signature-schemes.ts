import type { AsymmetricKey } from '../../keys/index.ts'

/** A signature algorithm (RFC 8446 §4.2.3). */
export interface Scheme {
  readonly id: number
  /** OpenSSL's name, as `getSharedSigalgs` and the option `sigalgs` have it. */
  readonly name: string
  readonly hash: string | null
  /** Type of key, and its curve. */
  readonly key: string
  readonly curve?: string
  readonly pss?: boolean
  /** In certificates only. */
  readonly legacy?: boolean
}

/** In OpenSSL's order of preference. */
export const SCHEMES: readonly Scheme[] = [
  { id: 0x0403, name: 'ECDSA+SHA256', hash: 'sha256', key: 'ec', curve: 'prime256v1' },
  { id: 0x0503, name: 'ECDSA+SHA384', hash: 'sha384', key: 'ec', curve: 'secp384r1' },
  { id: 0x0603, name: 'ECDSA+SHA512', hash: 'sha512', key: 'ec', curve: 'secp521r1' },
  { id: 0x0807, name: 'ed25519', hash: null, key: 'ed25519' },
  { id: 0x0808, name: 'ed448', hash: null, key: 'ed448' },
  { id: 0x0809, name: 'RSA-PSS+SHA256', hash: 'sha256', key: 'rsa-pss', pss: true },
  { id: 0x080a, name: 'RSA-PSS+SHA384', hash: 'sha384', key: 'rsa-pss', pss: true },
  { id: 0x080b, name: 'RSA-PSS+SHA512', hash: 'sha512', key: 'rsa-pss', pss: true },
  { id: 0x0804, name: 'RSA-PSS+SHA256', hash: 'sha256', key: 'rsa', pss: true },
  { id: 0x0805, name: 'RSA-PSS+SHA384', hash: 'sha384', key: 'rsa', pss: true },
  { id: 0x0806, name: 'RSA-PSS+SHA512', hash: 'sha512', key: 'rsa', pss: true },
  { id: 0x0401, name: 'RSA+SHA256', hash: 'sha256', key: 'rsa', legacy: true },
  { id: 0x0501, name: 'RSA+SHA384', hash: 'sha384', key: 'rsa', legacy: true },
  { id: 0x0601, name: 'RSA+SHA512', hash: 'sha512', key: 'rsa', legacy: true },
]

export const schemeById = (id: number): Scheme | undefined => SCHEMES.find((scheme) => scheme.id === id)

/** Returns whether a key can sign a handshake by a scheme. */
export function suits(scheme: Scheme, key: AsymmetricKey): boolean {
  if (scheme.legacy || scheme.key !== key.type) return false
  return key.type !== 'ec' || key.curve === scheme.curve
}

/** Returns the first scheme of a peer's that a key can sign with. */
export function schemeFor(key: AsymmetricKey, offered: readonly number[]): Scheme | undefined {
  return SCHEMES.find((scheme) => offered.includes(scheme.id) && suits(scheme, key))
}
