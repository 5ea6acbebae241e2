const utf8 = new TextEncoder()

class DnsNameError extends Error {
  code: string
  constructor(message: string) {
    super(message)
    this.code = 'EBADNAME'
  }
}

/** Splits at dots that have no backslash before them, and takes the escapes out. */
function labels(name: string): Uint8Array[] {
  if (name === '.' || name === '') return []
  const raw: string[] = ['']
  for (let i = 0; i < name.length; i++) {
    if (name[i] === '\\') raw[raw.length - 1] += name[i]! + (name[++i] ?? '')
    else if (name[i] === '.') raw.push('')
    else raw[raw.length - 1] += name[i]
  }
  if (raw.at(-1) === '') raw.pop()
  const result = raw.map((text) => {
    const bytes: number[] = []
    for (const part of text.match(/\\\d{3}|\\[^]|[^\\]+|\\/g) ?? []) {
      if (part === '\\') throw new DnsNameError('nothing after the backslash')
      if (/^\\\d{3}$/.test(part)) {
        const value = Number(part.slice(1))
        if (value > 255) throw new DnsNameError('no byte has this value')
        bytes.push(value)
      } else if (part[0] === '\\') bytes.push(...utf8.encode(part.slice(1)))
      else bytes.push(...utf8.encode(part))
    }
    if (bytes.length === 0) throw new DnsNameError('empty label')
    if (bytes.length > 63) throw new DnsNameError('label of more than 63 bytes')
    return Uint8Array.from(bytes)
  })
  if (result.reduce((n, label) => n + label.length + 1, 1) > 255) throw new DnsNameError('name of more than 255 bytes')
  return result
}

function text(label: Uint8Array): string {
  let s = ''
  for (const b of label) {
    const c = String.fromCharCode(b)
    if (c === '.' || c === '\\') s += '\\' + c
    else if (b >= 0x21 && b <= 0x7e) s += c
    else s += '\\' + b.toString().padStart(3, '0')
  }
  return s
}

export function encodeName(name: string): Uint8Array {
  return Uint8Array.from([...labels(name).flatMap((l) => [l.length, ...l]), 0])
}

export function decodeName(message: Uint8Array, offset: number): { name: string; next: number } {
  const found: string[] = []
  let size = 1
  let next: number | null = null
  let begin = offset
  for (let at = offset; ; ) {
    const n = message[at]
    if (n === undefined) throw new DnsNameError('the name goes beyond the message')
    if (n === 0) return { name: found.join('.') || '.', next: next ?? at + 1 }
    if (n >= 192) {
      const low = message[at + 1]
      if (low === undefined) throw new DnsNameError('the pointer goes beyond the message')
      const to = (n - 192) * 256 + low
      if (to >= begin) throw new DnsNameError('the pointer does not lead back')
      next ??= at + 2
      at = begin = to
    } else if (n < 64) {
      size += n + 1
      if (size > 255 || at + n >= message.length) throw new DnsNameError('too long')
      found.push(text(message.subarray(at + 1, at + 1 + n)))
      at += n + 1
    } else throw new DnsNameError('unknown kind of label')
  }
}

export function sameName(a: string, b: string): boolean {
  const canonical = (name: string) => labels(name).map(text).join('.').replace(/[A-Z]+/g, (c) => c.toLowerCase())
  return canonical(a) === canonical(b)
}

export class MessageWriter {
  #chunks: Uint8Array[] = []
  #size = 0
  #seen = new Map<string, number>()

  bytes(data: Uint8Array): void {
    this.#chunks.push(data.slice())
    this.#size += data.length
  }

  name(name: string): void {
    const parts = labels(name)
    const names = parts.map((_, i) => parts.slice(i).map(text).join('.'))
    const hit = names.findIndex((ending) => this.#seen.has(ending))
    const count = hit < 0 ? parts.length : hit
    for (let i = 0; i < count; i++) {
      if (this.#size < 0x4000) this.#seen.set(names[i]!, this.#size)
      this.bytes(Uint8Array.of(parts[i]!.length, ...parts[i]!))
    }
    if (hit < 0) return this.bytes(Uint8Array.of(0))
    const to = this.#seen.get(names[hit]!)!
    this.bytes(Uint8Array.of(0xc0 | (to >> 8), to & 255))
  }

  message(): Uint8Array {
    const all = new Uint8Array(this.#size)
    let at = 0
    for (const chunk of this.#chunks) {
      all.set(chunk, at)
      at += chunk.length
    }
    return all
  }
}
