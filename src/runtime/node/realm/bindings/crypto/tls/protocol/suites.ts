import { gcm } from '@noble/ciphers/aes.js'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { sha256, sha384 } from '@noble/hashes/sha2.js'
import type { CHash } from '@noble/hashes/utils.js'

interface Sealing {
  encrypt(bytes: Uint8Array): Uint8Array
  decrypt(bytes: Uint8Array): Uint8Array
}

/** A cipher suite of TLS 1.3 (RFC 8446 appendix B.4). */
export interface Suite {
  readonly id: number
  readonly name: string
  readonly hash: CHash
  readonly hashName: 'sha256' | 'sha384'
  readonly keySize: number
  cipher(key: Uint8Array, nonce: Uint8Array, data: Uint8Array): Sealing
}

/** In OpenSSL's order of preference. */
export const SUITES: readonly Suite[] = [
  { id: 0x1302, name: 'TLS_AES_256_GCM_SHA384', hash: sha384, hashName: 'sha384', keySize: 32, cipher: gcm },
  {
    id: 0x1303,
    name: 'TLS_CHACHA20_POLY1305_SHA256',
    hash: sha256,
    hashName: 'sha256',
    keySize: 32,
    cipher: chacha20poly1305,
  },
  { id: 0x1301, name: 'TLS_AES_128_GCM_SHA256', hash: sha256, hashName: 'sha256', keySize: 16, cipher: gcm },
]

export const suiteById = (id: number): Suite | undefined => SUITES.find((suite) => suite.id === id)
