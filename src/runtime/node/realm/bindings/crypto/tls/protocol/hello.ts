/** ClientHello, ServerHello and their extensions (RFC 8446 §4.1, §4.2). */
import { concatenate } from '#network'
import { number, numbers, numbersIn, Reader, sameBytes, vector } from './bytes.ts'
import { Alert, badExtension, decodeError, illegalParameter, TlsFault } from './faults.ts'

export const MessageType = {
  clientHello: 1,
  serverHello: 2,
  newSessionTicket: 4,
  encryptedExtensions: 8,
  certificate: 11,
  certificateRequest: 13,
  certificateVerify: 15,
  finished: 20,
  keyUpdate: 24,
} as const

export const ExtensionType = {
  serverName: 0,
  supportedGroups: 10,
  signatureAlgorithms: 13,
  alpn: 16,
  preSharedKey: 41,
  supportedVersions: 43,
  cookie: 44,
  pskModes: 45,
  keyShare: 51,
} as const

const TLS_1_2 = 0x0303
export const TLS_1_3 = 0x0304
/** psk_dhe_ke: a ticket together with a fresh shared key (§4.2.9). */
export const PSK_WITH_KEY_SHARE = 1

/** Random of a ServerHello that asks for another ClientHello: SHA-256 of "HelloRetryRequest" (§4.1.3). */
export const RETRY_RANDOM = Uint8Array.of(
  ...[0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91],
  ...[0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c],
)

/** Bytes of extensions by type, in the order in which they came. */
export type Extensions = ReadonlyMap<number, Uint8Array>

export function message(type: number, ...parts: Uint8Array[]): Uint8Array {
  return concatenate([number(1, type), vector(3, ...parts)])
}

export function encodeExtensions(extensions: Extensions): Uint8Array {
  return vector(2, ...[...extensions].map(([type, bytes]) => concatenate([number(2, type), vector(2, bytes)])))
}

export function readExtensions(bytes: Uint8Array): Extensions {
  const reader = new Reader(bytes)
  const extensions = new Map<number, Uint8Array>()
  while (reader.left > 0) {
    const type = reader.number(2)
    if (extensions.has(type)) throw illegalParameter('bad extension')
    extensions.set(type, reader.vector(2))
  }
  return extensions
}

export interface ClientHello {
  readonly random: Uint8Array
  readonly sessionId: Uint8Array
  readonly suites: readonly number[]
  readonly extensions: Extensions
}

export function encodeClientHello({ random, sessionId, suites, extensions }: ClientHello): Uint8Array {
  const compression = vector(1, Uint8Array.of(0))
  const fields = [number(2, TLS_1_2), random, vector(1, sessionId), numbers(suites), compression]
  return message(MessageType.clientHello, ...fields, encodeExtensions(extensions))
}

export function readClientHello(body: Uint8Array): ClientHello {
  const reader = new Reader(body)
  reader.number(2)
  const random = reader.take(32)
  const sessionId = reader.vector(1)
  if (sessionId.length > 32) throw decodeError()
  const suites = numbersIn(reader.vector(2))
  const compression = reader.vector(1)
  const extensions = reader.left > 0 ? readExtensions(reader.vector(2)) : new Map()
  reader.end()
  if (suites.length === 0) throw new TlsFault(Alert.decodeError, 'no ciphers specified')
  if (!compression.includes(0)) throw illegalParameter('required compression algorithm missing')
  if (compression.length !== 1 && extensions.has(ExtensionType.supportedVersions))
    throw illegalParameter('invalid compression algorithm')
  if (extensions.has(ExtensionType.preSharedKey) && [...extensions.keys()].at(-1) !== ExtensionType.preSharedKey)
    throw illegalParameter('bad extension')
  return { random, sessionId, suites, extensions }
}

export interface ServerHello {
  readonly random: Uint8Array
  readonly sessionId: Uint8Array
  readonly suite: number
  readonly extensions: Extensions
}

export function encodeServerHello({ random, sessionId, suite, extensions }: ServerHello): Uint8Array {
  const fields = [number(2, TLS_1_2), random, vector(1, sessionId), number(2, suite), Uint8Array.of(0)]
  return message(MessageType.serverHello, ...fields, encodeExtensions(extensions))
}

export function readServerHello(body: Uint8Array): ServerHello {
  const reader = new Reader(body)
  reader.number(2)
  const random = reader.take(32)
  const sessionId = reader.vector(1)
  const suite = reader.number(2)
  if (reader.number(1) !== 0) throw illegalParameter('invalid compression algorithm')
  const extensions = reader.left > 0 ? readExtensions(reader.vector(2)) : new Map()
  reader.end()
  return { random, sessionId, suite, extensions }
}

export const isRetry = ({ random }: ServerHello): boolean => sameBytes(random, RETRY_RANDOM)

/** Reads the list of 16-bit numbers that is an extension's whole content. */
export function numberList(bytes: Uint8Array | undefined): number[] {
  if (!bytes) return []
  const reader = new Reader(bytes)
  const list = numbersIn(reader.vector(2))
  reader.end()
  return list
}

/** Reads ProtocolNameList (RFC 7301 §3.1). */
export function protocolList(bytes: Uint8Array): Uint8Array[] {
  const reader = new Reader(new Reader(bytes).vector(2))
  if (reader.left < 2) throw badExtension()
  const names: Uint8Array[] = []
  while (reader.left > 0) {
    const name = reader.vector(1)
    if (name.length === 0) throw decodeError()
    names.push(name)
  }
  return names
}

/** Reads the host name of a ServerNameList (RFC 6066 §3). */
export function hostNameIn(bytes: Uint8Array | undefined): string | null {
  if (!bytes || bytes.length === 0) return null
  const list = new Reader(new Reader(bytes).vector(2))
  if (list.left === 0) throw badExtension()
  if (list.number(1) !== 0) throw decodeError()
  const name = list.vector(2)
  if (name.length === 0 || name.length > 255 || name.includes(0)) throw decodeError()
  return String.fromCharCode(...name)
}

/** Reads key shares by group. */
export function keySharesIn(bytes: Uint8Array): Map<number, Uint8Array> {
  const reader = new Reader(new Reader(bytes).vector(2))
  const shares = new Map<number, Uint8Array>()
  while (reader.left > 0) {
    const group = reader.number(2)
    if (shares.has(group)) throw illegalParameter('bad key share')
    shares.set(group, reader.vector(2))
  }
  return shares
}
