import { blake2b, blake2s } from '@noble/hashes/blake2.js'
import { md5, ripemd160, sha1 } from '@noble/hashes/legacy.js'
import { sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '@noble/hashes/sha2.js'
import { sha3_224, sha3_256, sha3_384, sha3_512, shake128, shake256 } from '@noble/hashes/sha3.js'
import type { CHash } from '@noble/hashes/utils.js'
import type { Any } from '../../types.ts'

/** A hash function under OpenSSL's name for it. */
export interface HashFunction {
  readonly name: string
  readonly algorithm: CHash<Any, Any>
  /** Default length in bytes, for a function that returns as many as requested. */
  readonly extendableLength?: number
}

const FUNCTIONS: Record<string, CHash<Any, Any>> = {
  md5,
  ripemd160,
  sha1,
  sha224,
  sha256,
  sha384,
  sha512,
  'sha512-224': sha512_224,
  'sha512-256': sha512_256,
  'sha3-224': sha3_224,
  'sha3-256': sha3_256,
  'sha3-384': sha3_384,
  'sha3-512': sha3_512,
  blake2b512: blake2b as CHash<Any, Any>,
  blake2s256: blake2s as CHash<Any, Any>,
  shake128,
  shake256,
} as Record<string, CHash<Any, Any>>

const EXTENDABLE_LENGTHS: Record<string, number> = { shake128: 16, shake256: 32 }

/** Returns a hash function by any of OpenSSL's names for it; null for other names. */
export function hashFunction(name: string): HashFunction | null {
  if (/^sha512\//i.test(name)) return null
  const canonical = canonicalName(name)
  const algorithm = Object.hasOwn(FUNCTIONS, canonical) ? FUNCTIONS[canonical] : undefined
  if (!algorithm) return null
  const extendableLength = EXTENDABLE_LENGTHS[canonical]
  return { name: canonical, algorithm, ...(extendableLength !== undefined && { extendableLength }) }
}

/** `RSA-SHA256`, `SHA2-256`, `sha-256`, `sha256WithRSAEncryption`: returns the hash function's name; a signature's name means its hash function. */
function canonicalName(name: string): string {
  // An old name of DSA's (ncrypto, getDigestByName).
  if (name === 'dss1' || name === 'DSS1') return 'sha1'
  return name
    .toLowerCase()
    .replace(/^(?:rsa-|ssl3-|id-rsassa-pkcs1-v1_5-with-)/, '')
    .replace(/withrsa(?:encryption)?$/, '')
    .replace(/^sha1-2$/, 'sha1')
    .replace(/^(?:ripemd|rmd|ripemd-)(?:160)?$/, 'ripemd160')
    .replace(/^(?:sha2?-)(?=\d{3}|1$)/, 'sha')
    .replace(/^(shake|blake2[bs])-(?=\d)/, '$1')
    .replace('/', '-')
}

/** Result of `crypto.getHashes()`: OpenSSL's list, except those missing here (SM3, and MD5 and SHA-1 in one). */
export const HASH_NAMES: readonly string[] = `
RSA-MD5 RSA-RIPEMD160 RSA-SHA1 RSA-SHA1-2 RSA-SHA224 RSA-SHA256 RSA-SHA3-224 RSA-SHA3-256 RSA-SHA3-384 RSA-SHA3-512 RSA-SHA384 RSA-SHA512
RSA-SHA512/224 RSA-SHA512/256 blake2b512 blake2s256 id-rsassa-pkcs1-v1_5-with-sha3-224 id-rsassa-pkcs1-v1_5-with-sha3-256
id-rsassa-pkcs1-v1_5-with-sha3-384 id-rsassa-pkcs1-v1_5-with-sha3-512 md5 md5WithRSAEncryption ripemd ripemd160 ripemd160WithRSA rmd160
sha1 sha1WithRSAEncryption sha224 sha224WithRSAEncryption sha256 sha256WithRSAEncryption sha3-224 sha3-256 sha3-384 sha3-512 sha384
sha384WithRSAEncryption sha512 sha512-224 sha512-224WithRSAEncryption sha512-256 sha512-256WithRSAEncryption sha512WithRSAEncryption
shake128 shake256 ssl3-md5 ssl3-sha1
`
  .trim()
  .split(/\s+/)
