/** Returns whether bytes are a handshake record (22), version 3.x, with a ClientHello (RFC 8446 §5.1, §4). */
function isClientHello(bytes: Uint8Array): boolean {
  return bytes[0] === 22 && bytes[1] === 3 && bytes[2]! <= 4 && bytes[5] === 1
}

/** Returns whether bytes are an SSH identification, `SSH-2.0-` (RFC 4253 §4.2). */
function isSsh(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 4)) === 'SSH-'
}

/** Names the protocol of a stream whose bytes depend on keys of both sides; null for others. TLS may begin after plain text (STARTTLS). */
export function secretProtocol(sends: readonly Uint8Array[]): string | null {
  if (sends[0] !== undefined && isSsh(sends[0])) return 'SSH'
  return sends.some(isClientHello) ? 'TLS' : null
}

/**
 * Returns whether bytes are a QUIC Initial packet of version 1 or 2: a long header with the fixed bit (RFC 9000 §17.2.2, RFC
 * 9369 §3.1), padded to 1,200 bytes (RFC 9000 §14.1).
 */
export function isQuic(bytes: Uint8Array): boolean {
  if (bytes.length < 1200 || (bytes[0]! & 0xc0) !== 0xc0) return false
  const version = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1)
  return version === 1 || version === 0x6b3343cf
}
