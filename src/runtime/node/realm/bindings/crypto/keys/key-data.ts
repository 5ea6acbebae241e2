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

/** Key data of a value, if it is a handle. */
export function keyHeldBy(value: unknown): KeyData | undefined {
  return typeof value === 'object' && value !== null ? held.get(value) : undefined
}

/** The bytes of a secret, however it was handed over: copied, so that a program cannot change them meanwhile. */
export function secretBytes(key: unknown): Uint8Array {
  const data = keyHeldBy(key)
  if (data === undefined) return copyOfBytes(key as ArrayBufferView)
  if (data.type !== 'secret') throw new TypeError('A secret key is needed here')
  return data.bytes
}
