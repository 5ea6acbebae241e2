import { ghash } from '@noble/ciphers/_polyval.js'
import { unsafe } from '@noble/ciphers/aes.js'
import { xor } from './block-modes.ts'
import { CounterMode } from './stream-modes.ts'
import type { Authenticated } from './transformation.ts'
import { WholeBlocks } from './whole-blocks.ts'

const BLOCK = 16
/** An initialization vector of this length is the first block but its counter (NIST SP 800-38D §7.1). */
const PLAIN_IV = 12
const BITS = 8n

/** GCM (NIST SP 800-38D). */
export class GaloisCounterMode implements Authenticated {
  readonly #encrypts: boolean
  readonly #stream: CounterMode
  readonly #hash: WholeBlocks
  /** Hides the hash at the end. */
  readonly #mask: Uint8Array
  #dataLength = 0
  #textLength = 0
  #tag: Uint8Array | null = null

  constructor(encrypts: boolean, key: Uint8Array, iv: Uint8Array) {
    this.#encrypts = encrypts
    const expanded = unsafe.expandKeyLE(key)
    const hashKey = unsafe.encryptBlock(expanded, new Uint8Array(BLOCK))
    const counter = firstCounter(hashKey, iv)
    this.#mask = unsafe.encryptBlock(expanded, counter.slice())
    new DataView(counter.buffer).setUint32(PLAIN_IV, new DataView(counter.buffer).getUint32(PLAIN_IV) + 1)
    this.#stream = new CounterMode(key, counter, BLOCK - PLAIN_IV)
    this.#hash = new WholeBlocks(ghash.create(hashKey))
  }

  addData(bytes: Uint8Array): void {
    this.#dataLength += bytes.length
    this.#hash.update(bytes)
  }

  update(bytes: Uint8Array): Uint8Array {
    if (this.#textLength === 0) this.#hash.pad()
    this.#textLength += bytes.length
    const result = this.#stream.update(bytes)
    this.#hash.update(this.#encrypts ? result : bytes)
    return result
  }

  final(): Uint8Array {
    const hash = this.#hash.finish(lengths(this.#dataLength, this.#textLength, false))
    xor(hash, this.#mask)
    this.#tag = hash
    return new Uint8Array(0)
  }

  tag(): Uint8Array {
    return this.#tag!
  }
}

function firstCounter(hashKey: Uint8Array, iv: Uint8Array): Uint8Array {
  if (iv.length !== PLAIN_IV) {
    const hash = new WholeBlocks(ghash.create(hashKey))
    hash.update(iv)
    return hash.finish(lengths(0, iv.length, false))
  }
  const counter = new Uint8Array(BLOCK)
  counter.set(iv)
  counter[BLOCK - 1] = 1
  return counter
}

/** The last block of what is hashed: how long both parts are. GCM counts bits from the left, Poly1305 bytes from the right. */
export function lengths(data: number, text: number, littleEndianBytes: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(BLOCK))
  const unit = littleEndianBytes ? 1n : BITS
  view.setBigUint64(0, BigInt(data) * unit, littleEndianBytes)
  view.setBigUint64(8, BigInt(text) * unit, littleEndianBytes)
  return new Uint8Array(view.buffer)
}
