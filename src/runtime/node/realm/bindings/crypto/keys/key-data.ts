import { copyOfBytes } from '../bytes.ts'
import type { AsymmetricKey } from './asymmetric.ts'

/** Content of a KeyObjectHandle. */
export type KeyData =
  | { readonly type: 'secret'; readonly bytes: Uint8Array }
  | { readonly type: 'public' | 'private'; readonly key: AsymmetricKey }

const held = new WeakMap<object, KeyData>()

export function holdKey(handle: object, data: KeyData): void {
  held.set(handle, data)
}

/** Returns the key data of a value if it is a handle. */
export function keyHeldBy(value: unknown): KeyData | undefined {
  return typeof value === 'object' && value !== null ? held.get(value) : undefined
}

/** Returns a copy of a secret's bytes, passed in any form, so that the program cannot change them later. */
export function secretBytes(key: unknown): Uint8Array {
  const data = keyHeldBy(key)
  if (data === undefined) return copyOfBytes(key as ArrayBufferView)
  if (data.type !== 'secret') throw new TypeError('A secret key is needed here')
  return data.bytes
}
