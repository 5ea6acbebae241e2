import {
  fieldType,
  type HttpHead,
  type HttpWord,
  httpBody,
  ParseError,
  parseHttpChunks,
  parseHttpHead,
} from '../../../wire/index.ts'
import type { FieldBuilder } from '../layer.ts'
import type { Protocol } from '../protocol.ts'

const text = (name: string, label: string) => fieldType(`http.${name}`, label, 'text')

const REQUEST = fieldType('http.request', 'Request', 'flag')
const RESPONSE = fieldType('http.response', 'Response', 'flag')
const METHOD = text('request.method', 'Request Method')
const URI = text('request.uri', 'Request URI')
const REQUEST_VERSION = text('request.version', 'Request Version')
const RESPONSE_VERSION = text('response.version', 'Response Version')
const CODE = fieldType('http.response.code', 'Status Code', 'number')
const PHRASE = text('response.phrase', 'Response Phrase')
const REQUEST_LINE = text('request.line', 'Request line')
const RESPONSE_LINE = text('response.line', 'Response line')
const CHUNK_SIZE = fieldType('http.chunk_size', 'Chunk size', 'number')

/** Headers that Wireshark has a field of its own for. */
const HEADERS = new Map(
  [
    ...['host', 'user-agent', 'accept', 'accept-language', 'accept-encoding', 'connection', 'content-type', 'location'],
    ...['transfer-encoding', 'server', 'date', 'last-modified', 'cookie', 'set-cookie', 'referer', 'upgrade'],
    ...['cache-control', 'authorization', 'content-encoding', 'www-authenticate'],
  ].map((name) => [name, text(name.replaceAll('-', '_'), name)]),
)
HEADERS.set('content-length', text('content_length_header', 'Content-Length'))
HEADERS.set('user-agent', text('user_agent', 'User-Agent'))

/** A message that the analysis of streams has put together. */
export const HTTP: Protocol = {
  ...{ name: 'http', label: 'Hypertext Transfer Protocol', title: 'HTTP' },
  fields: [
    ...[REQUEST, RESPONSE, METHOD, URI, REQUEST_VERSION, RESPONSE_VERSION, CODE, PHRASE, REQUEST_LINE, RESPONSE_LINE],
    ...[CHUNK_SIZE, ...HEADERS.values()],
  ],
  dissect(work, place) {
    const { start, end } = place
    const bytes = work.current
    const head = parseHttpHead(bytes.subarray(0, end), start)
    if (head === null || head instanceof ParseError) {
      return work.malformed(head ?? new ParseError('http', 'the head has no end'), place)
    }
    work.layer(HTTP, place, end - start, (builder) => {
      addFirstLine(builder, head)
      for (const header of head.headers) addHeader(builder, head, header)
      if (httpBody(head).kind === 'chunked') addChunks(builder, bytes.subarray(0, end), head.length)
    })
    const { method, target, version, status, reason } = head
    work.sumUp(place, () =>
      head.kind === 'request'
        ? `${method!.text} ${target!.text} ${version.text}`
        : `${version.text} ${status!.text} ${reason!.text}`.trimEnd(),
    )
  },
}

function addFirstLine(builder: FieldBuilder, head: HttpHead): void {
  const word = (type: typeof METHOD, { text: value, start, end }: HttpWord) =>
    builder.field(type, value, start, end - start)
  if (head.kind === 'request') {
    builder.derived(REQUEST, 1)
    word(METHOD, head.method!)
    word(URI, head.target!)
    word(REQUEST_VERSION, head.version)
    return
  }
  builder.derived(RESPONSE, 1)
  word(RESPONSE_VERSION, head.version)
  builder.field(CODE, Number(head.status!.text), head.status!.start, 3)
  if (head.reason!.text !== '') word(PHRASE, head.reason!)
}

function addHeader(builder: FieldBuilder, head: HttpHead, header: HttpHead['headers'][number]): void {
  const { start, end, name, value } = header
  const own = HEADERS.get(name.toLowerCase())
  if (own !== undefined) builder.field(own, value, start, end - start)
  let line = ''
  for (const byte of builder.bytes.subarray(start, end)) line += String.fromCharCode(byte)
  builder.field(head.kind === 'request' ? REQUEST_LINE : RESPONSE_LINE, line, start, end - start)
}

function addChunks(builder: FieldBuilder, bytes: Uint8Array, start: number): void {
  const parsed = parseHttpChunks(bytes, start)
  if (parsed === null || parsed instanceof ParseError) return
  for (const { sizeStart, sizeDigits, length } of parsed.chunks)
    builder.field(CHUNK_SIZE, length, sizeStart, sizeDigits)
}
