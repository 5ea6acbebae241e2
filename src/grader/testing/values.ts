/** `[make(0), …, make(n - 1)]` */
export function times<T>(n: number, make: (i: number) => T): T[] {
  return Array.from({ length: n }, (_, i) => make(i))
}

/** Bytes from hexadecimal digits; spaces may stand between bytes. */
export function hex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, '')
  if (!/^([0-9a-f]{2})*$/i.test(digits))
    throw new TypeError(`found ${JSON.stringify(text)}, expected pairs of hexadecimal digits`)
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
