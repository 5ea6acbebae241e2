export class NameError extends Error {
  code = 'EBADNAME'
  override name = 'NameError'
}

/** A wire name without compression, in one buffer of 255 bytes: nothing longer can be built. */
class WireName {
  readonly #buffer = new Uint8Array(255)
  #end = 0 // of what is complete
  #open = 0 // length of the label that is being built

  push(byte: number) {
    if (++this.#open > 63) throw new NameError('label too long')
    const at = this.#end + this.#open
    if (at > 253) throw new NameError('name too long')
    this.#buffer[at] = byte
  }

  close() {
    if (this.#open === 0) throw new NameError('empty label')
    this.#buffer[this.#end] = this.#open
    this.#end += 1 + this.#open
    this.#open = 0
  }

  /** With the zero, which the buffer has in it anyway. */
  get bytes(): Uint8Array {
    return this.#buffer.slice(0, this.#end + 1)
  }

  /** Where the labels begin. */
  *starts(): Generator<number> {
    for (let at = 0; at < this.#end; at += 1 + this.#buffer[at]!) yield at
  }

  static fromText(text: string): WireName {
    const wire = new WireName()
    if (text === '' || text === '.') return wire
    let rest = text
    while (rest !== '') {
      const char = rest[0]!
      if (char === '.') {
        wire.close()
        rest = rest.slice(1)
        if (rest === '') return wire
        continue
      }
      if (char !== '\\') {
        if (!/[!-~]/.test(char)) throw new NameError('only visible ASCII')
        wire.push(char.charCodeAt(0))
        rest = rest.slice(1)
        continue
      }
      const escape = /^\\(?:([.\\])|(0[0-2]\d|03[0-2]|12[7-9]|1[3-9]\d|2[0-4]\d|25[0-5]))/.exec(rest)
      if (!escape) throw new NameError('no such escape')
      wire.push(escape[1] ? escape[1].charCodeAt(0) : parseInt(escape[2]!, 10))
      rest = rest.slice(escape[0].length)
    }
    wire.close()
    return wire
  }

  toText(): string {
    let text = ''
    for (const start of this.starts()) {
      if (text) text += '.'
      for (const byte of this.#buffer.subarray(start + 1, start + 1 + this.#buffer[start]!)) {
        if (byte === 46 || byte === 92) text += '\\'
        if (byte < 33 || byte > 126) text += '\\' + (1000 + byte).toString().slice(1)
        else text += String.fromCharCode(byte)
      }
    }
    return text || '.'
  }
}

export function encodeName(name: string): Uint8Array {
  return WireName.fromText(name).bytes
}

export function decodeName(message: Uint8Array, offset: number): { name: string; next: number } {
  const wire = new WireName()
  let cursor = offset
  let next = -1
  const take = () => {
    const byte = message[cursor++]
    if (byte === undefined) throw new NameError('message too short')
    return byte
  }
  for (;;) {
    const head = take()
    switch (head & 0xc0) {
      case 0x00:
        if (head === 0) return { name: wire.toText(), next: next < 0 ? cursor : next }
        for (let i = 0; i < head; i++) wire.push(take())
        wire.close()
        break
      case 0xc0: {
        const target = ((head & 0x3f) << 8) + take()
        if (next < 0) next = cursor
        if (target >= offset) throw new NameError('pointer does not go back')
        cursor = target
        break
      }
      default:
        throw new NameError('reserved label type')
    }
  }
}

export function sameName(a: string, b: string): boolean {
  const x = encodeName(a)
  const y = encodeName(b)
  const lower = (c: number) => (c > 64 && c < 91 ? c | 32 : c)
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    if (lower(x[i] ?? -1) !== lower(y[i] ?? -1)) return false
  }
  return true
}

export class MessageWriter {
  #buffer = new Uint8Array(512)
  #length = 0
  /** The wire form of an ending (as Latin-1) and where it is. */
  #written: Record<string, number> = Object.create(null)

  bytes(data: Uint8Array): void {
    while (this.#length + data.length > this.#buffer.length) {
      const larger = new Uint8Array(this.#buffer.length * 2)
      larger.set(this.#buffer)
      this.#buffer = larger
    }
    this.#buffer.set(data, this.#length)
    this.#length += data.length
  }

  name(name: string): void {
    const wire = WireName.fromText(name)
    const { bytes } = wire
    const begin = this.#length
    const fresh: [string, number][] = []
    let end = bytes.length
    let pointer: number | undefined
    for (const start of wire.starts()) {
      const key = String.fromCharCode(...bytes.subarray(start))
      pointer = this.#written[key]
      if (pointer !== undefined) {
        end = start
        break
      }
      if (begin + start < 0x4000) fresh.push([key, begin + start])
    }
    this.bytes(bytes.subarray(0, end))
    if (pointer !== undefined) this.bytes(new Uint8Array([0xc0 | (pointer >>> 8), pointer & 255]))
    for (const [key, at] of fresh) this.#written[key] = at
  }

  message(): Uint8Array {
    return this.#buffer.slice(0, this.#length)
  }
}
