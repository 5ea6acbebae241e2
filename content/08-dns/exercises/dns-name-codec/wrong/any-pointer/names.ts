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
  const first = byteAt(message, offset)
  const type = first >> 6
  if (type === POINTER) {
    const target = ((first & 0x3f) << 8) | byteAt(message, offset + 1)
    return { name: decodeName(message, target).name, next: offset + 2 }
  }
  if (type !== LABEL) throw badName(`the byte at ${offset} begins neither a label nor a pointer`)
  if (first === 0) return { name: '.', next: offset + 1 }
  byteAt(message, offset + first) // the whole label must be there
  const rest = decodeName(message, offset + 1 + first)
  const label = textOf(message.subarray(offset + 1, offset + 1 + first))
  const name = rest.name === '.' ? label : `${label}.${rest.name}`
  encodeName(name) // not too long?
  return { name, next: rest.next }
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
