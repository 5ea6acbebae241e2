/** The key schedule (RFC 8446 §7). */
import { expand, extract } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import type { CHash } from '@noble/hashes/utils.js'
import { concatenate } from '#network'
import { ascii, number, vector } from './bytes.ts'
import type { Suite } from './suites.ts'

const NOTHING = new Uint8Array(0)

/** HKDF-Expand-Label (§7.1). */
function expandLabel(hash: CHash, secret: Uint8Array, label: string, context: Uint8Array, length: number): Uint8Array {
  const info = concatenate([number(2, length), vector(1, ascii(`tls13 ${label}`)), vector(1, context)])
  return expand(hash, secret, info, length)
}

/** Derive-Secret; `transcript`: hash of the messages so far. */
function deriveSecret(hash: CHash, secret: Uint8Array, label: string, transcript: Uint8Array): Uint8Array {
  return expandLabel(hash, secret, label, transcript, hash.outputLen)
}

/** Keys of one direction (§7.3). */
export interface TrafficKeys {
  readonly key: Uint8Array
  readonly iv: Uint8Array
}

export function trafficKeys({ hash, keySize }: Suite, secret: Uint8Array): TrafficKeys {
  return {
    key: expandLabel(hash, secret, 'key', NOTHING, keySize),
    iv: expandLabel(hash, secret, 'iv', NOTHING, 12),
  }
}

/** verify_data of a Finished message (§4.4.4), also the value of a binder (§4.2.11.2). */
export function finishedData(hash: CHash, secret: Uint8Array, transcript: Uint8Array): Uint8Array {
  return hmac(hash, expandLabel(hash, secret, 'finished', NOTHING, hash.outputLen), transcript)
}

/** Secret after `application_traffic_secret_N` (§7.2). */
export const nextSecret = (hash: CHash, secret: Uint8Array): Uint8Array =>
  expandLabel(hash, secret, 'traffic upd', NOTHING, hash.outputLen)

/** Key of a ticket (§4.6.1). */
export const resumptionKey = (hash: CHash, secret: Uint8Array, nonce: Uint8Array): Uint8Array =>
  expandLabel(hash, secret, 'resumption', nonce, hash.outputLen)

/** The chain of secrets of one handshake: early, handshake, master. */
export class KeySchedule {
  readonly hash: CHash
  #secret: Uint8Array

  constructor(hash: CHash, psk: Uint8Array | null) {
    this.hash = hash
    const zeros = new Uint8Array(hash.outputLen)
    this.#secret = extract(hash, psk ?? zeros, zeros)
  }

  /** Mixes in the shared key, or zeros for the master secret. */
  advance(input: Uint8Array = new Uint8Array(this.hash.outputLen)): void {
    const salt = this.derive('derived', this.hash(NOTHING))
    this.#secret = extract(this.hash, input, salt)
  }

  derive(label: string, transcript: Uint8Array): Uint8Array {
    return deriveSecret(this.hash, this.#secret, label, transcript)
  }

  /** Key of a binder; the secret must be the early one. */
  binderKey(): Uint8Array {
    return this.derive('res binder', this.hash(NOTHING))
  }
}

/** Exporter (§7.5). */
export function exportKey(
  hash: CHash,
  master: Uint8Array,
  label: string,
  context: Uint8Array,
  length: number,
): Uint8Array {
  const secret = deriveSecret(hash, master, label, hash(NOTHING))
  return expandLabel(hash, secret, 'exporter', hash(context), length)
}
