const LONGEST = 40

/**
 * Returns a payload's beginning as a quoted string with two spaces before it, for the end of a summary; '' if there is no
 * payload or it is not ASCII text.
 */
export function quotedText(payload: Uint8Array): string {
  if (payload.length === 0) return ''
  let text = ''
  for (const byte of payload.subarray(0, LONGEST)) {
    if (byte === 10) text += '\\n'
    else if (byte === 13) text += '\\r'
    else if (byte === 9) text += '\\t'
    else if (byte === 34 || byte === 92) text += `\\${String.fromCharCode(byte)}`
    else if (byte >= 32 && byte < 127) text += String.fromCharCode(byte)
    else return ''
  }
  return `  "${text}${payload.length > LONGEST ? '…' : ''}"`
}
