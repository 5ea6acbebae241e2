class BadName extends Error {
  readonly code = 'EBADNAME'
}

function bad(why: string): never {
  throw new BadName(why)
}

// \DDD, an escaped dot or backslash, a dot, or any other visible character but the backslash
const TOKEN = /\\(\d{3})|\\([.\\])|(\.)|([!-[\]-~])/y

const isVisible = (byte: number) => byte > 0x20 && byte < 0x7f

/** Text to labels; the root has none. */
function parse(text: string): number[][] {
  if (text === '' || text === '.') return []
  const labels: number[][] = [[]]
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const isLast = TOKEN.lastIndex === text.length - 1
    const token = TOKEN.exec(text)
    if (!token) bad('not a form that is allowed here')
    const [, decimal, escaped, dot, plain] = token
    const label = labels.at(-1)!
    if (dot !== undefined) {
      if (label.length === 0) bad('an empty label')
      if (!isLast) labels.push([])
    } else if (decimal !== undefined) {
      const byte = Number(decimal)
      if (byte > 255 || isVisible(byte)) bad(`\\${decimal} is not how this byte is written`)
      label.push(byte)
    } else label.push((escaped ?? plain)!.charCodeAt(0))
  }
  if (labels.some((label) => label.length > 63)) bad('a label of more than 63 bytes')
  if (wireLength(labels) > 255) bad('more than 255 bytes')
  return labels
}

function wireLength(labels: { length: number }[]): number {
  return labels.reduce((sum, label) => sum + 1 + label.length, 1)
}

function print(label: Uint8Array): string {
  let text = ''
  for (const byte of label) {
    const char = String.fromCharCode(byte)
    if (char === '.' || char === '\\') text += `\\${char}`
    else text += isVisible(byte) ? char : `\\${String(byte).padStart(3, '0')}`
  }
  return text
}

function toWire(labels: number[][]): number[] {
  return labels.flatMap((label) => [label.length, ...label])
}

export function encodeName(name: string): Uint8Array {
  return Uint8Array.from([...toWire(parse(name)), 0])
}

export function decodeName(message: Uint8Array, offset: number): { name: string; next: number } {
  const at = (where: number) => message[where] ?? bad('the message ends here')
  const labels: Uint8Array[] = []
  let next: number | undefined
  let start = offset
  let here = offset
  for (;;) {
    const length = at(here)
    if (length === 0) break
    if (length >= 0xc0) {
      const target = ((length & 0x3f) << 8) | at(here + 1)
      next ??= here + 2
      if (target >= start) bad('a pointer that leads nowhere before')
      start = here = target
    } else if (length > 63) bad('a length that begins with 01 or 10')
    else {
      if (here + 1 + length > message.length) bad('a label that is cut off')
      labels.push(message.subarray(here + 1, here + 1 + length))
      if (wireLength(labels) > 255) bad('more than 255 bytes')
      here += 1 + length
    }
  }
  return { name: labels.map(print).join('.') || '.', next: next ?? here + 1 }
}

export function sameName(a: string, b: string): boolean {
  // Length bytes are at most 63, so they are never taken for letters.
  const fold = (name: string) => encodeName(name).map((byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte))
  const [first, second] = [fold(a), fold(b)]
  return first.length === second.length && first.every((byte, i) => byte === second[i])
}

export class MessageWriter {
  readonly #bytes: number[] = []
  readonly #endings = new Map<string, number>()

  bytes(data: Uint8Array): void {
    for (const byte of data) this.#bytes.push(byte)
  }

  name(name: string): void {
    const labels = parse(name)
    for (let i = 0; i < labels.length; i++) {
      const ending = String(labels.slice(i).map((label) => String(label)).join('.'))
      const before = this.#endings.get(ending)
      if (before !== undefined) {
        this.#bytes.push(0xc0 | (before >> 8), before & 0xff)
        return
      }
      if (this.#bytes.length < 0x4000) this.#endings.set(ending, this.#bytes.length)
      this.#bytes.push(labels[i]!.length, ...labels[i]!)
    }
    this.#bytes.push(0)
  }

  message(): Uint8Array {
    return Uint8Array.from(this.#bytes)
  }
}
