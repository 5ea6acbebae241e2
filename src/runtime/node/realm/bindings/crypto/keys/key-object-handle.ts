import type { RealmContext } from '../../../context.ts'
import type { Any } from '../../../types.ts'
import { buffer, copyOfBytes, equalBytes } from '../bytes.ts'
import { unsupportedOperation } from '../errors.ts'
import { type AsymmetricKey, type EllipticKey, publicPart } from './asymmetric.ts'
import { curveOf, pointBytes } from './curves.ts'
import { encodePkcs8, encodeSpki } from './encodings.ts'
import { exportKey } from './export.ts'
import { Format, importPrivate, importPublic } from './import.ts'
import { exportJwk, importSecretJwk } from './jwk.ts'
import { holdKey, type KeyData, keyHeldBy } from './key-data.ts'

const TYPES = ['secret', 'public', 'private'] as const
/** point_conversion_form_t of OpenSSL. */
export const POINT_FORMS: Readonly<Record<number, 'compressed' | 'uncompressed' | 'hybrid'>> = {
  2: 'compressed',
  4: 'uncompressed',
  6: 'hybrid',
}

const EXPONENT_BYTES = 8

function asymmetric(handle: object): AsymmetricKey {
  const data = keyHeldBy(handle)
  if (data === undefined || data.type === 'secret') throw unsupportedOperation()
  return data.key
}

function elliptic(handle: object): EllipticKey {
  const key = asymmetric(handle)
  if (key.type !== 'ec') throw unsupportedOperation()
  return key
}

/** Makes node::crypto::KeyObjectHandle, below every key object of the library. */
export function keyObjectHandleClass(realm: RealmContext) {
  return class KeyObjectHandle {
    init(type: number, data: Any, format?: number, encoding?: Any, passphrase?: Any, namedCurve?: Any): void {
      holdKey(this, importData(TYPES[type]!, { data, format, type: encoding, passphrase, namedCurve }))
    }
    getKeyType(): number {
      return TYPES.indexOf(keyHeldBy(this)!.type)
    }
    getSymmetricKeySize(): number {
      const data = keyHeldBy(this)!
      return data.type === 'secret' ? data.bytes.length : 0
    }
    getAsymmetricKeyType(): string {
      return asymmetric(this).type
    }
    equals(other: object): boolean {
      const [left, right] = [keyHeldBy(this)!, keyHeldBy(other)!]
      if (left.type === 'secret' || right.type === 'secret')
        return left.type === 'secret' && right.type === 'secret' && equalBytes(left.bytes, right.bytes)
      const encode = left.type === 'private' ? encodePkcs8 : encodeSpki
      return left.type === right.type && equalBytes(encode(left.key), encode(right.key))
    }
    keyDetail(target: Any): Any {
      return Object.assign(target, detailsOf(asymmetric(this)))
    }
    export(format?: number, encoding?: number, cipher?: string, passphrase?: Any): unknown {
      const data = keyHeldBy(this)!
      if (data.type === 'secret') return buffer(realm, copyOfBytes(data.bytes))
      return exportKey(realm, data.key, data.type, { format, type: encoding, cipher, passphrase })
    }
    exportJwk(target: object, pssToo: boolean): unknown {
      const data = keyHeldBy(this)!
      if (data.type !== 'secret' && data.key.type === 'rsa-pss' && !pssToo)
        throw Object.assign(new Error('Unsupported JWK Key Type.'), { code: 'ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE' })
      return exportJwk(data, target)
    }
    checkEcKeyData(): boolean {
      const key = elliptic(this)
      try {
        return pointBytes(curveOf(key), key.publicKey).length > 0
      } catch {
        return false
      }
    }
    exportECPublicRaw(form: number): unknown {
      const key = elliptic(this)
      return buffer(realm, pointBytes(curveOf(key), key.publicKey, POINT_FORMS[form]))
    }
    exportECPrivateRaw(): unknown {
      return buffer(realm, copyOfBytes(elliptic(this).privateKey!))
    }
    rawPublicKey(): unknown {
      const key = asymmetric(this)
      if (!('publicKey' in key)) throw unsupportedOperation()
      return buffer(realm, copyOfBytes(key.publicKey))
    }
    rawPrivateKey(): unknown {
      const key = asymmetric(this)
      if (!('privateKey' in key) || key.privateKey === null) throw unsupportedOperation()
      return buffer(realm, copyOfBytes(key.privateKey))
    }
    rawSeed(): unknown {
      throw unsupportedOperation()
    }
  }
}

export type KeyObjectHandleClass = ReturnType<typeof keyObjectHandleClass>

function importData(type: (typeof TYPES)[number], input: Parameters<typeof importPublic>[0]): KeyData {
  if (type === 'secret') {
    const bytes = input.format === Format.jwk ? importSecretJwk(input.data) : copyOfBytes(input.data)
    return { type, bytes }
  }
  if (type === 'private') return { type, key: importPrivate(input) }
  return { type, key: publicPart(importPublic(input)) }
}

/** Returns `asymmetricKeyDetails`, with the exponent as big-endian bytes. */
function detailsOf(key: AsymmetricKey): object {
  if (key.type === 'ec') return { namedCurve: key.curve }
  if (key.type !== 'rsa' && key.type !== 'rsa-pss') return {}
  const exponent = new DataView(new ArrayBuffer(EXPONENT_BYTES))
  exponent.setBigUint64(0, key.e)
  const bytes = new Uint8Array(exponent.buffer)
  const publicExponent = bytes.slice(bytes.findIndex((byte) => byte !== 0)).buffer
  const details = { modulusLength: key.n.toString(2).length, publicExponent }
  if (!key.pss) return details
  const { hash: hashAlgorithm, mgf1Hash: mgf1HashAlgorithm, saltLength } = key.pss
  return { ...details, hashAlgorithm, mgf1HashAlgorithm, saltLength }
}
