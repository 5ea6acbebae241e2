import { argon2d, argon2i, argon2id } from '@noble/hashes/argon2.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { pbkdf2 } from '@noble/hashes/pbkdf2.js'
import { scrypt } from '@noble/hashes/scrypt.js'
import type { RealmContext } from '../../context.ts'
import type { Any, Binding } from '../../types.ts'
import { arrayBufferOf, copyOfBytes } from './bytes.ts'
import { codedError, opensslError } from './errors.ts'
import { requireHash } from './hash.ts'
import { jobClass } from './jobs.ts'
import { secretBytes } from './keys/index.ts'

/** Nanoseconds for one HMAC of a short text, and for each byte that scrypt or Argon2 mixes. */
const HMAC_COST = 1_000
const MIX_COST = 1
const ARGON2 = [argon2d, argon2i, argon2id] as const
const KIBIBYTE = 1024

/** Keys from passwords and from keys: PBKDF2 (RFC 8018), scrypt (RFC 7914), HKDF (RFC 5869), Argon2 (RFC 9106). */
export function deriveBinding(realm: RealmContext): Binding {
  return {
    PBKDF2Job: pbkdf2Job(realm),
    ScryptJob: scryptJob(realm),
    HKDFJob: hkdfJob(realm),
    Argon2Job: argon2Job(realm),
  }
}

function pbkdf2Job(realm: RealmContext): unknown {
  return jobClass(
    realm,
    'PBKDF2REQUEST',
    (_mode, key: unknown, salt: Any, iterations: number, length: number, digest: string) => {
      const hash = requireHash(digest)
      const [password, salted] = [secretBytes(key), copyOfBytes(salt)]
      const blocks = Math.ceil(length / hash.algorithm.outputLen)
      return {
        cost: blocks * iterations * HMAC_COST,
        perform() {
          requireLength(length)
          return arrayBufferOf(pbkdf2(hash.algorithm, password, salted, { c: iterations, dkLen: length }))
        },
      }
    },
  )
}

function scryptJob(realm: RealmContext): unknown {
  return jobClass(
    realm,
    'SCRYPTREQUEST',
    (_mode, key: unknown, salt: Any, N: number, r: number, p: number, maxmem: number, length: number) => {
      checkScrypt(N, r, p, maxmem)
      const [password, salted] = [secretBytes(key), copyOfBytes(salt)]
      return {
        cost: N * r * p * 256 * MIX_COST,
        perform: () =>
          arrayBufferOf(
            length === 0
              ? new Uint8Array(0)
              : scrypt(password, salted, { N, r, p, dkLen: length, maxmem: Number.MAX_SAFE_INTEGER }),
          ),
      }
    },
  )
}

/** Checks the conditions of OpenSSL's scrypt_alg(). */
function checkScrypt(N: number, r: number, p: number, maxmem: number): void {
  const code = 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS'
  if (r === 0 || p === 0 || N < 2 || (N & (N - 1)) !== 0) throw codedError(RangeError, code, 'Invalid scrypt params')
  const memory = 128 * r * p + 32 * r * (N + 2) * 4
  if (p <= (2 ** 30 - 1) / r && N < 2 ** (16 * r) && memory <= maxmem) return
  const { message } = opensslError('EVP', 'memory limit exceeded', 0xac)
  throw codedError(RangeError, code, `Invalid scrypt params: ${message}`)
}

/** Throws for length 0: OpenSSL's PBKDF2 and HKDF don't make empty keys. */
function requireLength(length: number): void {
  if (length === 0) throw new Error('Deriving bits failed')
}

function hkdfJob(realm: RealmContext): unknown {
  return jobClass(
    realm,
    'DERIVEBITSREQUEST',
    (_mode, digest: string, key: unknown, salt: Any, info: Any, length: number) => {
      const hash = requireHash(digest)
      const size = hash.algorithm.outputLen
      if (length > 255 * size) throw codedError(RangeError, 'ERR_CRYPTO_INVALID_KEYLEN', 'Invalid key length')
      const [material, salted, context] = [secretBytes(key), copyOfBytes(salt), copyOfBytes(info)]
      return {
        cost: HMAC_COST * (1 + Math.ceil(length / size)),
        perform() {
          requireLength(length)
          return arrayBufferOf(hkdf(hash.algorithm, material, salted, context, length))
        },
      }
    },
  )
}

function argon2Job(realm: RealmContext): unknown {
  return jobClass(
    realm,
    'ARGON2REQUEST',
    (
      _mode,
      message: unknown,
      nonce: Any,
      parallelism: number,
      length: number,
      memory: number,
      passes: number,
      secret: Any,
      associated: Any,
      type: number,
    ) => {
      const [password, salt] = [secretBytes(message), copyOfBytes(nonce)]
      const options = {
        t: passes,
        m: memory,
        p: parallelism,
        dkLen: length,
        ...(secret?.byteLength ? { key: copyOfBytes(secret) } : {}),
        ...(associated?.byteLength ? { personalization: copyOfBytes(associated) } : {}),
      }
      const argon2 = ARGON2[type] ?? argon2id
      return {
        cost: memory * KIBIBYTE * passes * MIX_COST,
        perform: () => arrayBufferOf(argon2(password, salt, options)),
      }
    },
  )
}
