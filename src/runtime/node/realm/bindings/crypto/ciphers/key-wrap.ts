import { aeskw } from '@noble/ciphers/aes.js'
import { concatenate } from '#network'
import { queuedOpensslError } from '../errors.ts'
import type { Transformation } from './transformation.ts'

/** AES key wrap (RFC 3394) with its default initial value, all at once. */
export class KeyWrap implements Transformation {
  readonly #encrypts: boolean
  readonly #key: Uint8Array
  #bytes: Uint8Array = new Uint8Array(0)

  constructor(encrypts: boolean, key: Uint8Array) {
    this.#encrypts = encrypts
    this.#key = new Uint8Array(key)
  }

  update(bytes: Uint8Array): Uint8Array {
    this.#bytes = concatenate([this.#bytes, bytes])
    try {
      return this.#encrypts ? aeskw(this.#key).encrypt(this.#bytes) : aeskw(this.#key).decrypt(this.#bytes)
    } catch {
      throw queuedOpensslError('Provider', 'bad decrypt', 0x64)
    }
  }

  final(): Uint8Array {
    return new Uint8Array(0)
  }
}
