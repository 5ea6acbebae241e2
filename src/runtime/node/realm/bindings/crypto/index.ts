/**
 * `internalBinding('crypto')`, below Node's own lib/crypto.js and lib/internal/crypto/: hash functions, curves and ciphers by audited libraries,
 * run in this realm, so that a page has them too and every result comes at its place in virtual time. Randomness comes from the process's
 * own stream. An add-on: evaluated only in processes that use `node:crypto`.
 */
import type { RealmContext } from '../../context.ts'
import type { Binding } from '../../types.ts'
import { cipherBinding } from './cipher-jobs.ts'
import { deriveBinding } from './derive.ts'
import { diffieHellmanBinding } from './diffie-hellman.ts'
import { notSupported } from './errors.ts'
import { hashBinding, timingSafeEqual } from './hash.ts'
import { keyGenerationBinding } from './key-generation.ts'
import { CURVE_NAMES, nativeKeyClasses } from './keys/index.ts'
import { randomBinding } from './primes.ts'
import { signatureBinding } from './signatures/index.ts'
import { secureContextBinding, x509Parser } from './tls/index.ts'

export { tlsBinding } from './tls/index.ts'

const refusing = (what: string) => () => {
  throw notSupported(what)
}

export function cryptoBinding(realm: RealmContext): Binding {
  const keys = nativeKeyClasses(realm)
  return {
    ...supportedConstants(realm),
    ...keys.binding,
    ...hashBinding(realm),
    ...randomBinding(realm),
    ...deriveBinding(realm),
    ...cipherBinding(realm),
    ...keyGenerationBinding(realm, keys),
    ...signatureBinding(realm),
    ...diffieHellmanBinding(realm),
    ...secureContextBinding(realm),
    timingSafeEqual,
    getCurves: () => [...CURVE_NAMES],
    getFipsCrypto: () => 0,
    setFipsCrypto: refusing('FIPS mode'),
    testFipsCrypto: () => false,
    secureHeapUsed: () => undefined,
    getOpenSSLSecLevelCrypto: () => 1,
    parseX509: x509Parser(realm, keys.makeHandle),
    certVerifySpkac: refusing('crypto.Certificate'),
    certExportPublicKey: refusing('crypto.Certificate'),
    certExportChallenge: refusing('crypto.Certificate'),
  }
}

/** Returns the binding's constants, without those that announce missing features: post-quantum keys and AES-OCB. */
function supportedConstants(realm: RealmContext): Binding {
  const missing = /^(?:EVP_PKEY_(?:ML_|SLH_)|kKeyVariantAES_OCB_)/
  return Object.fromEntries(Object.entries(realm.constants.crypto as object).filter(([name]) => !missing.test(name)))
}
