import { unsafe } from '@noble/ciphers/aes.js'
import { chacha20 } from '@noble/ciphers/chacha.js'
import type { Transformation } from './transformation.ts'

const BLOCK = 16
const CHACHA_BLOCK = 64
const NOTHING = new Uint8Array(0)

/** Xors a stream of key bytes over what comes, whatever its pieces. */
abstract class KeyStream implements Transformation {
  #block: Uint8Array = NOTHING
  #used = 0

  protected abstract next(): Uint8Array

  update(bytes: Uint8Array): Uint8Array {
    const result = new Uint8Array(bytes.length)
    for (let at = 0; at < bytes.length; at++) {
      if (this.#used === this.#block.length) {
        this.#block = this.next()
        this.#used = 0
      }
      result[at] = bytes[at]! ^ this.#block[this.#used++]!
    }
    return result
  }

  final(): Uint8Array {
    return NOTHING
  }
}

/** CTR of NIST SP 800-38A: the whole block counts; in GCM its last 32 bits. */
export class CounterMode extends KeyStream {
  readonly #key: Uint32Array
  readonly #counter: Uint8Array
  readonly #countingBytes: number

  constructor(key: Uint8Array, counter: Uint8Array, countingBytes = BLOCK) {
    super()
    this.#key = unsafe.expandKeyLE(key)
    this.#counter = new Uint8Array(counter)
    this.#countingBytes = countingBytes
  }

  protected next(): Uint8Array {
    const block = unsafe.encryptBlock(this.#key, this.#counter.slice())
    for (let i = BLOCK - 1; i >= BLOCK - this.#countingBytes; i--) {
      this.#counter[i]!++
      if (this.#counter[i] !== 0) break
    }
    return block
  }
}

export class OutputFeedback extends KeyStream {
  readonly #key: Uint32Array
  readonly #block: Uint8Array

  constructor(key: Uint8Array, iv: Uint8Array) {
    super()
    this.#key = unsafe.expandKeyLE(key)
    this.#block = new Uint8Array(iv)
  }

  protected next(): Uint8Array {
    return unsafe.encryptBlock(this.#key, this.#block).slice()
  }
}

/** CFB: the cipher text itself goes into the next block, `size` bytes at a time. */
export class CipherFeedback implements Transformation {
  readonly #encrypts: boolean
  readonly #key: Uint32Array
  readonly #size: number
  readonly #register: Uint8Array
  readonly #segment: Uint8Array
  #stream: Uint8Array = NOTHING
  #used = 0

  constructor(encrypts: boolean, key: Uint8Array, iv: Uint8Array, size: number) {
    this.#encrypts = encrypts
    this.#key = unsafe.expandKeyLE(key)
    this.#register = new Uint8Array(iv)
    this.#size = size
    this.#segment = new Uint8Array(size)
  }

  update(bytes: Uint8Array): Uint8Array {
    const result = new Uint8Array(bytes.length)
    for (let at = 0; at < bytes.length; at++) {
      if (this.#used === 0) this.#stream = unsafe.encryptBlock(this.#key, this.#register.slice())
      result[at] = bytes[at]! ^ this.#stream[this.#used]!
      this.#segment[this.#used++] = this.#encrypts ? result[at]! : bytes[at]!
      if (this.#used === this.#size) this.#shift()
    }
    return result
  }

  #shift(): void {
    this.#register.copyWithin(0, this.#size)
    this.#register.set(this.#segment, BLOCK - this.#size)
    this.#used = 0
  }

  final(): Uint8Array {
    return NOTHING
  }
}

/** ChaCha20 (RFC 8439 §2.4): OpenSSL's initialization vector is the counter, little-endian, and the nonce. */
export class ChaCha20 extends KeyStream {
  readonly #key: Uint8Array
  readonly #nonce: Uint8Array
  #counter: number

  constructor(key: Uint8Array, iv: Uint8Array) {
    super()
    this.#key = new Uint8Array(key)
    this.#counter = new DataView(iv.buffer, iv.byteOffset).getUint32(0, true)
    this.#nonce = iv.slice(4)
  }

  protected next(): Uint8Array {
    return chacha20(this.#key, this.#nonce, new Uint8Array(CHACHA_BLOCK), undefined, this.#counter++)
  }
}
