type Label = Uint8Array

const fail = (reason: string): never => {
  throw Object.assign(new Error(reason), { code: 'EBADNAME' })
}

// ---- text -> labels: a state machine over characters ----

function* labelsOf(text: string): Generator<Label> {
  let label: number[] = []
  let state: 'plain' | 'escape' | 'digits' = 'plain'
  let digits = ''
  let wasDot = true // nothing in this label yet

  const body = text.endsWith('.') && !endsEscaped(text) ? text.slice(0, -1) : text
  if (body === '') return
  for (let i = 0; i < body.length; i++) {
    const code = body.charCodeAt(i)
    const char = body[i]!
    if (state === 'plain') {
      if (code <= 0x20 || code >= 0x7f) fail('write this character as \\DDD')
      else if (char === '\\') state = 'escape'
      else if (char === '.') {
        yield finish(label)
        label = []
      } else label.push(code)
    } else if (state === 'escape') {
      if (char === '.' || char === '\\') {
        label.push(code)
        state = 'plain'
      } else if (char >= '0' && char <= '9') {
        digits = char
        state = 'digits'
      } else fail('this escape does not exist')
    } else {
      if (char < '0' || char > '9') fail('three digits, please')
      digits += char
      if (digits.length === 3) {
        const value = Number(digits)
        if (value > 255) fail('a byte is at most 255')
        if (value > 0x20 && value < 0x7f) fail('a visible character stands for itself')
        label.push(value)
        state = 'plain'
      }
    }
  }
  if (state !== 'plain') fail('the text ends within an escape')
  yield finish(label)
}

/** Whether the last dot is part of an escape: an odd number of backslashes before it. */
function endsEscaped(text: string): boolean {
  let backslashes = 0
  for (let i = text.length - 2; i >= 0 && text[i] === '\\'; i--) backslashes++
  return backslashes % 2 === 1
}

function finish(label: number[]): Label {
  if (label.length === 0) fail('a label is empty')
  if (label.length > 63) fail('a label is too long')
  return Uint8Array.from(label)
}

function parse(text: string): Label[] {
  const labels: Label[] = []
  let length = 1
  for (const label of labelsOf(text)) {
    length += 1 + label.length
    if (length > 255) fail('the name is too long')
    labels.push(label)
  }
  return labels
}

function join(pieces: Iterable<ArrayLike<number>>): Uint8Array {
  const all = [...pieces]
  const whole = new Uint8Array(all.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of all) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

export function encodeName(name: string): Uint8Array {
  return join([...parse(name).flatMap((label) => [[label.length], label]), [0]])
}

// ---- bytes -> text: one piece after the other, by recursion ----

function readPiece(message: Uint8Array, start: number, room: number): { labels: Label[]; next: number } {
  const labels: Label[] = []
  let at = start
  for (;;) {
    if (!(at < message.length)) fail('the message ends within a name')
    const first = message[at]!
    const kind = first >> 6
    if (first === 0) return { labels, next: at + 1 }
    if (kind === 0) {
      room -= first + 1
      if (room < 1) fail('the name is too long')
      if (at + 1 + first > message.length) fail('the message ends within a label')
      labels.push(message.slice(at + 1, at + 1 + first))
      at += 1 + first
    } else if (kind === 3) {
      if (at + 2 > message.length) fail('half a pointer')
      const target = (first & 0b111111) * 256 + message[at + 1]!
      if (target >= start) fail('a pointer must go back')
      return { labels: labels.concat(readPiece(message, target, room).labels), next: at + 2 }
    } else fail('01 and 10 mean nothing')
  }
}

function show(label: Label): string {
  return Array.from(label, (byte) => {
    if (byte === 0x2e) return '\\.'
    if (byte === 0x5c) return '\\\\'
    return byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '\\' + `${byte}`.padStart(3, '0')
  }).join('')
}

export function decodeName(message: Uint8Array, offset: number): { name: string; next: number } {
  if (!Number.isInteger(offset) || offset < 0) fail('no such offset')
  const { labels, next } = readPiece(message, offset, 255)
  return { name: labels.length === 0 ? '.' : labels.map(show).join('.'), next }
}

export function sameName(a: string, b: string): boolean {
  const lower = (label: Label) => show(label).replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  const [left, right] = [parse(a).map(lower), parse(b).map(lower)]
  return left.length === right.length && left.every((label, i) => label === right[i])
}

// ---- the writer: a tree of labels, from the last one down ----

interface Node {
  /** Where this ending stands in the message, if a pointer can reach it. */
  at?: number
  below: Map<string, Node>
}

export class MessageWriter {
  readonly #pieces: Uint8Array[] = []
  #length = 0
  readonly #root: Node = { below: new Map() }

  bytes(data: Uint8Array): void {
    this.#pieces.push(Uint8Array.from(data))
    this.#length += data.length
  }

  name(name: string): void {
    const labels = parse(name)
    // Down the tree, along the labels from the last to the first.
    const path: Node[] = new Array(labels.length)
    let node = this.#root
    for (let i = labels.length - 1; i >= 0; i--) {
      const key = show(labels[i]!)
      let child = node.below.get(key)
      if (!child) node.below.set(key, (child = { below: new Map() }))
      path[i] = node = child
    }
    for (const [i, label] of labels.entries()) {
      const known = path[i]!.at
      if (known !== undefined) return this.bytes(Uint8Array.of(0xc0 | (known >> 8), known & 0xff))
      if (this.#length <= 0x4000) path[i]!.at = this.#length
      this.bytes(Uint8Array.of(label.length, ...label))
    }
    this.bytes(Uint8Array.of(0))
  }

  message(): Uint8Array {
    return join(this.#pieces)
  }
}
