/** HTTP/1.1 messages (RFC 9112): the head, and how it determines the body's length. Bodies themselves are bytes. */
import { latin1Text } from './latin1.ts'
import { ParseError } from './parse-error.ts'

/** Line of the head and its position, including its line end. */
export interface HttpLine {
  readonly start: number
  readonly end: number
}

export interface HttpHeader extends HttpLine {
  readonly name: string
  readonly value: string
}

/** Part of the first line. */
export interface HttpWord extends HttpLine {
  readonly text: string
}

export interface HttpHead {
  readonly kind: 'request' | 'response'
  readonly line: HttpLine
  readonly version: HttpWord
  /** On a request. */
  readonly method: HttpWord | null
  readonly target: HttpWord | null
  /** On a response. */
  readonly status: HttpWord | null
  readonly reason: HttpWord | null
  readonly headers: readonly HttpHeader[]
  /** Length, including the empty line. */
  readonly length: number
}

export type HttpBody =
  | { kind: 'none' }
  | { kind: 'length'; length: number }
  | { kind: 'chunked' }
  | { kind: 'until close' }

/** Largest head: longer text isn't treated as one. */
const HTTP_MAX_HEAD = 65_536
const BEGINNING = /^(?:HTTP\/1\.[01] |[A-Z]+ \S+ HTTP\/1\.[01]\r?\n)/

/** Returns whether bytes start like a message; if they end within the first word, that part decides. */
export function looksLikeHttp(bytes: Uint8Array): boolean {
  return BEGINNING.test(latin1Text(bytes.subarray(0, 2048)))
}

/** Search for the end of a head that arrives in pieces: parsing before that is useless. */
export class HttpHeadSearch {
  #looked = 0

  /** Returns whether the head is complete, or longer than any head. `bytes`: those of the last call, and more. */
  isWorthReading(bytes: Uint8Array): boolean {
    for (let feed = bytes.indexOf(10, this.#looked); feed >= 0; feed = bytes.indexOf(10, feed + 1)) {
      const before = bytes[feed - 1] === 13 ? feed - 2 : feed - 1
      if (bytes[before] === 10) return true
    }
    this.#looked = bytes.length
    return bytes.length > HTTP_MAX_HEAD
  }
}

/** Reads a head that starts at `start`; null if it is incomplete. */
export function parseHttpHead(bytes: Uint8Array, start = 0): HttpHead | ParseError | null {
  const first = lineAt(bytes, start)
  if (first === null) return withoutEnd(bytes, start)
  const headers: HttpHeader[] = []
  for (let at = first.end; ; ) {
    const line = lineAt(bytes, at)
    if (line === null)
      return bytes.length - start > HTTP_MAX_HEAD ? new ParseError('http', 'a head without an end') : null
    at = line.end
    if (line.text === '') return headOf(first, headers, at)
    const colon = line.text.indexOf(':')
    if (colon <= 0) return new ParseError('http', `a header line without a name at byte ${line.start - start}`)
    const value = line.text.slice(colon + 1).trim()
    headers.push({ start: line.start, end: line.end, name: line.text.slice(0, colon), value })
  }
}

function headOf(first: HttpWord, headers: HttpHeader[], length: number): HttpHead | ParseError {
  const line = { start: first.start, end: first.end }
  const nothing = { method: null, target: null, status: null, reason: null }
  const response = /^(HTTP\/\d\.\d) (\d{3})(?: (.*))?$/.exec(first.text)
  const word = (text: string, offset: number): HttpWord => {
    const start = first.start + offset
    return { text, start, end: start + text.length }
  }
  if (response !== null) {
    const [, version, status, reason = ''] = response as unknown as [string, string, string, string?]
    const parts = { version: word(version, 0), status: word(status, 9), reason: word(reason, 13) }
    return { kind: 'response', line, ...nothing, ...parts, headers, length }
  }
  const request = /^(\S+) (\S+) (HTTP\/\d\.\d)$/.exec(first.text)
  if (request === null) return new ParseError('http', 'the first line is neither a request nor a status')
  const [, method, target, version] = request as unknown as [string, string, string, string]
  const targetAt = method.length + 1
  const parts = {
    method: word(method, 0),
    target: word(target, targetAt),
    version: word(version, targetAt + target.length + 1),
  }
  return { kind: 'request', line, ...nothing, ...parts, headers, length }
}

/** Returns the last value of a header with this name, lower case, or null. */
export function httpHeader({ headers }: HttpHead, name: string): string | null {
  return headers.findLast((header) => header.name.toLowerCase() === name)?.value ?? null
}

/** Returns how the body's length is determined (RFC 9112 §6.3). `isAnswerToHead`: responses to HEAD have no body, whatever their headers say. */
export function httpBody(head: HttpHead, isAnswerToHead = false): HttpBody {
  const status = head.status === null ? 0 : Number(head.status.text)
  if (head.kind === 'response' && (isAnswerToHead || status < 200 || status === 204 || status === 304))
    return { kind: 'none' }
  if (/(^|,)\s*chunked\s*$/i.test(httpHeader(head, 'transfer-encoding') ?? '')) return { kind: 'chunked' }
  const length = httpHeader(head, 'content-length')
  if (length !== null && /^\d+$/.test(length)) return { kind: 'length', length: Number(length) }
  return { kind: head.kind === 'request' ? 'none' : 'until close' }
}

export interface HttpChunk {
  /** Start of its size in hexadecimal digits. */
  readonly sizeStart: number
  readonly sizeDigits: number
  /** Start of the data. */
  readonly start: number
  readonly length: number
}

/** Reads a chunked body that starts at `start` incrementally: nothing is read twice. */
export class HttpChunkReader {
  /** Chunks so far, including the empty last one. */
  readonly chunks: HttpChunk[] = []
  #at: number
  #isTrailer = false

  constructor(start: number) {
    this.#at = start
  }

  /** Returns the end of the message (RFC 9112 §7.1); null if it is incomplete. `bytes`: those of the last call, and more. */
  read(bytes: Uint8Array): number | ParseError | null {
    while (!this.#isTrailer) {
      const chunk = chunkAt(bytes, this.#at)
      if (chunk === null || chunk instanceof ParseError) return chunk
      this.chunks.push(chunk)
      this.#isTrailer = chunk.length === 0
      this.#at = this.#isTrailer ? chunk.start : endOfLine(bytes, chunk.start + chunk.length)!
    }
    for (;;) {
      const line = lineAt(bytes, this.#at)
      if (line === null) return withoutEnd(bytes, this.#at)
      this.#at = line.end
      if (line.text === '') return line.end
    }
  }
}

function chunkAt(bytes: Uint8Array, at: number): HttpChunk | ParseError | null {
  const size = lineAt(bytes, at)
  if (size === null) return withoutEnd(bytes, at)
  const digits = /^[0-9a-f]{1,8}(?=\s*(;|$))/i.exec(size.text)
  if (digits === null) return new ParseError('http', `no chunk size at byte ${at}`)
  const length = Number.parseInt(digits[0], 16)
  const chunk = { sizeStart: size.start, sizeDigits: digits[0].length, start: size.end, length }
  const end = chunk.start + length
  if (length === 0 || endOfLine(bytes, end) !== null) return chunk
  const isHere = end < bytes.length && (bytes[end] !== 13 || end + 1 < bytes.length)
  return isHere ? new ParseError('http', `a chunk of ${length} bytes does not end where it says`) : null
}

/** Returns the position after the line end at `at`; null if no line ends there. */
function endOfLine(bytes: Uint8Array, at: number): number | null {
  if (bytes[at] === 10) return at + 1
  return bytes[at] === 13 && bytes[at + 1] === 10 ? at + 2 : null
}

/** Returns an error if the unfinished line is longer than any may be; a shorter one may still end. */
function withoutEnd(bytes: Uint8Array, start: number): ParseError | null {
  return bytes.length - start > HTTP_MAX_HEAD ? new ParseError('http', 'a line without an end') : null
}

/**
 * Returns the chunks of a body that starts at `start`, including the empty last one, and the end of the message (RFC 9112
 * §7.1); null if it is incomplete.
 */
export function parseHttpChunks(
  bytes: Uint8Array,
  start: number,
): { chunks: readonly HttpChunk[]; end: number } | ParseError | null {
  const reader = new HttpChunkReader(start)
  const end = reader.read(bytes)
  return end === null || end instanceof ParseError ? end : { chunks: reader.chunks, end }
}

/** Returns the line that starts at `start`, without its line end; null if it is incomplete. */
function lineAt(bytes: Uint8Array, start: number): HttpWord | null {
  if (start > bytes.length) return null
  const feed = bytes.indexOf(10, start)
  if (feed < 0 || feed - start > HTTP_MAX_HEAD) return null
  const textEnd = feed > start && bytes[feed - 1] === 13 ? feed - 1 : feed
  return { start, end: feed + 1, text: latin1Text(bytes.subarray(start, textEnd)) }
}
