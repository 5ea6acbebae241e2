import { poly1305 } from '@noble/ciphers/_poly1305.js'
import { EncryptThenHash } from './encrypt-then-hash.ts'
import { ChaCha20 } from './stream-modes.ts'
import type { Authenticated } from './transformation.ts'
import { WholeBlocks } from './whole-blocks.ts'

const NONCE = 12
const MAC_KEY = 32
const CHACHA_BLOCK = 64

/** Makes ChaCha20-Poly1305 (RFC 8439 §2.8). A shorter nonce is padded with leading zeros. */
export function chaCha20Poly1305(encrypts: boolean, key: Uint8Array, nonce: Uint8Array): Authenticated {
  const iv = new Uint8Array(4 + NONCE)
  iv.set(nonce, 4 + NONCE - nonce.length)
  const stream = new ChaCha20(key, iv)
  const firstBlock = stream.update(new Uint8Array(CHACHA_BLOCK))
  const hash = new WholeBlocks(poly1305.create(firstBlock.slice(0, MAC_KEY)))
  return new EncryptThenHash({ encrypts, stream, hash, lengths, mask: null })
}

function lengths(data: number, text: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(16))
  view.setBigUint64(0, BigInt(data), true)
  view.setBigUint64(8, BigInt(text), true)
  return new Uint8Array(view.buffer)
}
