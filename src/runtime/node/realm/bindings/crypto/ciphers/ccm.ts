import { unsafe } from '@noble/ciphers/aes.js'
import { concatenate } from '#network'
import { xor } from './block-modes.ts'
import { CounterMode } from './stream-modes.ts'
import type { Authenticated } from './transformation.ts'

const BLOCK = 16

/** CCM (NIST SP 800-38C, RFC 3610): takes the whole text in one call, because its first block holds the length. */
export class CounterWithMac implements Authenticated {
  readonly #encrypts: boolean
  readonly #key: Uint8Array
  readonly #nonce: Uint8Array
  readonly #tagLength: number
  #data: Uint8Array = new Uint8Array(0)
  #tag: Uint8Array | null = null

  constructor(encrypts: boolean, key: Uint8Array, nonce: Uint8Array, tagLength: number) {
    this.#encrypts = encrypts
    this.#key = new Uint8Array(key)
    this.#nonce = new Uint8Array(nonce)
    this.#tagLength = tagLength
  }

  addData(bytes: Uint8Array): void {
    this.#data = concatenate([this.#data, bytes])
  }

  update(bytes: Uint8Array): Uint8Array {
    const counter = new Uint8Array(BLOCK)
    counter[0] = this.#lengthBytes - 1
    counter.set(this.#nonce, 1)
    const stream = new CounterMode(this.#key, counter, this.#lengthBytes)
    const mask = stream.update(new Uint8Array(BLOCK))
    const result = stream.update(bytes)
    const mac = this.#mac(this.#encrypts ? bytes : result)
    xor(mac, mask)
    this.#tag = mac.slice(0, this.#tagLength)
    return result
  }

  final(): Uint8Array {
    if (!this.#tag) this.update(new Uint8Array(0))
    return new Uint8Array(0)
  }

  tag(): Uint8Array {
    return this.#tag!
  }

  get #lengthBytes(): number {
    return BLOCK - 1 - this.#nonce.length
  }

  /** Computes the CBC-MAC over the first block, the data and the text. */
  #mac(text: Uint8Array): Uint8Array {
    const first = new Uint8Array(BLOCK)
    first[0] = (this.#data.length > 0 ? 0x40 : 0) | (((this.#tagLength - 2) / 2) << 3) | (this.#lengthBytes - 1)
    first.set(this.#nonce, 1)
    for (let i = 0, rest = text.length; i < this.#lengthBytes; i++, rest = Math.floor(rest / 256))
      first[BLOCK - 1 - i] = rest % 256
    const key = unsafe.expandKeyLE(this.#key)
    const mac = new Uint8Array(BLOCK)
    for (const part of [first, this.#framedData(), text])
      for (let at = 0; at < part.length; at += BLOCK) {
        const block = new Uint8Array(BLOCK)
        block.set(part.subarray(at, at + BLOCK))
        xor(mac, block)
        unsafe.encryptBlock(key, mac)
      }
    return mac
  }

  /** Returns the data after its length (RFC 3610 §2.2). */
  #framedData(): Uint8Array {
    const { length } = this.#data
    if (length === 0) return this.#data
    const head = length < 0xff00 ? [length >> 8, length & 0xff] : [0xff, 0xfe, ...bigEndian(length)]
    return concatenate([Uint8Array.from(head), this.#data])
  }
}

const bigEndian = (value: number) => [(value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]
