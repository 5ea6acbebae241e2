import { x448 } from '@noble/curves/ed448.js'
import { x25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { Alert, illegalParameter, TlsFault } from './faults.ts'

/** A Diffie-Hellman group under OpenSSL's and NIST's names (RFC 8446 §4.2.7). */
export interface Group {
  readonly id: number
  readonly names: readonly string[]
  /** Bits, as `getEphemeralKeyInfo` reports them. */
  readonly bits: number
  generate(random: (size: number) => Uint8Array): KeyPair
}

export interface KeyPair {
  readonly group: Group
  readonly publicKey: Uint8Array
  /** Throws an `illegal_parameter` fault for a point that is not on the curve. */
  agree(peer: Uint8Array): Uint8Array
}

type Montgomery = typeof x25519
type Weierstrass = typeof p256

/** Makes a group whose secret key is any string of bytes (RFC 7748). */
function montgomery(id: number, name: string, bits: number, size: number, curve: Montgomery): Group {
  const group: Group = {
    id,
    names: [name],
    bits,
    generate: (random) => pairFrom(random(size)),
  }
  const pairFrom = (secret: Uint8Array): KeyPair => ({
    group,
    publicKey: curve.getPublicKey(secret),
    agree: (peer) => checked(() => curve.getSharedSecret(secret, peer)),
  })
  return group
}

function weierstrass(id: number, names: readonly string[], bits: number, curve: Weierstrass): Group {
  const group: Group = {
    id,
    names,
    bits,
    generate(random) {
      const secret = curve.utils.randomSecretKey(random(curve.lengths.seed ?? 64))
      return {
        group,
        publicKey: curve.getPublicKey(secret, false),
        agree: (peer) => checked(() => sharedX(curve, secret, peer)),
      }
    },
  }
  return group
}

/** Returns the shared point's x (RFC 8446 §7.4.2). Points come uncompressed (§4.2.8.2). */
function sharedX(curve: Weierstrass, secret: Uint8Array, peer: Uint8Array): Uint8Array {
  if (peer[0] !== 4) throw illegalParameter('bad key share')
  const point = curve.getSharedSecret(secret, peer, false)
  return point.slice(1, 1 + (point.length - 1) / 2)
}

function checked(agree: () => Uint8Array): Uint8Array {
  try {
    return agree()
  } catch {
    throw new TlsFault(Alert.illegalParameter, 'bad ecpoint')
  }
}

/** In OpenSSL's order of preference, without its post-quantum groups. */
export const GROUPS: readonly Group[] = [
  montgomery(0x001d, 'X25519', 253, 32, x25519),
  weierstrass(0x0017, ['prime256v1', 'P-256', 'secp256r1'], 256, p256),
  montgomery(0x001e, 'X448', 448, 56, x448 as Montgomery),
  weierstrass(0x0018, ['secp384r1', 'P-384'], 384, p384),
  weierstrass(0x0019, ['secp521r1', 'P-521'], 521, p521),
]

export const groupById = (id: number): Group | undefined => GROUPS.find((group) => group.id === id)
