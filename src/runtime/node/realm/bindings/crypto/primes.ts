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
  /** (p - 1) / 2 is a prime too. */
  safe: boolean
  /** p mod `add` is `rem`; 1 unless said, or 3 for a safe one. */
  add: bigint | null
  rem: bigint | null
}

/** A prime of exactly `bits` bits from the process's own random stream (BN_generate_prime_ex). */
export function generatePrime(realm: RealmContext, bits: number, { safe, add, rem }: PrimeConditions): bigint {
  const random = (size: number) => randomBytes(realm, size)
  const top = 1n << BigInt(bits - 1)
  // The two highest bits are set where there is room.
  const high = bits > 2 && add === null ? top | (top >> 1n) : top
  for (;;) {
    let candidate = bytesInteger(random(Math.ceil(bits / 8))) % (top << 1n)
    candidate |= high
    if (bits > 2) candidate |= 1n
    if (add !== null) candidate += (((rem ?? (safe ? 3n : 1n)) - (candidate % add)) % add) + add
    if (candidate >= top << 1n || candidate < top) continue
    if (!isPrime(candidate, random)) continue
    if (!safe || isPrime((candidate - 1n) / 2n, random)) return candidate
  }
}

const SMALL = [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n]

function isPrime(candidate: bigint, random: (size: number) => Uint8Array, checks = CHECKS): boolean {
  if (candidate < 2n) return false
  for (const prime of SMALL) if (candidate % prime === 0n) return candidate === prime
  return isProbablePrime(candidate, checks, random)
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
      const random = (size: number) => randomBytes(realm, size)
      return { cost: PRIME_COST, perform: () => isPrime(bytesInteger(bytes), random, checks || CHECKS) }
    }),
  }
}

const number = (bytes: Any): bigint => bytesInteger(plainBytes(bytes))

function checkConditions(bits: number, { add, rem }: PrimeConditions): void {
  if (add === null) return
  const invalid = (message: string) => codedError(RangeError, 'ERR_OUT_OF_RANGE', message)
  // With all bits decided beforehand it would look for a prime for ever.
  if (add.toString(2).length > bits) throw invalid('invalid options.add')
  if (rem !== null && add <= rem) throw invalid('invalid options.rem')
}
