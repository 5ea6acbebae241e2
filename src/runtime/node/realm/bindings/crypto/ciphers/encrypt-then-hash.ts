import { xor } from './block-modes.ts'
import type { Authenticated, Transformation } from './transformation.ts'
import type { WholeBlocks } from './whole-blocks.ts'

/** Differences between GCM and ChaCha20-Poly1305. */
interface Parts {
  readonly encrypts: boolean
  readonly stream: Transformation
  readonly hash: WholeBlocks
  /** Returns the last block to hash: the byte counts of data and text. */
  lengths(data: number, text: number): Uint8Array
  /** Mask on the final hash; null where the hash is the tag itself. */
  readonly mask: Uint8Array | null
}

/** Encrypts with a key stream, and hashes the data and the ciphertext. */
export class EncryptThenHash implements Authenticated {
  readonly #parts: Parts
  #dataLength = 0
  #textLength = 0
  #tag: Uint8Array | null = null

  constructor(parts: Parts) {
    this.#parts = parts
  }

  addData(bytes: Uint8Array): void {
    this.#dataLength += bytes.length
    this.#parts.hash.update(bytes)
  }

  update(bytes: Uint8Array): Uint8Array {
    const { encrypts, stream, hash } = this.#parts
    if (this.#textLength === 0) hash.pad()
    this.#textLength += bytes.length
    const result = stream.update(bytes)
    hash.update(encrypts ? result : bytes)
    return result
  }

  final(): Uint8Array {
    const { hash, lengths, mask } = this.#parts
    this.#tag = hash.finish(lengths(this.#dataLength, this.#textLength))
    if (mask) xor(this.#tag, mask)
    return new Uint8Array(0)
  }

  tag(): Uint8Array {
    return this.#tag!
  }
}
