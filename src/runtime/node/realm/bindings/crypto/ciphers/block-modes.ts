import { unsafe } from '@noble/ciphers/aes.js'
import { concatenate } from '#network'
import { queuedOpensslError } from '../errors.ts'
import type { Transformation } from './transformation.ts'

const BLOCK = 16

/** ECB and CBC (NIST SP 800-38A), with the padding of PKCS #7 unless it is turned off. */
export class BlockMode implements Transformation {
  readonly #encrypts: boolean
  readonly #key: Uint32Array
  /** CBC: the previous block; null for ECB. */
  readonly #before: Uint8Array | null
  #waiting: Uint8Array = new Uint8Array(0)
  #pads = true

  constructor(encrypts: boolean, key: Uint8Array, iv: Uint8Array | null) {
    this.#encrypts = encrypts
    this.#key = encrypts ? unsafe.expandKeyLE(key) : unsafe.expandKeyDecLE(key)
    this.#before = iv === null ? null : new Uint8Array(iv)
  }

  setAutoPadding(pads: boolean): void {
    this.#pads = pads
  }

  update(bytes: Uint8Array): Uint8Array {
    const all = concatenate([this.#waiting, bytes])
    // When decrypting, the last block may be padding.
    const held =
      this.#encrypts || !this.#pads ? all.length % BLOCK : all.length === 0 ? 0 : ((all.length - 1) % BLOCK) + 1
    this.#waiting = all.slice(all.length - held)
    return this.#blocks(all.slice(0, all.length - held))
  }

  final(): Uint8Array {
    const waiting = this.#waiting
    if (!this.#pads) {
      if (waiting.length > 0) throw queuedOpensslError('Provider', 'wrong final block length', 0x6b)
      return waiting
    }
    if (this.#encrypts) {
      const padded = new Uint8Array(BLOCK).fill(BLOCK - waiting.length)
      padded.set(waiting)
      return this.#blocks(padded)
    }
    if (waiting.length !== BLOCK) throw queuedOpensslError('Provider', 'wrong final block length', 0x6b)
    return unpadded(this.#blocks(waiting))
  }

  #blocks(bytes: Uint8Array): Uint8Array {
    for (let at = 0; at < bytes.length; at += BLOCK) {
      const block = bytes.slice(at, at + BLOCK)
      if (this.#encrypts) {
        if (this.#before) xor(block, this.#before)
        unsafe.encryptBlock(this.#key, block)
        this.#before?.set(block)
      } else {
        const cipherText = block.slice()
        unsafe.decryptBlock(this.#key, block)
        if (this.#before) xor(block, this.#before)
        this.#before?.set(cipherText)
      }
      bytes.set(block, at)
    }
    return bytes
  }
}

function unpadded(block: Uint8Array): Uint8Array {
  const count = block.at(-1)!
  const isPadding = count >= 1 && count <= BLOCK && block.subarray(BLOCK - count).every((byte) => byte === count)
  if (!isPadding) throw queuedOpensslError('Provider', 'bad decrypt', 0x64)
  return block.slice(0, BLOCK - count)
}

export function xor(target: Uint8Array, other: Uint8Array): void {
  for (let i = 0; i < target.length; i++) target[i]! ^= other[i]!
}
