import type { RealmContext } from '../../../context.ts'
import type { Any } from '../../../types.ts'
import { buffer } from '../bytes.ts'
import { type AsymmetricKey, isRsa, publicPart } from './asymmetric.ts'
import { encodePkcs1Private, encodePkcs1Public, encodePkcs8, encodeSec1, encodeSpki } from './encodings.ts'
import { encryptPem, encryptPkcs8 } from './encryption.ts'
import { Encoding, Format } from './import.ts'
import { exportJwk } from './jwk.ts'
import { formatPem } from './pem.ts'

/** Output format of a key; encrypted if there is a cipher. */
export interface KeyOutput {
  format?: number | undefined
  type?: number | undefined
  cipher?: string | null | undefined
  passphrase?: ArrayBufferView | null | undefined
}

/** Exports a key in the requested form: text, a Buffer, or the members of a JWK. */
export function exportKey(
  realm: RealmContext,
  key: AsymmetricKey,
  part: 'public' | 'private',
  output: KeyOutput,
): unknown {
  if (output.format === Format.jwk)
    return exportJwk({ type: part, key: part === 'public' ? publicPart(key) : key }, {} as Any)
  const { bytes, label } = part === 'public' ? publicBytes(key, output) : privateBytes(key, output)
  const cipher = output.cipher ?? null
  if (cipher === null) return output.format === Format.pem ? formatPem(label, bytes) : buffer(realm, bytes)
  if (output.type !== Encoding.pkcs8) return encryptPem(realm, label, bytes, cipher, output.passphrase!)
  const encrypted = encryptPkcs8(realm, bytes, cipher, output.passphrase!)
  return output.format === Format.pem ? formatPem('ENCRYPTED PRIVATE KEY', encrypted) : buffer(realm, encrypted)
}

interface Encoded {
  bytes: Uint8Array
  label: string
}

function publicBytes(key: AsymmetricKey, { type }: KeyOutput): Encoded {
  if (type === Encoding.pkcs1 && isRsa(key)) return { bytes: encodePkcs1Public(key), label: 'RSA PUBLIC KEY' }
  return { bytes: encodeSpki(key), label: 'PUBLIC KEY' }
}

function privateBytes(key: AsymmetricKey, { type }: KeyOutput): Encoded {
  if (type === Encoding.pkcs1 && isRsa(key)) return { bytes: encodePkcs1Private(key), label: 'RSA PRIVATE KEY' }
  if (type === Encoding.sec1) return { bytes: encodeSec1(key), label: 'EC PRIVATE KEY' }
  return { bytes: encodePkcs8(key), label: 'PRIVATE KEY' }
}
