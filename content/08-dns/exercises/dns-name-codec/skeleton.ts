declare function textOf(label: Uint8Array): string

/** The loop of the decoder, with two places left open. */
export function decodeName(message: Uint8Array, offset: number): { name: string; next: number } {
  const labels: string[] = []
  let next: number | null = null
  for (let at = offset; ; ) {
    const first = message[at] ?? 0 // … and where the message has no byte any more?
    if (first >> 6 === 0b11) {
      next ??= at + 2
      at = ((first & 0x3f) << 8) | (message[at + 1] ?? 0) // … may it lead to anywhere?
    } else if (first === 0) {
      return { name: labels.join('.') || '.', next: next ?? at + 1 }
    } else {
      labels.push(textOf(message.subarray(at + 1, at + 1 + first)))
      at += 1 + first
    }
  }
}
