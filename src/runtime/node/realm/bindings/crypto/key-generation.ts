import type { RealmContext } from '../../context.ts'
import type { Any, Binding } from '../../types.ts'
import { codedError, notSupported, opensslError } from './errors.ts'
import { hashFunction } from './hash-functions.ts'
import { JobMode, jobClass } from './jobs.ts'
import {
  type AsymmetricKey,
  curveKey,
  ellipticKey,
  exportKey,
  NAMED_ALGORITHMS,
  type nativeKeyClasses,
  publicPart,
  requireCurve,
} from './keys/index.ts'
import { fillRandom, randomBytes } from './random.ts'
import { generateRsaKey } from './rsa/index.ts'

type KeyClasses = ReturnType<typeof nativeKeyClasses>

const KEY_COST = 100_000
/** Approximate duration for a prime of 1024 bits, in ns. */
const RSA_COST = 50_000_000
const PSS_VARIANT = 1
const DEFAULT_PSS_SALT = 20
const SMALLEST_MODULUS = 512

const plainError = (operation: string) => codedError(Error, 'ERR_CRYPTO_OPERATION_FAILED', operation)

export function keyGenerationBinding(realm: RealmContext, classes: KeyClasses): Binding {
  const pair = (configure: (...parameters: Any[]) => [cost: number, generate: () => AsymmetricKey, rest: Any[]]) =>
    jobClass(realm, 'KEYPAIRGENREQUEST', (mode, ...parameters) => {
      const [cost, generate, rest] = configure(...parameters)
      const perform = () =>
        mode === JobMode.webCrypto
          ? cryptoKeyPair(classes, generate(), rest)
          : encodedPair(realm, classes, generate(), rest)
      return { cost, perform }
    })
  return {
    NidKeyPairGenJob: pair((nid: number, ...rest) => [KEY_COST, () => namedKey(realm, nid), rest]),
    EcKeyPairGenJob: pair((name: string, _encoding: unknown, ...rest) => {
      const curve = requireCurve(name)
      return [
        KEY_COST,
        () => ellipticKey(curve, curve.algorithm.utils.randomSecretKey(randomBytes(realm, seedSize(curve)))),
        rest,
      ]
    }),
    RsaKeyPairGenJob: pair((variant: number, bits: number, exponent: number, ...rest) =>
      rsaPair(realm, variant, bits, exponent, rest),
    ),
    DsaKeyPairGenJob: pair(() => {
      throw notSupported('DSA')
    }),
    DhKeyPairGenJob: pair(() => {
      throw notSupported("A key object of Diffie-Hellman's older kind")
    }),
    SecretKeyGenJob: secretKeyJob(realm, classes),
  }
}

/** Returns how many random bytes a uniform private key is reduced from. */
const seedSize = (curve: { algorithm: { lengths: { seed?: number } } }): number => curve.algorithm.lengths.seed ?? 64

function namedKey(realm: RealmContext, nid: number): AsymmetricKey {
  const { crypto } = realm.constants
  const types = Object.keys(NAMED_ALGORITHMS) as (keyof typeof NAMED_ALGORITHMS)[]
  const type = types.find((name) => crypto[`EVP_PKEY_${name.toUpperCase()}`] === nid)
  if (!type) throw notSupported('A key of this kind')
  return curveKey(type, randomBytes(realm, NAMED_ALGORITHMS[type].size))
}

function rsaPair(
  realm: RealmContext,
  variant: number,
  bits: number,
  exponent: number,
  rest: Any[],
): [number, () => AsymmetricKey, Any[]] {
  if (bits < SMALLEST_MODULUS) throw opensslError('RSA', 'key size too small', 120)
  if (exponent < 3 || exponent % 2 === 0) throw opensslError('RSA', 'pub exponent out of range', 178)
  const cost = Math.ceil(RSA_COST * (bits / 2048) ** 3)
  if (variant !== PSS_VARIANT) return [cost, () => generateRsaKey(realm, bits, exponent), rest]
  const [hashName, mgf1Name, saltLength, ...encoding] = rest
  for (const [name, what] of [
    [hashName, 'digest'],
    [mgf1Name, 'MGF1 digest'],
  ] as const)
    if (name !== undefined && !hashFunction(name))
      throw codedError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', `Invalid ${what}: ${name}`)
  const isRestricted = hashName !== undefined || mgf1Name !== undefined || saltLength !== undefined
  const hash = hashFunction(hashName ?? 'sha1')!
  const pss = isRestricted
    ? {
        hash: hash.name,
        mgf1Hash: hashFunction(mgf1Name ?? hashName ?? 'sha1')!.name,
        saltLength: saltLength ?? (hashName ? hash.algorithm.outputLen : DEFAULT_PSS_SALT),
      }
    : null
  return [cost, () => ({ ...generateRsaKey(realm, bits, exponent), type: 'rsa-pss', pss }), encoding]
}

/** Returns [public key, private key]: encoded where an encoding is given, otherwise handles. */
function encodedPair(realm: RealmContext, classes: KeyClasses, key: AsymmetricKey, encoding: Any[]): unknown[] {
  const [publicFormat, publicType, privateFormat, privateType, cipher, passphrase] = encoding
  const open = { type: 'public', key: publicPart(key) } as const
  const secret = { type: 'private', key } as const
  const output = { format: privateFormat, type: privateType, cipher, passphrase }
  return [
    publicFormat === undefined
      ? classes.makeHandle(open)
      : exportKey(realm, open.key, 'public', { format: publicFormat, type: publicType }),
    privateFormat === undefined ? classes.makeHandle(secret) : exportKey(realm, key, 'private', output),
  ]
}

function cryptoKeyPair(classes: KeyClasses, key: AsymmetricKey, rest: Any[]): object {
  const [algorithm, publicUsages, privateUsages, extractable] = rest
  const open = classes.makeHandle({ type: 'public', key: publicPart(key) })
  const secret = classes.makeHandle({ type: 'private', key })
  return {
    publicKey: classes.makeCryptoKey(open, algorithm, publicUsages, true),
    privateKey: classes.makeCryptoKey(secret, algorithm, privateUsages, extractable),
  }
}

function secretKeyJob(realm: RealmContext, classes: KeyClasses): unknown {
  return jobClass(realm, 'KEYGENREQUEST', (mode, bits: number, ...rest: Any[]) => {
    const size = mode === JobMode.webCrypto ? Math.ceil(bits / 8) : Math.floor(bits / 8)
    if (!(size >= 0)) throw plainError('Key generation failed')
    return {
      cost: KEY_COST,
      perform() {
        const bytes = new Uint8Array(size)
        fillRandom(realm, bytes)
        // Excess bits are zero (Web Cryptography API section 29).
        if (bits % 8 !== 0 && size > 0) bytes[size - 1]! &= 0xff << (8 - (bits % 8))
        const handle = classes.makeHandle({ type: 'secret', bytes })
        if (mode !== JobMode.webCrypto) return handle
        const [algorithm, usages, extractable] = rest
        return classes.makeCryptoKey(handle, algorithm, usages, extractable)
      },
    }
  })
}
