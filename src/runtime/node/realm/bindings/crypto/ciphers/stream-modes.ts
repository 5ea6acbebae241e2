import { unsafe } from '@noble/ciphers/aes.js'
import { chacha20 } from '@noble/ciphers/chacha.js'
import type { Transformation } from './transformation.ts'

const BLOCK = 16
const CHACHA_BLOCK = 64
const NOTHING = new Uint8Array(0)

/** Xors a stream of key bytes over the input, in pieces of any size. */
abstract class KeyStream implements Transformation {
  #block: Uint8Array = NOTHING
  #used = 0

  /** Returns the stream's next block. */
  protected abstract next(): Uint8Array

  /** Xors the stream's next blocks, of `size` bytes each, over whole blocks of input, where that is faster. */
  protected readonly bulk: { size: number; xor(bytes: Uint8Array): Uint8Array } | null = null

  update(bytes: Uint8Array): Uint8Array {
    const result = new Uint8Array(bytes.length)
    for (let at = 0; at < bytes.length; ) {
      const whole = this.bulk === null ? 0 : bytes.length - at - ((bytes.length - at) % this.bulk.size)
      if (this.#used === this.#block.length && whole > 0) {
        result.set(this.bulk!.xor(bytes.slice(at, at + whole)), at)
        at += whole
        continue
      }
      if (this.#used === this.#block.length) {
        this.#block = this.next()
        this.#used = 0
      }
      result[at] = bytes[at]! ^ this.#block[this.#used++]!
      at++
    }
    return result
  }

  final(): Uint8Array {
    return NOTHING
  }
}

/** CTR of NIST SP 800-38A: the counter is the whole block, or its last 32 bits as in GCM and CCM; no text has more blocks than that. */
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

  protected override readonly bulk = {
    size: BLOCK,
    xor: (bytes: Uint8Array): Uint8Array =>
      this.#countingBytes === BLOCK
        ? unsafe.ctrCounter(this.#key, this.#counter, bytes)
        : unsafe.ctr32(this.#key, false, this.#counter, bytes),
  }

  protected next(): Uint8Array {
    return this.bulk.xor(new Uint8Array(BLOCK))
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

/** CFB: feeds the ciphertext itself into the next block, `size` bytes at a time. */
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

  protected override readonly bulk = {
    size: CHACHA_BLOCK,
    xor: (bytes: Uint8Array): Uint8Array => {
      const counter = this.#counter
      this.#counter += bytes.length / CHACHA_BLOCK
      return chacha20(this.#key, this.#nonce, bytes, undefined, counter)
    },
  }

  protected next(): Uint8Array {
    return this.bulk.xor(new Uint8Array(CHACHA_BLOCK))
  }
}
