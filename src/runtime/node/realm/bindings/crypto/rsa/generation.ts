import { invert } from 'micro-rsa-dsa-dh/utils.js'
import type { RealmContext } from '../../../context.ts'
import { bytesInteger, type RsaKey } from '../keys/index.ts'
import { isPrime } from '../primes.ts'
import { randomBytes } from '../random.ts'
import { modulusBits } from './operations.ts'

const CHECKS = 5

/** Generates a key pair from the process's own random stream. */
export function generateRsaKey(realm: RealmContext, bits: number, exponent: number): RsaKey {
  const e = BigInt(exponent)
  for (;;) {
    const [first, second] = [primeFor(realm, Math.ceil(bits / 2), e), primeFor(realm, Math.floor(bits / 2), e)]
    if (first === second) continue
    const [p, q] = first > second ? [first, second] : [second, first]
    const d = invert(e, ((p - 1n) * (q - 1n)) / gcd(p - 1n, q - 1n))
    const secret = { d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: invert(q, p) }
    const key: RsaKey = { type: 'rsa', n: p * q, e, private: secret, pss: null }
    if (modulusBits(key) === bits) return key
  }
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b)
}

/** Returns a prime of `bits` bits whose two highest bits are 1, so that the product of two has exactly twice as many bits. */
function primeFor(realm: RealmContext, bits: number, e: bigint): bigint {
  for (;;) {
    let candidate = bytesInteger(randomBytes(realm, Math.ceil(bits / 8))) % (1n << BigInt(bits))
    candidate |= (3n << BigInt(bits - 2)) | 1n
    if ((candidate - 1n) % e !== 0n && isPrime(realm, candidate, CHECKS)) return candidate
  }
}
