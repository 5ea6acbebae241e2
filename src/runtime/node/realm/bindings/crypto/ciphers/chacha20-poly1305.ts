import { poly1305 } from '@noble/ciphers/_poly1305.js'
import { lengths } from './gcm.ts'
import { ChaCha20 } from './stream-modes.ts'
import type { Authenticated } from './transformation.ts'
import { WholeBlocks } from './whole-blocks.ts'

const NONCE = 12
const MAC_KEY = 32
const CHACHA_BLOCK = 64

/** RFC 8439 §2.8. A shorter nonce has zeros before it. */
export class ChaCha20Poly1305 implements Authenticated {
  readonly #encrypts: boolean
  readonly #stream: ChaCha20
  readonly #hash: WholeBlocks
  #dataLength = 0
  #textLength = 0
  #tag: Uint8Array | null = null

  constructor(encrypts: boolean, key: Uint8Array, nonce: Uint8Array) {
    this.#encrypts = encrypts
    const iv = new Uint8Array(4 + NONCE)
    iv.set(nonce, 4 + NONCE - nonce.length)
    this.#stream = new ChaCha20(key, iv)
    const firstBlock = this.#stream.update(new Uint8Array(CHACHA_BLOCK))
    this.#hash = new WholeBlocks(poly1305.create(firstBlock.slice(0, MAC_KEY)))
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
    this.#tag = this.#hash.finish(lengths(this.#dataLength, this.#textLength, true))
    return new Uint8Array(0)
  }

  tag(): Uint8Array {
    return this.#tag!
  }
}
