/** Text of protocols that is bytes: one character for each, as Node has header values. */

/** Characters that fit into the arguments of one call. */
const PIECE = 4096

export function latin1Text(bytes: Uint8Array): string {
  if (bytes.length <= PIECE) return String.fromCharCode(...bytes)
  let text = ''
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE))
  return text
}

/** Throws RangeError for characters above 255. */
export function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 255) throw new RangeError(`character ${code} at ${at} is not a byte`)
    bytes[at] = code
  }
  return bytes
}
