/** RSA's one-way function (RFC 8017 section 5). */
import { pow } from 'micro-rsa-dsa-dh/utils.js'
import { opensslError } from '../errors.ts'
import { bytesInteger, integerBytes, type RsaKey } from '../keys/index.ts'

export const modulusBits = ({ n }: RsaKey): number => n.toString(2).length
export const modulusBytes = (key: RsaKey): number => Math.ceil(modulusBits(key) / 8)

/** RSAEP, RSAVP1. */
export function publicOperation(key: RsaKey, bytes: Uint8Array): Uint8Array {
  const value = bytesInteger(bytes)
  if (value >= key.n) throw opensslError('RSA', 'data too large for modulus', 132)
  return integerBytes(pow(value, key.e, key.n), modulusBytes(key))
}

/** RSADP, RSASP1, by the Chinese remainder theorem. */
export function privateOperation(key: RsaKey, bytes: Uint8Array): Uint8Array {
  const value = bytesInteger(bytes)
  if (value >= key.n) throw opensslError('RSA', 'data too large for modulus', 132)
  const { p, q, dp, dq, qi } = key.private!
  const [m1, m2] = [pow(value % p, dp, p), pow(value % q, dq, q)]
  const h = (((m1 - m2) % p) + p) * qi
  return integerBytes(m2 + q * (h % p), modulusBytes(key))
}
