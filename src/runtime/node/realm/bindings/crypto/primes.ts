import { isProbablePrime } from 'micro-rsa-dsa-dh/primality.js'
import type { RealmContext } from '../../context.ts'
import type { Any, Binding } from '../../types.ts'
import { arrayBufferOf, copyOfBytes, plainBytes } from './bytes.ts'
import { codedError } from './errors.ts'
import { jobClass } from './jobs.ts'
import { bytesInteger, integerBytes } from './keys/index.ts'
import { fillRandom, randomBytes } from './random.ts'

const RANDOM_COST = 1
const PRIME_COST = 20_000_000
const CHECKS = 20

export interface PrimeConditions {
  /** Whether (p - 1) / 2 must be a prime too. */
  safe: boolean
  /** p mod `add` is `rem`; default 1, or 3 for a safe prime. */
  add: bigint | null
  rem: bigint | null
}

/** Generates a prime of exactly `bits` bits from the process's own random stream (BN_generate_prime_ex). */
export function generatePrime(realm: RealmContext, bits: number, { safe, add, rem }: PrimeConditions): bigint {
  const top = 1n << BigInt(bits - 1)
  // The two highest bits are set where there is room.
  const high = bits > 2 && add === null ? top | (top >> 1n) : top
  for (;;) {
    let candidate = bytesInteger(randomBytes(realm, Math.ceil(bits / 8))) % (top << 1n)
    candidate |= high
    if (bits > 2) candidate |= 1n
    if (add !== null) candidate += (((rem ?? (safe ? 3n : 1n)) - (candidate % add)) % add) + add
    if (candidate >= top << 1n || candidate < top) continue
    if (!isPrime(realm, candidate, CHECKS)) continue
    if (!safe || isPrime(realm, (candidate - 1n) / 2n, CHECKS)) return candidate
  }
}

/** Returns whether a number is probably a prime; each check lowers the chance of an error. */
export function isPrime(realm: RealmContext, candidate: bigint, checks: number): boolean {
  return isProbablePrime(candidate, checks, (size) => randomBytes(realm, size))
}

/** `RandomBytesJob`, and primes. */
export function randomBinding(realm: RealmContext): Binding {
  return {
    secureBuffer: (size: number) => new Uint8Array(size),
    RandomBytesJob: jobClass(realm, 'RANDOMBYTESREQUEST', (_mode, target: Any, offset: number, size: number) => {
      const bytes = plainBytes(target)
      return { cost: size * RANDOM_COST, perform: () => fillRandom(realm, bytes.subarray(offset, offset + size)) }
    }),
    RandomPrimeJob: jobClass(realm, 'RANDOMPRIMEREQUEST', (_mode, bits: number, safe: boolean, add: Any, rem: Any) => {
      const conditions = {
        safe,
        add: add === undefined ? null : number(add),
        rem: rem === undefined ? null : number(rem),
      }
      checkConditions(bits, conditions)
      const perform = () => arrayBufferOf(integerBytes(generatePrime(realm, bits, conditions), Math.ceil(bits / 8)))
      return { cost: PRIME_COST, perform }
    }),
    CheckPrimeJob: jobClass(realm, 'CHECKPRIMEREQUEST', (_mode, candidate: Any, checks: number) => {
      const bytes = copyOfBytes(candidate)
      return { cost: PRIME_COST, perform: () => isPrime(realm, bytesInteger(bytes), checks || CHECKS) }
    }),
  }
}

const number = (bytes: Any): bigint => bytesInteger(plainBytes(bytes))

function checkConditions(bits: number, { add, rem }: PrimeConditions): void {
  if (add === null) return
  const invalid = (message: string) => codedError(RangeError, 'ERR_OUT_OF_RANGE', message)
  // With all bits fixed, the search for a prime would never end.
  if (add.toString(2).length > bits) throw invalid('invalid options.add')
  if (rem !== null && add <= rem) throw invalid('invalid options.rem')
}
