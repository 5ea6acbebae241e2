/** Certificate, CertificateRequest and CertificateVerify (RFC 8446 §4.3.2, §4.4.2, §4.4.3). */
import { concatenate } from '#network'
import { ascii, number, numbers, Reader, vector } from './bytes.ts'
import { ExtensionType, encodeExtensions, MessageType, message, numberList, readExtensions } from './hello.ts'
import { SCHEMES } from './signature-schemes.ts'

export function encodeCertificate(context: Uint8Array, chain: readonly Uint8Array[]): Uint8Array {
  const entries = chain.map((certificate) => concatenate([vector(3, certificate), number(2, 0)]))
  return message(MessageType.certificate, vector(1, context), vector(3, ...entries))
}

/** Returns the certificates, the peer's own first. */
export function readCertificate(body: Uint8Array): Uint8Array[] {
  const reader = new Reader(body)
  reader.vector(1)
  const list = new Reader(reader.vector(3))
  reader.end()
  const chain: Uint8Array[] = []
  while (list.left > 0) {
    chain.push(list.vector(3).slice())
    readExtensions(list.vector(2))
  }
  return chain
}

export function encodeCertificateRequest(schemes: readonly number[]): Uint8Array {
  const extensions = new Map([[ExtensionType.signatureAlgorithms, numbers(schemes)]])
  return message(MessageType.certificateRequest, vector(1), encodeExtensions(extensions))
}

/** Returns the request's context and the signature schemes that the peer accepts. */
export function readCertificateRequest(body: Uint8Array): { context: Uint8Array; schemes: number[] } {
  const reader = new Reader(body)
  const context = reader.vector(1)
  const extensions = readExtensions(reader.vector(2))
  reader.end()
  return { context, schemes: numberList(extensions.get(ExtensionType.signatureAlgorithms)) }
}

/** Returns what a CertificateVerify signs. */
export function signedContent(side: 'client' | 'server', transcript: Uint8Array): Uint8Array {
  const label = ascii(`TLS 1.3, ${side} CertificateVerify`)
  return concatenate([new Uint8Array(64).fill(0x20), label, Uint8Array.of(0), transcript])
}

export function encodeCertificateVerify(scheme: number, signature: Uint8Array): Uint8Array {
  return message(MessageType.certificateVerify, number(2, scheme), vector(2, signature))
}

export function readCertificateVerify(body: Uint8Array): { scheme: number; signature: Uint8Array } {
  const reader = new Reader(body)
  const scheme = reader.number(2)
  const signature = reader.vector(2)
  reader.end()
  return { scheme, signature }
}

/** Schemes that this side verifies, for `signature_algorithms`. */
export const OFFERED_SCHEMES: readonly number[] = SCHEMES.map(({ id }) => id)
