const MOST_LABEL_BYTES = 63
const MOST_NAME_BYTES = 255
/** Places from here on do not fit into a pointer's 14 bits. */
const POINTER_LIMIT = 0x4000
const [LABEL, POINTER] = [0b00, 0b11]
const BACKSLASH = '\\'.charCodeAt(0)
const DOT = '.'.charCodeAt(0)

/** A name as labels with their lengths, ended by the empty label (RFC 1035, 3.1). */
export function encodeName(name: string): Uint8Array {
  return wireOf(labelsOf(name))
}

/** The name that begins at `offset`, and where the message goes on after it. */
export function decodeName(message: Uint8Array, offset: number): { name: string; next: number } {
  const labels: string[] = []
  let next: number | null = null
  let length = 1
  let begin = offset // of the piece that is being read: a pointer must lead to before it
  for (let at = offset; ; ) {
    const first = byteAt(message, at)
    const type = first >> 6
    if (type === POINTER) {
      next ??= at + 2
      const target = ((first & 0x3f) << 8) | byteAt(message, at + 1)
      if (target >= begin) throw badName(`a pointer at ${at} leads to ${target}, which is not before ${begin}`)
      begin = target
      at = target
    } else if (type !== LABEL) {
      throw badName(`the byte at ${at} begins neither a label nor a pointer`)
    } else if (first === 0) {
      return { name: labels.join('.') || '.', next: next ?? at + 1 }
    } else {
      length += 1 + first
      if (length > MOST_NAME_BYTES) throw badName(`a name is longer than ${MOST_NAME_BYTES} bytes`)
      byteAt(message, at + first) // the whole label must be there
      labels.push(textOf(message.subarray(at + 1, at + 1 + first)))
      at += 1 + first
    }
  }
}

/** Whether two texts mean one name: ASCII letters are the same in both cases (RFC 4343), other bytes only themselves. */
export function sameName(a: string, b: string): boolean {
  return lowerCase(encodeName(a)).equals(lowerCase(encodeName(b)))
}

/** Puts a message together, and names into it as short as they can be. */
export class MessageWriter {
  readonly #parts: Uint8Array[] = []
  readonly #places = new Map<string, number>() // of endings of names, by their bytes
  #length = 0

  bytes(data: Uint8Array): void {
    this.#parts.push(Uint8Array.from(data)) // the caller may use its buffer again
    this.#length += data.length
  }

  name(name: string): void {
    const labels = labelsOf(name)
    for (const [i, label] of labels.entries()) {
      const ending = Buffer.from(wireOf(labels.slice(i))).toString('latin1')
      const place = this.#places.get(ending)
      if (place !== undefined) {
        this.bytes(Uint8Array.of(0xc0 | (place >> 8), place & 0xff))
        return
      }
      if (this.#length < POINTER_LIMIT) this.#places.set(ending, this.#length)
      this.bytes(Uint8Array.of(label.length, ...label))
    }
    this.bytes(Uint8Array.of(0))
  }

  message(): Uint8Array {
    return Buffer.concat(this.#parts)
  }
}

/** The labels that a text means, as bytes. */
function labelsOf(name: string): Uint8Array[] {
  if (name === '' || name === '.') return []
  const labels: number[][] = [[]]
  const token = /\\(\d{3})|\\([.\\])|(\.)|([!-[\]-~])/y
  while (token.lastIndex < name.length) {
    const [, number, quoted, dot, plain] = token.exec(name) ?? []
    const byte = number === undefined ? (quoted ?? plain)?.charCodeAt(0) : Number(number)
    if (dot !== undefined) labels.push([])
    else if (byte === undefined || byte > 0xff || (number !== undefined && isVisible(byte)))
      throw badName(`there is no name ${JSON.stringify(name)}`)
    else labels.at(-1)!.push(byte)
  }
  if (labels.at(-1)!.length === 0) labels.pop() // the dot at the end
  for (const { length } of labels)
    if (length === 0 || length > MOST_LABEL_BYTES) throw badName(`a label of ${length} bytes`)
  return labels.map((bytes) => Uint8Array.from(bytes))
}

function wireOf(labels: Uint8Array[]): Uint8Array {
  const wire = Uint8Array.from([...labels.flatMap((label) => [label.length, ...label]), 0])
  if (wire.length > MOST_NAME_BYTES) throw badName(`a name of ${wire.length} bytes`)
  return wire
}

/** A label as text, so that it means the same bytes again. */
function textOf(label: Uint8Array): string {
  const characters = Array.from(label, (byte) => {
    if (byte === DOT || byte === BACKSLASH) return `\\${String.fromCharCode(byte)}`
    return isVisible(byte) ? String.fromCharCode(byte) : `\\${String(byte).padStart(3, '0')}`
  })
  return characters.join('')
}

const isVisible = (byte: number) => byte > 0x20 && byte < 0x7f

const lowerCase = (wire: Uint8Array): Buffer =>
  Buffer.from(wire.map((byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte)))

function byteAt(message: Uint8Array, at: number): number {
  const byte = message[at]
  if (byte === undefined) throw badName(`a name goes on at ${at}, and the message has ${message.length} bytes`)
  return byte
}

const badName = (message: string) => Object.assign(new Error(message), { code: 'EBADNAME' })
