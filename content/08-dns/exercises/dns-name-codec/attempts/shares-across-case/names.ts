const bad = (message: string) => Object.assign(new Error(message), { code: 'EBADNAME' })

function split(name: string): Uint8Array[] {
  if (name === '' || name === '.') return []
  const labels: Uint8Array[] = []
  let bytes: number[] = []
  let i = 0
  const endLabel = () => {
    if (bytes.length < 1 || bytes.length > 63) throw bad('a label has 1 to 63 bytes')
    labels.push(new Uint8Array(bytes))
    bytes = []
  }
  while (i < name.length) {
    const c = name[i++]!
    if (c === '.') {
      endLabel()
      if (i === name.length) return check(labels)
    } else if (c === '\\') {
      const n = name[i] ?? ''
      if (n === '.' || n === '\\') {
        bytes.push(n.charCodeAt(0))
        i += 1
      } else {
        const ddd = name.slice(i, i + 3)
        const value = /^\d\d\d$/.test(ddd) ? Number(ddd) : 999
        if (value > 255 || (value > 32 && value < 127)) throw bad('unknown escape')
        bytes.push(value)
        i += 3
      }
    } else {
      if (c < '!' || c > '~') throw bad('not visible')
      bytes.push(c.charCodeAt(0))
    }
  }
  endLabel()
  return check(labels)
}

function check(labels: Uint8Array[]) {
  let total = 1
  for (const l of labels) total += l.length + 1
  if (total > 255) throw bad('a name has at most 255 bytes')
  return labels
}

const toText = (label: Uint8Array) =>
  [...label]
    .map((b) => (b === 46 ? '\\.' : b === 92 ? '\\\\' : b < 33 || b > 126 ? '\\' + String(b).padStart(3, '0') : String.fromCharCode(b)))
    .join('')

const lower = (s: string) => s.replace(/[A-Z]/g, (c) => c.toLowerCase())

export function encodeName(name: string): Uint8Array {
  const out: number[] = []
  for (const label of split(name)) out.push(label.length, ...label)
  out.push(0)
  return new Uint8Array(out)
}

export function decodeName(message: Uint8Array, offset: number): { name: string; next: number } {
  const labels: Uint8Array[] = []
  let pos = offset
  let pieceStart = offset
  let next = 0
  let total = 1
  while (true) {
    if (!(pos >= 0 && pos < message.length)) throw bad('out of the message')
    const len = message[pos]!
    if (len === 0) {
      if (next === 0) next = pos + 1
      break
    }
    if ((len & 0xc0) === 0xc0) {
      if (pos + 1 >= message.length) throw bad('cut pointer')
      const target = ((len & 0x3f) << 8) | message[pos + 1]!
      if (next === 0) next = pos + 2
      if (target >= pieceStart) throw bad('forward pointer')
      pos = target
      pieceStart = target
      continue
    }
    if (len & 0xc0) throw bad('reserved')
    if (pos + 1 + len > message.length) throw bad('cut label')
    total += len + 1
    if (total > 255) throw bad('too long')
    labels.push(message.slice(pos + 1, pos + 1 + len))
    pos += len + 1
  }
  return { name: labels.length ? labels.map(toText).join('.') : '.', next }
}

export function sameName(a: string, b: string): boolean {
  return lower(split(a).map(toText).join('.')) === lower(split(b).map(toText).join('.'))
}

export class MessageWriter {
  #out: number[] = []
  #offsets = new Map<string, number>()

  bytes(data: Uint8Array): void {
    data.forEach((b) => this.#out.push(b))
  }

  name(name: string): void {
    const labels = split(name)
    while (labels.length > 0) {
      // DNS names are the same whatever their case
      const key = lower(labels.map(toText).join('.'))
      const known = this.#offsets.get(key)
      if (known !== undefined) {
        this.#out.push((0xc000 | known) >> 8, known & 0xff)
        return
      }
      if (this.#out.length < 0x4000) this.#offsets.set(key, this.#out.length)
      const label = labels.shift()!
      this.#out.push(label.length, ...label)
    }
    this.#out.push(0)
  }

  message(): Uint8Array {
    return new Uint8Array(this.#out)
  }
}
