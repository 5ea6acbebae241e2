import { BlockMode } from './block-modes.ts'
import { CounterWithMac } from './ccm.ts'
import { chaCha20Poly1305 } from './chacha20-poly1305.ts'
import { galoisCounterMode } from './gcm.ts'
import { KeyWrap } from './key-wrap.ts'
import type { CipherKind } from './names.ts'
import { ChaCha20, CipherFeedback, CounterMode, OutputFeedback } from './stream-modes.ts'
import type { Transformation } from './transformation.ts'

const CFB_BYTES = 16

export interface CipherSetup {
  kind: CipherKind
  encrypts: boolean
  key: Uint8Array
  iv: Uint8Array
  /** For the modes that must know it beforehand. */
  tagLength: number
}

/** Makes a cipher. Key and initialization vector must have the lengths that it needs. */
export function createTransformation({ kind, encrypts, key, iv, tagLength }: CipherSetup): Transformation {
  switch (kind.mode) {
    case 'ecb':
      return new BlockMode(encrypts, key, null)
    case 'cbc':
      return new BlockMode(encrypts, key, iv)
    case 'ctr':
      return new CounterMode(key, iv)
    case 'cfb':
      return new CipherFeedback(encrypts, key, iv, CFB_BYTES)
    case 'cfb8':
      return new CipherFeedback(encrypts, key, iv, 1)
    case 'ofb':
      return new OutputFeedback(key, iv)
    case 'gcm':
      return galoisCounterMode(encrypts, key, iv)
    case 'ccm':
      return new CounterWithMac(encrypts, key, iv, tagLength)
    case 'wrap':
      return new KeyWrap(encrypts, key)
    case 'chacha20':
      return new ChaCha20(key, iv)
    case 'poly1305':
      return chaCha20Poly1305(encrypts, key, iv)
  }
}
