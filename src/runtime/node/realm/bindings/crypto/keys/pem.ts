import { decodeBase64, encodeBase64 } from '../../../encodings.ts'

export interface Pem {
  label: string
  bytes: Uint8Array
  /** Cipher and initialization vector of an old key encrypted by a password (RFC 1421). */
  encryption: { cipher: string; iv: string } | null
}

const BLOCK = /-----BEGIN ([^-]+)-----([\s\S]*?)-----END \1-----/

/** Returns the first block (RFC 7468) with a wanted label; null for none. */
export function parsePem(text: string, wanted: (label: string) => boolean): Pem | null {
  for (let rest = text; ; ) {
    const match = BLOCK.exec(rest)
    if (!match) return null
    const [whole, label, body] = match as unknown as [string, string, string]
    if (wanted(label)) {
      const dek = /^DEK-Info: ([^,\s]+),([0-9A-Fa-f]+)\s*$/m.exec(body)
      const content = body.replace(/^[\w-]+:.*$/gm, '').replace(/\s+/g, '')
      const encryption = dek ? { cipher: dek[1]!, iv: dek[2]! } : null
      return { label, bytes: encodeBase64(content), encryption }
    }
    rest = rest.slice(match.index + whole.length)
  }
}

/** Returns all blocks with a wanted label. */
export function parsePems(text: string, wanted: (label: string) => boolean): Pem[] {
  const found: Pem[] = []
  for (const [whole] of text.matchAll(new RegExp(BLOCK, 'g'))) {
    const pem = parsePem(whole, wanted)
    if (pem) found.push(pem)
  }
  return found
}

/** Formats lines of 64 characters, with a newline after the last. */
export function formatPem(label: string, bytes: Uint8Array, headers: readonly string[] = []): string {
  const lines = decodeBase64(bytes, 0, bytes.length).match(/.{1,64}/g) ?? []
  const head = headers.length === 0 ? [] : [...headers, '']
  return [`-----BEGIN ${label}-----`, ...head, ...lines, `-----END ${label}-----`, ''].join('\n')
}
