const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes as readable text; null for bytes that are none, or hold control characters. */
export function readable(bytes: Uint8Array): string | null {
  try {
    const text = decoder.decode(bytes)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    return /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/.test(text) ? null : text
  } catch {
    return null
  }
}

/** A string literal in single quotes. */
export function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

/** Data as it is written in a test: text where it is some, else hexadecimal digits. */
export function dataLiteral(bytes: Uint8Array): string {
  const text = readable(bytes)
  if (text !== null) return quoted(text)
  return `hex('${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}')`
}

/** `hello⏎`, or `12 bytes`: what was sent, in a label. */
export function shownData(bytes: Uint8Array): string {
  const text = readable(bytes)
  if (text === null) return bytes.length === 1 ? '1 byte' : `${bytes.length} bytes`
  const [line = ''] = text.split(/\r?\n/)
  const shown = text.trimEnd().includes('\n') ? `${line} …` : text.replaceAll('\r', '␍').replaceAll('\n', '⏎')
  return shown.length > 40 ? `${shown.slice(0, 39)}…` : shown
}
