import type { CHash } from '@noble/hashes/utils.js'
import { concatenate } from '#network'
import { number } from './bytes.ts'

const MESSAGE_HASH = 254

/** Hash of the handshake's messages (RFC 8446 §4.4.1); keeps the messages until the hash function is known. */
export class Transcript {
  #messages: Uint8Array[] = []
  #hash: CHash | null = null
  #state: ReturnType<CHash['create']> | null = null

  add(message: Uint8Array): void {
    if (this.#state) this.#state.update(message)
    else this.#messages.push(message)
  }

  choose(hash: CHash): void {
    if (this.#hash) return
    this.#hash = hash
    this.#state = hash.create()
    for (const message of this.#messages) this.#state.update(message)
    this.#messages = []
  }

  /** Replaces the first ClientHello by its hash, after a HelloRetryRequest. */
  replaceByHash(): void {
    const digest = this.digest()
    this.#state = this.#hash!.create()
    this.#state.update(concatenate([number(1, MESSAGE_HASH), number(3, digest.length), digest]))
  }

  /** Returns the hash of the messages so far, then of `more`. */
  digest(...more: Uint8Array[]): Uint8Array {
    const state = this.#state!.clone()
    for (const bytes of more) state.update(bytes)
    return state.digest()
  }

  /** Returns the same with a hash function that a ticket names, before the suite is chosen. */
  digestWith(hash: CHash, message: Uint8Array): Uint8Array {
    if (this.#state) return this.digest(message)
    return hash(concatenate([...this.#messages, message]))
  }
}
