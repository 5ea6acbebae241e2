import { ghash } from '@noble/ciphers/_polyval.js'
import { unsafe } from '@noble/ciphers/aes.js'
import { EncryptThenHash } from './encrypt-then-hash.ts'
import { CounterMode } from './stream-modes.ts'
import type { Authenticated } from './transformation.ts'
import { WholeBlocks } from './whole-blocks.ts'

const BLOCK = 16
/** An initialization vector of this length is the first block without its counter (NIST SP 800-38D §7.1). */
const PLAIN_IV = 12
const BITS = 8n

/** Makes GCM (NIST SP 800-38D). */
export function galoisCounterMode(encrypts: boolean, key: Uint8Array, iv: Uint8Array): Authenticated {
  const expanded = unsafe.expandKeyLE(key)
  const hashKey = unsafe.encryptBlock(expanded, new Uint8Array(BLOCK))
  const counter = firstCounter(hashKey, iv)
  const mask = unsafe.encryptBlock(expanded, counter.slice())
  new DataView(counter.buffer).setUint32(PLAIN_IV, new DataView(counter.buffer).getUint32(PLAIN_IV) + 1)
  const stream = new CounterMode(key, counter, BLOCK - PLAIN_IV)
  return new EncryptThenHash({ encrypts, stream, hash: new WholeBlocks(ghash.create(hashKey)), lengths, mask })
}

function firstCounter(hashKey: Uint8Array, iv: Uint8Array): Uint8Array {
  if (iv.length !== PLAIN_IV) {
    const hash = new WholeBlocks(ghash.create(hashKey))
    hash.update(iv)
    return hash.finish(lengths(0, iv.length))
  }
  const counter = new Uint8Array(BLOCK)
  counter.set(iv)
  counter[BLOCK - 1] = 1
  return counter
}

function lengths(data: number, text: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(BLOCK))
  view.setBigUint64(0, BigInt(data) * BITS)
  view.setBigUint64(8, BigInt(text) * BITS)
  return new Uint8Array(view.buffer)
}
