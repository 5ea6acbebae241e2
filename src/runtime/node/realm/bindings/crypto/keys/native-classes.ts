import type { RealmContext } from '../../../context.ts'
import type { Any, Binding } from '../../../types.ts'
import { holdKey, type KeyData } from './key-data.ts'
import { keyObjectHandleClass } from './key-object-handle.ts'

type Handle = InstanceType<ReturnType<typeof keyObjectHandleClass>>

/** [type, extractable, algorithm, mask of usages, handle]: a CryptoKey's data, which programs can't access. */
type CryptoKeySlots = [number, boolean, object, number, Handle]

/**
 * Makes the bases of the library's `KeyObject` and `CryptoKey`, which are native so that no other object can pretend to be a key.
 * `makeCryptoKey`: makes the results of WebCrypto's generators.
 */
export function nativeKeyClasses(realm: RealmContext): {
  binding: Binding
  makeHandle(data: KeyData): Handle
  makeCryptoKey(handle: Handle, algorithm: object, usages: number, extractable: boolean): object
} {
  const KeyObjectHandle = keyObjectHandleClass(realm)
  const keyObjects = new WeakMap<object, Handle>()
  const cryptoKeys = new WeakMap<object, CryptoKeySlots>()
  class NativeKeyObject {
    constructor(handle: Handle) {
      keyObjects.set(this, handle)
    }
  }
  class NativeCryptoKey {
    constructor(handle: Handle, algorithm: object, usages: number, extractable: boolean) {
      cryptoKeys.set(this, [handle.getKeyType(), extractable, algorithm, usages, handle])
    }
  }
  const slotsOf = <T>(map: WeakMap<object, T>, key: object, name: string): T => {
    const slots = map.get(key)
    if (slots === undefined) throw realm.nodeError('ERR_INVALID_THIS', name)
    return slots
  }
  return {
    binding: {
      KeyObjectHandle,
      createNativeKeyObjectClass: (create: (base: unknown) => unknown) => create(NativeKeyObject),
      createCryptoKeyClass: (create: (base: unknown) => unknown) => create(NativeCryptoKey),
      getKeyObjectSlots(key: object) {
        const handle = slotsOf(keyObjects, key, 'KeyObject')
        return [handle.getKeyType(), handle]
      },
      getCryptoKeySlots: (key: object) => [...slotsOf(cryptoKeys, key, 'CryptoKey')],
    },
    makeHandle(data) {
      const handle = new KeyObjectHandle()
      holdKey(handle, data)
      return handle
    },
    makeCryptoKey(handle, algorithm, usages, extractable) {
      const { InternalCryptoKey } = realm.require('internal/crypto/keys') as Any
      return new InternalCryptoKey(handle, algorithm, usages, extractable)
    },
  }
}
