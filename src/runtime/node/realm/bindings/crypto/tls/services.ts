import { MILLISECOND } from '#network'
import type { RealmContext } from '../../../context.ts'
import { hashFunction } from '../hash-functions.ts'
import type { AsymmetricKey } from '../keys/index.ts'
import { randomBytes } from '../random.ts'
import { type SignatureOptions, sign, verify } from '../signatures/index.ts'
import { readCertificate } from './certificates/index.ts'
import { Alert, type Scheme, type Services, TlsFault } from './protocol/index.ts'

const PKCS1_PADDING = 1
const PSS_PADDING = 6
/** The salt is as long as the digest (RFC 8446 §4.2.3). */
const DIGEST_SALT = -1
/** Nanoseconds of a signature or of a check. */
const SIGNATURE_COST = 100_000

function optionsOf({ hash, pss }: Scheme): SignatureOptions {
  return {
    hash: hash === null ? null : hashFunction(hash),
    padding: pss ? PSS_PADDING : PKCS1_PADDING,
    saltLength: pss ? DIGEST_SALT : undefined,
    plain: false,
    context: undefined,
  }
}

/** Connects the state machine to the process: its random stream, its clock, its arithmetic. */
export function servicesOf(realm: RealmContext): Services {
  return {
    random: (size) => randomBytes(realm, size),
    now: () => realm.start.epochMs + Math.floor(realm.kernel.clock() / MILLISECOND),
    sign(key, scheme, message) {
      realm.kernel.spend(SIGNATURE_COST)
      return sign(realm, key, { message }, optionsOf(scheme))
    },
    verify(key, scheme, message, signature) {
      realm.kernel.spend(SIGNATURE_COST)
      return verify(realm, key, { message }, signature, optionsOf(scheme))
    },
    publicKeyOf,
  }
}

function publicKeyOf(der: Uint8Array): AsymmetricKey {
  const key = keyIn(der)
  if (!key) throw new TlsFault(Alert.badCertificate, 'unsupported public key algorithm')
  return key
}

function keyIn(der: Uint8Array): AsymmetricKey | null {
  try {
    return readCertificate(der).key
  } catch {
    throw new TlsFault(Alert.decodeError, 'asn1 lib')
  }
}
