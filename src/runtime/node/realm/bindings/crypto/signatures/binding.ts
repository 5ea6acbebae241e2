import type { RealmContext } from '../../../context.ts'
import type { Any, Binding, HashState } from '../../../types.ts'
import { arrayBufferOf, buffer, copyOfBytes, inputBytes, plainBytes } from '../bytes.ts'
import { codedError } from '../errors.ts'
import { requireHash, startHash } from '../hash.ts'
import { type HashFunction, hashFunction } from '../hash-functions.ts'
import { jobClass } from '../jobs.ts'
import { importPrivate, importPublic, keyInput } from '../keys/index.ts'
import { sign, verify } from './sign.ts'

const PLAIN = 1
const SIGN_MODE = 0
/** Nanoseconds per signature, and per hashed byte. */
const SIGNATURE_COST = 100_000
const BYTE_COST = 2

/** `Sign`, `Verify` and `SignJob` of `internalBinding('crypto')`. */
export function signatureBinding(realm: RealmContext): Binding {
  return { Sign: signClass(realm), Verify: verifyClass(realm), SignJob: signJob(realm) }
}

/** Common part of both classes: an unfinished digest. */
function signatureClass(realm: RealmContext) {
  return class Signature {
    #hash: HashFunction | null = null
    #state: HashState | null = null
    init(name: string): void {
      this.#hash = hashFunction(name)
      if (!this.#hash) throw codedError(TypeError, 'ERR_CRYPTO_INVALID_DIGEST', 'Invalid digest')
      this.#state = startHash(realm, this.#hash)
    }
    update(data: unknown, encoding?: string): void {
      const bytes = inputBytes(realm, data, encoding)
      realm.kernel.spend(bytes.length * BYTE_COST)
      if (!this.#state) throw codedError(Error, 'ERR_CRYPTO_INVALID_STATE', 'Not initialised')
      this.#state.update(bytes)
    }
    protected finish(): { hash: HashFunction; digest: Uint8Array } {
      const [hash, state] = [this.#hash, this.#state]
      if (!hash || !state) throw codedError(Error, 'ERR_CRYPTO_INVALID_STATE', 'Not initialised')
      this.#state = null
      realm.kernel.spend(SIGNATURE_COST)
      return { hash, digest: new Uint8Array(state.digest(hash.extendableLength)) }
    }
  }
}

function signClass(realm: RealmContext): unknown {
  return class Sign extends signatureClass(realm) {
    sign(...parameters: Any[]): unknown {
      const [padding, saltLength, encoding] = parameters.slice(5)
      const key = importPrivate(keyInput(parameters))
      const { hash, digest } = this.finish()
      const chosen = { hash, padding, saltLength, plain: encoding === PLAIN, context: undefined }
      return buffer(realm, new Uint8Array(sign(realm, key, { digest }, chosen)))
    }
  }
}

function verifyClass(realm: RealmContext): unknown {
  return class Verify extends signatureClass(realm) {
    verify(...parameters: Any[]): boolean {
      const [signature, padding, saltLength, encoding] = parameters.slice(5)
      const key = importPublic(keyInput(parameters))
      const { hash, digest } = this.finish()
      const chosen = { hash, padding, saltLength, plain: encoding === PLAIN, context: undefined }
      return verify(realm, key, { digest }, plainBytes(signature), chosen)
    }
  }
}

function signJob(realm: RealmContext): unknown {
  return jobClass(realm, 'SIGNREQUEST', (_mode, signs: number, ...parameters: Any[]) => {
    const [message, name, saltLength, padding, encoding, context, signature] = parameters.slice(5)
    const key = (signs === SIGN_MODE ? importPrivate : importPublic)(keyInput(parameters))
    const bytes = { message: copyOfBytes(message) }
    const options = {
      hash: name == null ? null : requireHash(name),
      padding,
      saltLength,
      plain: encoding === PLAIN,
      context: context === undefined ? undefined : copyOfBytes(context),
    }
    const given = signature === undefined ? null : copyOfBytes(signature)
    return {
      cost: SIGNATURE_COST + bytes.message.length * BYTE_COST,
      perform: () =>
        signs === SIGN_MODE
          ? arrayBufferOf(sign(realm, key, bytes, options))
          : verify(realm, key, bytes, given!, options),
    }
  })
}
