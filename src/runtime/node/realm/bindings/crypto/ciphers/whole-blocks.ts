import { concatenate } from '#network'

const BLOCK = 16

interface BlockHash {
  update(bytes: Uint8Array): unknown
  digest(): Uint8Array
}

/** Feeds a hash whole blocks of 16 bytes from pieces of any size: pads each hashed part with zeros to a whole block. */
export class WholeBlocks {
  readonly #hash: BlockHash
  #waiting: Uint8Array = new Uint8Array(0)

  constructor(hash: BlockHash) {
    this.#hash = hash
  }

  update(bytes: Uint8Array): void {
    const all = this.#waiting.length === 0 ? bytes : concatenate([this.#waiting, bytes])
    const whole = all.length - (all.length % BLOCK)
    if (whole > 0) this.#hash.update(all.slice(0, whole))
    this.#waiting = all.slice(whole)
  }

  pad(): void {
    if (this.#waiting.length === 0) return
    const block = new Uint8Array(BLOCK)
    block.set(this.#waiting)
    this.#hash.update(block)
    this.#waiting = new Uint8Array(0)
  }

  finish(last: Uint8Array): Uint8Array {
    this.pad()
    this.#hash.update(last)
    return new Uint8Array(this.#hash.digest())
  }
}
